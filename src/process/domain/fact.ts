import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import type { Emotion, Fault, Kind, Severity, Step, WaitingReason } from '../../kernel/words.js';

/**
 * What happened on a ticket, as far as the process is evaluated from it. Facts are recorded by commands and never by a claim that a step is
 * done. They hold ids, flags and words of our own vocabulary, never a customer's text or name.
 */
export interface FactData {
  /** The first fact of every ticket. `problem`: the customer's problem is on record in words. `structured`: a platform form brought reason and proof. */
  'ticket.opened': {
    kind: Kind; source: 'CUSTOMER' | 'AGENT' | 'PLATFORM' | 'WATCHER'; problem: boolean; structured: boolean;
    severity: Severity; emotion: Emotion;
    /** LOGISTICS: something is wrong with the parcel (late, stalled, damaged, lost...); other kinds: false. */
    anomaly: boolean;
    /** Family of the stated reason (QUALITY, PREFERENCE...), null without one; and whether that reason asks for proof. */
    reasonFamily: string | null; evidenceWanted: boolean;
    customerKnown: boolean; orderKnown: boolean;
  };
  /** Kind, severity and emotion were looked at and set by a person (also to the values they had). */
  'ticket.classified': { severity: Severity; emotion: Emotion; anomaly: boolean };
  /**
   * It turned out to be of another kind: from here on the steps go by that kind's rules. What the new kind's data says takes the place of what the
   * opening said. `messageId`: the internal note that says why.
   */
  'ticket.converted': {
    from: Kind; to: Kind; severity: Severity; anomaly: boolean; reasonFamily: string | null; evidenceWanted: boolean;
    customerKnown: boolean; orderKnown: boolean; messageId: string;
  };
  /** Customer and disputed goods or parcels are known. */
  'ticket.identified': { customerKnown: boolean; orderKnown: boolean };
  'ticket.assigned': { memberId: string | null; teamId: string | null };
  /** `since`: when the platform stepped in, where that was told. */
  'ticket.held': { reason: WaitingReason; since?: Instant };
  /** `decidedAt`: when the platform decided, where its decision ended the hold. */
  'ticket.resumed': { decidedAt?: Instant };
  /** The platform decided then, of what the ticket was not on hold for. */
  'platform.decided': { at: Instant };
  'ticket.withdrawn': { messageId: string | null };
  'ticket.merged': { intoId: string };
  'ticket.closed': { resolution: 'COMPLETED' | 'WITHDRAWN' | 'MERGED' };
  'ticket.reopened': { step: Step; reason: string };
  'step.skipped': { step: Step; reason: string };

  /** A customer's turn. */
  'message.received': { messageId: string; /** Left out: none. What the text mentions that calls for attention, as classes of our own. */ mentions?: readonly string[] };
  /**
   * A public message of ours. Only HUMAN ones answer a customer. `saysWhen`: it answers in full, or gives reason and expected time (it then
   * opened a promise).
   */
  'message.sent': {
    messageId: string; origin: 'HUMAN' | 'BOT' | 'AUTOMATIC';
    greets: boolean; saysWhen: boolean; empathizes: boolean; explains: boolean;
    /** The message names what went wrong and apologizes for it, without blame. Never touches liability. */
    apologizes: boolean;
    /** It asks the customer something. Messages sent before this was kept do not say. */
    asks?: boolean;
    /** A reminder of the statement we wait to have confirmed. */
    reminds: boolean;
    /** Tells how the fulfilment of this leg stands. */
    tellsLegIds: readonly string[];
    /** Asks for the satisfaction survey; says goodbye after a withdrawal or at the end; is the visit-back after a complaint. */
    surveys: boolean; closes: boolean; visitsBack: boolean;
  };

  'statement.recorded': { statementId: string; wish: string };
  'statement.restated': { statementId: string; messageId: string };
  /** By the customer's own message, or by silence: a reminder was sent and the wait after it has passed. */
  'statement.confirmed': { statementId: string; by: 'CUSTOMER' | 'SILENCE' | 'STRUCTURED_FORM'; messageId: string | null };
  'proof.requested': { messageId: string; until: Instant };
  'proof.received': { attachmentId: string; kind: string };

  /** A severe case was told to a supervisor, who then takes note of it. */
  'severity.reported': { toMemberId: string };
  'severity.acknowledged': Record<string, never>;
  /** From here on only a supervisor closes it; `rule` asked for that. */
  'supervisor.required': { rule: string };

  /** A level of a rule fired and told these members. `clockId`: the clock it is about; null: the ticket as a whole. */
  'escalation.fired': { escalationId: string; rule: string; level: number; clockId: string | null; dueAt: Instant; notified: readonly string[] };
  /** Somebody sees to it by `newTime`; until then no further level fires. */
  'escalation.acknowledged': { escalationId: string; rule: string; level: number; newTime: Instant };
  'escalation.ended': { escalationId: string; rule: string; level: number; state: string };

  'finding.recorded': {
    findingId: string; causedByUs: boolean; misuse: boolean | null; fault: Fault; liability: 'PROVISIONAL' | 'CONFIRMED';
    /** COMPLAINT: what we change so that it does not happen again. */
    correctiveAction: boolean;
    /** More than one side bears it: a supervisor has the last word before the customer hears of a remedy. */
    shared?: boolean;
  };
  /** Usage guidance (misuse) or explanation (not ours) was given in this message. */
  'guidance.given': { findingId: string; messageId: string };

  'receipt.extended': { days: number; platformRef: string };

  'offer.made': { offerId: string; legIds: readonly string[]; explanationOnly: boolean };
  'offer.sent': { offerId: string; messageId: string };
  'offer.accepted': { offerId: string; messageId: string | null };
  /** `final`: the customer wants no other offer. */
  'offer.refused': { offerId: string; final: boolean; messageId: string | null };
  'offer.lapsed': { offerId: string };
  'offer.withdrawn': { offerId: string };
  /** An offer is beyond the authority of who made it, and others are asked; until they have decided it is not sent. */
  'approval.requested': { requestId: string; offerId: string };
  /** The request is over. Only APPROVED lets the offer be sent. */
  'approval.ended': { requestId: string; offerId: string; outcome: 'APPROVED' | 'REJECTED' | 'WITHDRAWN' };
  'leg.fulfilled': { legId: string; offerId: string; proofRef: string };
  'leg.cancelled': { legId: string; offerId: string; reason: string };

  'promise.made': { promiseId: string };
  'promise.kept': { promiseId: string; messageId: string | null };
  'promise.broken': { promiseId: string };
  'promise.renegotiated': { promiseId: string; byPromiseId: string };

  'task.opened': { taskId: string; department: string };
  'task.answered': { taskId: string };
  'task.cancelled': { taskId: string };

  /** What we learned went to the department whose fault it was. */
  'feedback.sent': { department: string };
}

export type FactType = keyof FactData;

/** One fact of a ticket's history, in the order of `seq`. */
export type Fact = {
  [T in FactType]: {
    readonly seq: number;
    readonly type: T;
    readonly at: Instant;
    /** Who recorded it, as `factAuthor` writes it; null for the system. */
    readonly by: string | null;
    readonly data: Readonly<FactData[T]>;
  };
}[FactType];

export type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

const KEY_MARK = 'key:';

/** The author of a fact: a member's uuid as it is, an API key's behind `key:`, so that the two are never taken for one another. Null: the system. */
export function factAuthor(kind: 'MEMBER' | 'API_KEY' | 'SYSTEM', uuid: string): string | null {
  if (kind === 'SYSTEM') return null;
  return kind === 'API_KEY' ? KEY_MARK + uuid : uuid;
}

/** The public id of a fact's author. */
export function publicAuthor(author: string): string {
  return author.startsWith(KEY_MARK) ? encodeId('ApiKey', author.slice(KEY_MARK.length)) : encodeId('Member', author);
}
