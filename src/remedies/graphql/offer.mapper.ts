import { encodeId } from '../../kernel/ids.js';
import { HOUR } from '../../kernel/instant.js';
import { moneyOf } from '../../platform/graphql/money.type.js';
import { moneyFromRow } from '../offer.repository.js';
import type { LegView, OfferView } from '../queries/offers.query.js';
import { toExchange } from './exchange.type.js';
import { toGoods } from './goods.type.js';
import type { Leg, Offer } from './offer.type.js';

/** `notes`: whether the reader may see our internal words. */
export function toLeg(row: LegView, notes: boolean): Leg {
  const amount = moneyFromRow(row.amountMinor, row.currency);
  return {
    id: encodeId('Leg', row.id),
    offerId: encodeId('Offer', row.offerId),
    type: row.type, quantity: row.quantity, days: row.days, basis: row.basis, packRow: row.packRow, note: row.note, state: row.state, proofKind: row.proofKind,
    inspectionRef: row.inspectionRef, cancelReason: row.cancelReason, endedAt: row.endedAt,
    goods: row.goods && toGoods(row.goods, notes), exchange: row.exchange && toExchange(row.exchange),
    amount: amount && moneyOf(amount),
    orderLineId: row.orderLineId && encodeId('OrderLine', row.orderLineId),
    proofRef: row.proofKind === 'MESSAGE' && row.proofRef !== null ? encodeId('Message', row.proofRef) : row.proofRef,
    endedNote: notes ? row.endedNote : null,
    endedBy: row.endedBy && encodeId(row.endedByMember ? 'Member' : 'ApiKey', row.endedBy),
  };
}

export function toOffer(row: OfferView, legs: readonly LegView[], notes: boolean): Offer {
  const { refusalReason: reason, refusalAlternative: alternative } = row;
  return {
    id: encodeId('Offer', row.id),
    ticketId: encodeId('Ticket', row.ticketId),
    state: row.state, summary: row.summary, fulfilBy: row.fulfilBy, validUntil: row.validUntil, freightPayer: row.freightPayer,
    madeAt: row.madeAt, decidedAt: row.decidedAt, final: row.final, decisionProofRef: row.decisionProof,
    legs: legs.map((leg) => toLeg(leg, notes)),
    validForHours: row.validForMs / HOUR,
    refusal: reason !== null && alternative !== null
      ? { reason, alternative, evidenceIds: row.refusalEvidence.map((id) => encodeId('Attachment', id)) }
      : null,
    counterOfferId: row.counterOfferId && encodeId('CounterOffer', row.counterOfferId),
    madeBy: encodeId('Member', row.madeBy),
    sentMessageId: row.sentMessageId && encodeId('Message', row.sentMessageId),
    decisionMessageId: row.decisionMessageId && encodeId('Message', row.decisionMessageId),
    decisionNote: notes ? row.decisionNote : null,
  };
}
