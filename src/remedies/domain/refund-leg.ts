import { DomainError, invalid } from '../../kernel/error.js';
import { returnedBy } from './cost.js';
import { proposedFreightPayer } from './freight.js';
import type { LegBasis, LegDraft } from './leg.js';
import type { OfferContext } from './offer.js';
import { refundOf, refuseEmptyRefund, totalOf, type LineQuantity, type RefundBreakdown } from './refund.js';
import { inReturnWindow, isStatutory, rightsOn, undelivered } from './rights.js';

/** Goods to be paid back, from which the amount is worked out. */
export interface RefundInput {
  readonly lines: readonly LineQuantity[];
  readonly keptGifts: readonly LineQuantity[];
  /** null: as the fault says. */
  readonly withFreight: boolean | null;
}

/** The breakdown of a refund of lines, as previewed and as offered. Freight goes back with goods that are not the customer's to answer for, and only what is theirs to answer for is charged for breaking a condition. */
export function refundFor(input: RefundInput, { trade, fault, terms, askedAt }: Pick<OfferContext, 'trade' | 'fault' | 'terms' | 'askedAt'>): RefundBreakdown {
  if (!trade) {
    throw new DomainError('EVIDENCE_MISSING', { en: 'The ticket names no order; identify it first.', zh: '工单未关联订单，请先确认订单。' }, 'refund');
  }
  // A withdrawal gives the freight of the way out back whoever is to blame.
  const withdrawn = terms?.freightBack === true && inReturnWindow({ trade, askedAt, terms });
  const ours = withdrawn || undelivered(trade) || proposedFreightPayer(fault, 'RETURN_REFUND') !== 'CUSTOMER';
  if (ours && input.withFreight === false) {
    throw invalid('refund.withFreight', { en: 'The customer is not to blame; the freight goes back, too.', zh: '责任不在顾客，运费应一并退还。' });
  }
  return refundOf({ ...input, withFreight: input.withFreight ?? ours, chargesFreight: terms?.brokenFreeFreight === true && !ours }, trade);
}

/** The leg a breakdown becomes. On what basis it is given follows from the customer's rights, never from what the agent says. */
export function refundLeg(breakdown: RefundBreakdown, legs: readonly LegDraft[], context: OfferContext): LegDraft {
  refuseEmptyRefund(breakdown);
  const { lines, whole } = breakdown;
  const rights = context.trade ? rightsOn(lines, { ...context, trade: context.trade }) : [];
  const basis: LegBasis = isStatutory(lines, returnedBy(legs), rights) ? 'STATUTORY' : 'GOODWILL';
  return { type: whole ? 'REFUND' : 'PARTIAL_REFUND', amount: totalOf(breakdown), orderLineId: null, quantity: null, days: null, note: null, basis, packRow: null };
}
