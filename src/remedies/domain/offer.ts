import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, HOUR, elapsed, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { formatAmount } from '../../kernel/money.js';
import { optionalText } from '../../kernel/text.js';
import type { Fault } from '../../kernel/words.js';
import type { HeldRow } from '../../sla/domain/pack/index.js';
import { checkCap, checkLineCaps } from './cap.js';
import { checkCombination } from './combination.js';
import { withCosts } from './cost.js';
import { differenceLeg, givingBack } from './exchange.js';
import { freightPayer, type FreightPayer } from './freight.js';
import { checkLeg, MONEY_LEGS, type LegDraft, type LegInput } from './leg.js';
import { payoutLegs } from './pack-payout.js';
import type { LineQuantity, RefundBreakdown } from './refund.js';
import { refundFor, refundLeg, type RefundInput } from './refund-leg.js';
import { checkRefusal, type Refusal } from './refusal.js';
import { declinedRights } from './declined.js';
import type { ReturnTerms, Right } from './rights.js';
import type { Trade } from './trade.js';

export const OFFER_STATES = ['DRAFT', 'SENT', 'ACCEPTED', 'REFUSED', 'LAPSED', 'WITHDRAWN'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

/** Legs somebody may ask for in one offer; those that follow from what is owed anyway are not counted. */
export const MAX_LEGS = 10;
/** Offers one ticket may see in its life; reached by nobody who means to settle. */
export const MAX_OFFERS = 50;
/** How far ahead the promised date may lie. */
export const MAX_FULFIL_AHEAD: Millis = 90 * DAY;
const EXPLAINED_WITHIN: Millis = 7 * DAY;
export const DEFAULT_VALID_HOURS = 72;
export const MAX_VALID_HOURS = 30 * 24;

export interface OfferInput {
  readonly legs: readonly LegInput[];
  /** Adds a refund leg of the amount it comes to. */
  readonly refund: RefundInput | null;
  /** Rows of policy packs, `pack/row`; each adds a payout leg of the amount its row awards. */
  readonly packPayouts: readonly string[];
  /** Everything promised is done by then; null: a week from now, for what only explains. */
  readonly fulfilBy: Instant | null;
  /** How long the customer may think, from sending on; null: 72. */
  readonly validForHours: number | null;
  /** null: the proposed payer. */
  readonly freightPayer: FreightPayer | null;
  /** null: composed from the legs. */
  readonly summary: string | null;
  /** Set when the demand is refused; the offer then explains and names an alternative. */
  readonly refusal: Refusal | null;
}

/** What an offer is judged by. */
export interface OfferContext {
  readonly now: Instant;
  /** null: the ticket names no order. */
  readonly trade: Trade | null;
  readonly fault: Fault;
  /** The finding says the cause is ours to answer for (see the process's condition of that name). */
  readonly ours: boolean;
  /** Rows of packs and laws the shop goes by. */
  readonly held: readonly HeldRow[];
  /** The return without a reason as they have it; null: none does. */
  readonly terms: ReturnTerms | null;
  /** What rows of packs paid the same customer today. */
  readonly paidToday: ReadonlyMap<string, bigint>;
  /** The goods the customer wants to send back or have paid back; empty: the demand is another one. */
  readonly demanded: readonly LineQuantity[];
  /** When the customer asked. */
  readonly askedAt: Instant;
  /** Which of the attachments a refusal names are on this ticket. */
  readonly evidenceOnTicket: readonly string[];
}

export interface OfferDraft extends Omit<OfferInput, 'legs' | 'refund' | 'packPayouts' | 'fulfilBy' | 'validForHours' | 'freightPayer' | 'summary'> {
  readonly legs: readonly LegDraft[];
  /** How the amount of the last leg came about; null: no lines were named. */
  readonly breakdown: RefundBreakdown | null;
  /** What the law gives the customer and this offer, a refusal, does not. */
  readonly declinedRights: readonly Right[];
  readonly fulfilBy: Instant;
  readonly validForMs: Millis;
  readonly freightPayer: FreightPayer;
  readonly summary: string;
  readonly explanationOnly: boolean;
}

/** An offer as it may be drafted, or the refusal that says which value to mend. Nothing is rounded, capped or left out silently. */
export function draftOffer(input: OfferInput, context: OfferContext): OfferDraft {
  const { trade } = context;
  const breakdown = input.refund && refundFor(input.refund, context);
  const fulfilBy = input.fulfilBy ?? plus(context.now, EXPLAINED_WITHIN);
  checkFulfilBy(fulfilBy, context.now);
  const given = withCosts(input.legs.map((leg, index) => checkLeg(leg, index, trade)), context);
  const owed = payoutLegs(input.packPayouts, context);
  const refund = breakdown ? [refundLeg(breakdown, given, context)] : [];
  const own = [...given, ...differenceLeg(given, context), ...owed, ...refund];
  // Whatever else is offered, or nothing; only a refusal gives nothing at all.
  const legs = [...(input.refusal ? [] : givingBack(trade)), ...own];
  const asked = given.length + owed.length + refund.length;
  if (legs.length < 1 || asked > MAX_LEGS) throw invalid('legs', { en: `An offer has 1 to ${MAX_LEGS} legs.`, zh: `方案须包含 1 至 ${MAX_LEGS} 项。` });
  checkCombination(own);
  const explanationOnly = legs.every((leg) => leg.type === 'EXPLANATION');
  checkExplanation(explanationOnly, input.refusal, context);
  checkLineCaps(own, input.refund?.lines ?? [], trade);
  checkCap(own, trade);
  return {
    legs, breakdown, explanationOnly, fulfilBy,
    validForMs: validFor(input.validForHours),
    freightPayer: freightPayer(input.freightPayer, context.fault, legs, context.terms?.returnFreight === 'MERCHANT' && legs.some(({ type }) => type === 'RETURN')),
    summary: optionalText(input.summary, 'summary', { max: 500 }) ?? composed(legs),
    refusal: input.refusal && checkRefusal(input.refusal, context.evidenceOnTicket),
    declinedRights: input.refusal && trade ? declinedRights(input.refusal.reason, context.demanded, { ...context, trade }) : [],
  };
}

/** Later than now, at most 90 days ahead. Asked again when a draft is sent: a date that has passed meanwhile is not promised. */
export function checkFulfilBy(fulfilBy: Instant, now: Instant): void {
  const ahead = elapsed(now, fulfilBy);
  if (ahead <= 0 || ahead > MAX_FULFIL_AHEAD) {
    throw invalid('fulfilBy', { en: 'Promise a date from now to 90 days ahead.', zh: '承诺的完成时间须在现在之后、90 天之内。' });
  }
}

function validFor(hours: number | null): Millis {
  const given = hours ?? DEFAULT_VALID_HOURS;
  if (!Number.isInteger(given) || given < 1 || given > MAX_VALID_HOURS) {
    throw invalid('validForHours', { en: `Leave the customer 1 to ${MAX_VALID_HOURS} hours.`, zh: `有效期须为 1 至 ${MAX_VALID_HOURS} 小时。` });
  }
  return given * HOUR;
}

/** Words alone are a remedy only where we owe nothing else; and who refuses a demand explains it. */
function checkExplanation(explanationOnly: boolean, refusal: Refusal | null, { ours, fault }: OfferContext): void {
  if (refusal && !explanationOnly) {
    throw invalid('refusal', { en: 'A refusal goes with an explanation only; offer the rest without refusing.', zh: '拒绝诉求时仅可附说明；如另有补偿，请直接提出方案。' });
  }
  if (explanationOnly && ours && fault !== 'NO_FAULT') {
    throw new DomainError('EVIDENCE_MISSING', {
      en: 'The finding says it is ours; offer more than an explanation, or correct the finding.',
      zh: '责任判断为我方，不能仅作解释；请提出补救，或更正责任判断。',
    }, 'legs');
  }
}

function composed(legs: readonly LegInput[]): string {
  return legs.map(({ type, amount }) => (amount && MONEY_LEGS.has(type) ? `${type} ${formatAmount(amount)} ${amount.currency}` : type)).join(', ');
}
