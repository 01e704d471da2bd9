import type { Instant } from '../../kernel/instant.js';
import type { FactData, FactOf } from './fact.js';
import type { Emotion, Fault, Kind, Severity, WaitingReason } from '../../kernel/words.js';

/** When something happened, in the ticket's order and on the clock. */
export interface Mark {
  readonly seq: number;
  readonly at: Instant;
}

export interface StatementSummary {
  readonly id: string;
  readonly recorded: Mark;
  /** Sent back to the customer in our words; null: not yet. */
  readonly restated: Mark | null;
  /** The first reminder after the restatement, from which the customer's silence is counted. */
  readonly reminded: Mark | null;
  readonly confirmed: (Mark & Pick<FactData['statement.confirmed'], 'by' | 'messageId'>) | null;
}

export interface FindingSummary {
  readonly id: string;
  readonly recorded: Mark;
  readonly causedByUs: boolean;
  readonly misuse: boolean | null;
  readonly fault: Fault;
  readonly liability: 'PROVISIONAL' | 'CONFIRMED';
  readonly correctiveAction: boolean;
  readonly shared?: boolean;
  /** Seq of the finding that first named the present fault: feedback given before it went to the wrong department. */
  readonly faultSince: number;
}

export interface OfferSummary {
  readonly id: string;
  readonly legIds: readonly string[];
  readonly explanationOnly: boolean;
  readonly state: 'MADE' | 'SENT' | 'ACCEPTED' | 'REFUSED' | 'LAPSED' | 'WITHDRAWN';
  /** REFUSED only: the customer wants no other offer. */
  readonly final: boolean;
  readonly sent: (Mark & { readonly messageId: string }) | null;
  /** Accepted, refused or lapsed. */
  readonly decided: (Mark & { readonly messageId: string | null }) | null;
}

/** A leg of an accepted offer. It exists for the customer from the acceptance on. */
export interface LegSummary {
  readonly id: string;
  readonly offerId: string;
  readonly state: 'OPEN' | 'FULFILLED' | 'CANCELLED';
  readonly ended: Mark | null;
}

/** How a request for approval stands. An offer without one needed none. */
export interface ApprovalSummary {
  readonly id: string;
  readonly offerId: string;
  readonly state: 'PENDING' | FactData['approval.ended']['outcome'];
}

export interface GuidanceSummary {
  readonly findingId: string;
  readonly messageId: string;
  readonly given: Mark;
}

/** Where a ticket stands now, read from its facts: what gates and commands ask before they act. */
export interface Summary {
  readonly kind: Kind;
  readonly opened: Mark;
  /** A platform form brought reason and proof. */
  readonly structured: boolean;
  readonly problemWritten: boolean;
  readonly severity: Severity;
  readonly emotion: Emotion;
  readonly anomaly: boolean;
  readonly reasonFamily: string | null;
  readonly evidenceWanted: boolean;
  readonly customerKnown: boolean;
  readonly orderKnown: boolean;
  readonly classified: Mark | null;
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  readonly heldFor: WaitingReason | null;
  /** Null again after a reopening, like `closed` and `mergedIntoId`. */
  readonly withdrawn: Mark | null;
  readonly mergedIntoId: string | null;
  readonly closed: FactData['ticket.closed']['resolution'] | null;
  readonly reopenings: number;
  /** The opening counts as one when customer or platform opened; null while only we have spoken. */
  readonly lastCustomerTurn: Mark | null;
  readonly lastHumanReply: Mark | null;
  readonly messages: readonly FactOf<'message.sent'>[];
  /** The latest; an earlier one is replaced, with its confirmation. */
  readonly statement: StatementSummary | null;
  readonly proofs: readonly FactOf<'proof.requested' | 'proof.received'>[];
  /** Both null again after a reopening. */
  readonly severityReported: Mark | null;
  readonly severityAcknowledged: Mark | null;
  /** A rule asked for a supervisor: only one may close it. */
  readonly supervisorRequired: boolean;
  /** In the order recorded, one entry per finding id; the last is the one that holds. */
  readonly findings: readonly FindingSummary[];
  readonly guidances: readonly GuidanceSummary[];
  readonly offers: readonly OfferSummary[];
  readonly legs: readonly LegSummary[];
  /** In the order asked. */
  readonly approvals: readonly ApprovalSummary[];
  /** Promises neither kept nor renegotiated. A broken one stays here until it is kept late or renegotiated: breaking it does not settle it. */
  readonly promises: readonly { readonly id: string }[];
  readonly openTaskIds: readonly string[];
  readonly feedback: Mark | null;
  /** What escalates: at least one level has fired, and it is not over. */
  readonly escalations: readonly { readonly id: string; readonly notified: readonly string[]; readonly acknowledgements: number }[];
}

/** The offer the customer has not decided about (made or sent), if any. */
export function openOffer(summary: Summary): OfferSummary | undefined {
  return summary.offers.findLast((offer) => offer.state === 'MADE' || offer.state === 'SENT');
}

/** Legs of every accepted offer, of earlier rounds too, that are neither fulfilled nor cancelled. */
export function openLegs(summary: Summary): readonly LegSummary[] {
  return summary.legs.filter((leg) => leg.state === 'OPEN');
}

export function latestFinding(summary: Summary): FindingSummary | undefined {
  return summary.findings.at(-1);
}

/** The statement the customer has been asked to confirm and has not, with `reminded` once we reminded. */
export function statementAwaited(summary: Summary): StatementSummary | undefined {
  const { statement } = summary;
  return statement?.restated && !statement.confirmed ? statement : undefined;
}

/** The latest request for approval of this offer; undefined: it needed none, or none was asked for. */
export function approvalOf(summary: Summary, offerId: string): ApprovalSummary | undefined {
  return summary.approvals.findLast((approval) => approval.offerId === offerId);
}

/** The request somebody still has to decide, if any. */
export function pendingApproval(summary: Summary): ApprovalSummary | undefined {
  return summary.approvals.find(({ state }) => state === 'PENDING');
}
