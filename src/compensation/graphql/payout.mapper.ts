import { encodeId } from '../../kernel/ids.js';
import { moneyOf } from '../../platform/graphql/money.type.js';
import type { PayoutRow } from '../payouts/payout.repository.js';
import type { AttemptRow } from '../payouts/payouts.query.js';
import type { EnteredOutcome, Payout } from './payout.type.js';

export function toPayout(row: PayoutRow, attempts: readonly AttemptRow[]): Payout {
  const { state, version, reference, failure, key, provider, nextAt, requestedAt, sentAt, unknownAt, settledAt, fulfilledAt } = row;
  return {
    id: encodeId('Payout', row.id), ticketId: encodeId('Ticket', row.ticketId), shopId: encodeId('Shop', row.shopId), orderId: encodeId('Order', row.orderId),
    offerId: encodeId('Offer', row.offerId), legId: encodeId('Leg', row.legId),
    key, provider, state, version, reference, failure, nextAt, requestedAt, sentAt, unknownAt, settledAt, fulfilledAt,
    amount: moneyOf({ minor: row.amountMinor, currency: row.currency }),
    attemptCount: row.attempts, waitsForGoods: row.waitsForGoods,
    entered: enteredOf(row),
    confirmedByMemberId: row.confirmedBy && encodeId('Member', row.confirmedBy),
    attempts: attempts.filter(({ payoutId }) => payoutId === row.id).map(({ payoutId: _payoutId, ...attempt }) => attempt),
  };
}

function enteredOf({ enteredOutcome: outcome, enteredReference, enteredReason: reason, enteredBy, enteredAt: at, confirmedBy }: PayoutRow): EnteredOutcome | null {
  if (outcome === null || enteredBy === null || at === null) return null;
  const reference = enteredReference === null || confirmedBy !== null ? enteredReference : `…${enteredReference.slice(-2)}`;
  return { outcome, reference, reason, byMemberId: encodeId('Member', enteredBy), at };
}
