import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { plus, type Instant, type Millis } from '../../kernel/instant.js';
import { optionalText } from '../../kernel/text.js';
import type { Fact } from '../../process/domain/index.js';
import type { OfferState } from './offer.js';
import { reference } from './proof.js';

/** An offer as the commands that move it read it. */
export interface OfferStanding {
  readonly id: string;
  readonly state: OfferState;
  readonly validUntil: Instant | null;
  readonly sentMessageId: string | null;
}

/** How the customer's decision is shown: their message here, or the record of the system it was made in. */
export interface DecisionInput {
  readonly messageId: string | null;
  readonly note: string | null;
  /** Integrations only: the id under which the platform recorded the decision. */
  readonly proofRef: string | null;
}

export interface Decision extends DecisionInput {
  /** When the customer decided: of a message its own time, of a platform's record the time it reached us. */
  readonly at: Instant;
}

/** Refuses an offer that is not before the customer any more (or not yet). */
export function checkSent(offer: OfferStanding): void {
  if (offer.state === 'SENT') return;
  throw offer.state === 'DRAFT'
    ? new DomainError('NOTHING_TO_DO', { en: 'The offer has not been sent.', zh: '方案尚未发送。' }, 'offerId')
    : alreadyDecided(offer);
}

export function alreadyDecided(offer: OfferStanding): DomainError {
  return new DomainError('ALREADY_DECIDED', { en: `The offer is ${offer.state} already.`, zh: `该方案已处于 ${offer.state} 状态。` }, 'offerId', {
    state: offer.state,
  });
}

/** An offer promises nothing beyond its own date, so it is open until the earlier of the time to think and the promised date. */
export function validUntil(sentAt: Instant, validForMs: Millis, fulfilBy: Instant): Instant {
  const until = plus(sentAt, validForMs);
  return until < fulfilBy ? until : fulfilBy;
}

/**
 * The customer's decision as evidence. A member shows a message the customer sent on this ticket after the offer; an integration may show its
 * platform's record instead. A note alone decides nothing. A decision made in time counts although it is recorded late, until the lapse is recorded.
 */
export function checkDecision(input: DecisionInput, offer: OfferStanding, actor: Actor, facts: readonly Fact[], now: Instant): Decision {
  checkSent(offer);
  const note = optionalText(input.note, 'note', { max: 500, lines: true });
  const at = input.messageId === null ? recordedAt(input, actor, now) : saidAt(input.messageId, offer, facts);
  if (offer.validUntil !== null && at >= offer.validUntil) {
    throw new DomainError('ALREADY_DECIDED', { en: 'The time to decide had run out.', zh: '方案有效期已过。' }, 'offerId', { validUntil: offer.validUntil });
  }
  const proofRef = input.proofRef === null ? null : reference(input.proofRef, 'proofRef');
  return { messageId: input.messageId, note, proofRef, at };
}

function recordedAt(input: DecisionInput, actor: Actor, now: Instant): Instant {
  if (actor.kind === 'API_KEY' && input.proofRef !== null) return now;
  throw new DomainError(
    'EVIDENCE_MISSING',
    { en: 'Name the message in which the customer decided; a call is entered as the customer’s message first.', zh: '请指明顾客作出决定的消息；电话沟通请先录入为顾客消息。' },
    actor.kind === 'API_KEY' ? 'proofRef' : 'messageId',
  );
}

function saidAt(messageId: string, offer: OfferStanding, facts: readonly Fact[]): Instant {
  const sent = facts.find((fact) => fact.type === 'offer.sent' && fact.data.offerId === offer.id);
  const said = facts.find((fact) => fact.type === 'message.received' && fact.data.messageId === messageId);
  if (!said) throw new DomainError('NOT_FOUND', { en: 'The customer sent no such message on this ticket.', zh: '本工单没有该顾客消息。' }, 'messageId');
  if (!sent || said.seq < sent.seq) {
    throw invalid('messageId', { en: 'This message was written before the offer was sent.', zh: '该消息早于方案发送时间。' });
  }
  return said.at;
}
