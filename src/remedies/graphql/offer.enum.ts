import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { FreightPayer } from '../domain/freight.js';
import { CANCEL_REASONS, type CancelReason, type LegState } from '../domain/fulfilment.js';
import type { LegBasis, LegType } from '../domain/leg.js';
import type { OfferState } from '../domain/offer.js';
import type { ProofKind } from '../domain/proof.js';
import { REFUSAL_REASONS, type RefusalReason } from '../domain/refusal.js';

export const OfferStateEnum = graphqlEnum<OfferState>('OfferState', 'Where an offer stands. One offer of a ticket is open (DRAFT or SENT) at a time.', {
  DRAFT: 'Made, not before the customer yet.', SENT: 'Before the customer.', ACCEPTED: 'The customer agreed; its legs are owed.', REFUSED: 'The customer declined.',
  LAPSED: 'The customer stayed silent until validUntil.', WITHDRAWN: 'We took it back.',
});
export const LegTypeEnum = graphqlEnum<LegType>('LegType', 'What a leg of an offer gives, and what it takes to say so.', {
  EXPLANATION: 'An explanation; `note` says it. Alone only where the finding is not ours.',
  REFUND: 'Money back; with an amount. Not together with goods again.',
  PARTIAL_REFUND: 'Part of the money back; with an amount below what was paid.',
  RETURN: 'Goods go back to us; with an order line and quantity, and together with what they go back for.',
  EXCHANGE: 'Other goods for these; with an order line and quantity. Pieces that do not come back with the same offer count at what was paid for them.',
  RESHIP: 'Goods missing, lost or wrong are sent (again); with an order line and quantity. They count at what was paid for them.',
  REPAIR: 'Goods are mended; with an order line and quantity.',
  COUPON: 'A coupon; with its value as amount.',
  GIFT: 'Something extra; `note` says what, and the amount what it is worth. It counts in limits and budgets and is paid to nobody.',
  FREIGHT: 'Freight the customer paid is paid back; with an amount.',
  PRICE_DIFFERENCE: 'A price difference is paid back; with an amount.',
  PAYOUT: 'What a row of a policy pack or a law awards; worked out from `packPayouts`, never given.',
  EXTENDED_RECEIPT: 'The platform puts off the automatic receipt; with `days`, 1 to 30.',
});
export const LegBasisEnum = graphqlEnum<LegBasis>('LegBasis', 'On what basis a leg is given. Limits and budgets of goodwill hold for GOODWILL alone.', {
  GOODWILL: 'Ours to give.', STATUTORY: 'Owed by law.', PACK: 'Owed by a row of a platform’s policy pack.',
});
export const LegStateEnum = graphqlEnum<LegState>('LegState', 'Where a leg stands.', {
  PENDING: 'Not carried out; owed once its offer is accepted.', FULFILLED: 'Carried out, with proof.', CANCELLED: 'Not carried out after all, by a supervisor.',
});
export const FreightPayerEnum = graphqlEnum<FreightPayer>('FreightPayer', 'Who bears the freight of what travels because of an offer.', {
  MERCHANT: 'The merchant.', CUSTOMER: 'The customer.', NONE: 'Nothing travels, or a third party bears it.',
});
export const ProofKindEnum = graphqlEnum<ProofKind>('ProofKind', 'What shows that a leg was carried out.', {
  PLATFORM_REFUND_ID: 'Of money: the refund at the platform.', BANK_REF: 'Of money: the bank transfer.', ALIPAY_REF: 'Of money: the Alipay transaction.',
  RETURN_WAYBILL_SIGNED: 'Of a return of earlier days: the waybill we signed for. Never given any more.',
  WAYBILL_DELIVERED: 'Of an exchange, reship, repair or gift: the waybill the customer received.', REPAIR_ORDER_DONE: 'Of a repair: the finished repair order.',
  COUPON_ID: 'Of a coupon: the coupon issued.', PLATFORM_ACK: 'Of an extended receipt or a gift: the platform’s acknowledgement.',
  MESSAGE: 'Of an explanation: the message it stood in. Set by acceptance, never given.',
  INSPECTION: 'Of a return: its inspection here. Set by what became of the goods, never given.',
});
export const LegCancelReasonEnum = graphqlEnum<CancelReason>('LegCancelReason', 'Why an agreed leg is not carried out.', CANCEL_REASONS);
export const RefusalReasonEnum = graphqlEnum<RefusalReason>('RefusalReason', 'Why a demand is not met.', meanings());

function meanings(): Record<RefusalReason, string> {
  const entries = Object.entries(REFUSAL_REASONS).map(([reason, { text, proof }]) => [reason, proof ? `${text} Needs evidence.` : text]);
  return Object.fromEntries(entries) as Record<RefusalReason, string>;
}
