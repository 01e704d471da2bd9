import { DomainError, notFound } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { payoutOf, type HeldRow, type PackEventType, type PayoutRow } from '../../sla/domain/pack/index.js';
import type { LegDraft } from './leg.js';
import type { Trade } from './trade.js';

/** What a payout row is asked with. */
export interface PayoutCase {
  readonly trade: Trade | null;
  readonly held: readonly HeldRow[];
  readonly now: Instant;
  /** The finding says it is ours. */
  readonly ours: boolean;
  /** What each row already paid the same customer today, by `pack/row`, in minor units. */
  readonly paidToday: ReadonlyMap<string, bigint>;
}

/** The legs of rows named as `pack/row`, each with the amount its row awards. Once for an order; the amount is nobody's to choose. */
export function payoutLegs(names: readonly string[], at: PayoutCase): LegDraft[] {
  return names.map((name, index) => payoutLeg(name, `packPayouts.${index}`, names.indexOf(name) < index, at));
}

function payoutLeg(name: string, field: string, again: boolean, { trade, held, now, ours, paidToday }: PayoutCase): LegDraft {
  const row = held.find(({ pack, row: candidate }) => `${pack.id}/${candidate.id}` === name)?.row;
  if (row?.kind !== 'PAYOUT') throw notFound(field);
  if (!trade) throw new DomainError('EVIDENCE_MISSING', { en: 'The ticket names no order.', zh: '工单未关联订单。' }, field);
  if (again || trade.packRows.includes(name)) throw new DomainError('DUPLICATE', { en: 'This rule was paid out on the order already.', zh: '该订单已按此规则赔付。' }, field);
  refuseUnfounded(row, field, trade, now, ours);
  const amount = payoutOf(row, {
    currency: trade.currency, minor: { PAID: goodsPaid(trade), PRICE: listPrice(trade) }, paidTodayMinor: paidToday.get(name) ?? 0n,
  });
  if (amount.minor <= 0n) throw new DomainError('CAP_EXCEEDED', { en: 'This rule has paid the customer its most for today.', zh: '该规则当日对该顾客的赔付已达上限。' }, field);
  return { type: 'PAYOUT', amount, orderLineId: null, quantity: null, days: null, note: row.title.en, basis: 'PACK', packRow: name };
}

const LATE: ReadonlySet<PackEventType> = new Set(['SHIP_TIME_PASSED', 'PRESALE_SHIP_TIME_PASSED']);

/** Late shipping is seen from the order; anything else the finding has to say is ours. */
function refuseUnfounded({ startsWith }: PayoutRow, field: string, { promisedShipBy, shippedAt }: Trade, now: Instant, ours: boolean): void {
  const founded = LATE.has(startsWith) ? promisedShipBy !== null && promisedShipBy < (shippedAt ?? now) : ours;
  if (!founded) throw new DomainError('EVIDENCE_MISSING', { en: 'What this rule pays for is not on record.', zh: '该规则的赔付事由尚无记录。' }, field, { event: startsWith });
}

function goodsPaid({ paidMinor, freightMinor }: Trade): bigint {
  return paidMinor > freightMinor ? paidMinor - freightMinor : 0n;
}

function listPrice({ lines }: Trade): bigint {
  return lines.reduce((sum, line) => sum + (line.unitPriceMinor === null ? line.paidMinor + line.discountMinor : line.unitPriceMinor * BigInt(line.quantity)), 0n);
}
