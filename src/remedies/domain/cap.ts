import { DomainError } from '../../kernel/error.js';
import { formatAmount } from '../../kernel/money.js';
import { MONEY_LEGS, type LegDraft, type LegType } from './leg.js';
import type { LineQuantity } from './refund.js';
import type { Trade } from './trade.js';

/** Goods given again or mended. */
export const IN_KIND: ReadonlySet<LegType> = new Set(['EXCHANGE', 'RESHIP', 'REPAIR']);

type Costing = Pick<LegDraft, 'type' | 'amount' | 'basis'>;

/**
 * All remedies on one order together stay within what was paid: money, coupons, gifts and goods given without a right to them, at what they cost. Finer
 * limits belong to authority, not to arithmetic. What the law gives back is held only against what was given back before: a coupon of goodwill
 * never makes it less. What a policy pack owes stands outside, and so do goods that were paid for and never came: sending them is no gift.
 */
export function checkCap(legs: readonly Costing[], trade: Trade | null): void {
  if (!trade) return;
  const owed = total(legs, ({ basis, type }) => basis === 'STATUTORY' && MONEY_LEGS.has(type));
  const given = total(legs, ({ basis }) => basis === 'GOODWILL');
  const paidMinor = trade.paidMinor + trade.surchargedMinor;
  if (owed > 0n && owed > paidMinor - trade.givenBackMinor) refuse(paidMinor, trade.givenBackMinor, trade.currency);
  if (given > 0n && given + owed > paidMinor - trade.committedMinor) refuse(paidMinor, trade.committedMinor, trade.currency);
}

function total(legs: readonly Costing[], counts: (leg: Costing) => boolean): bigint {
  return legs.reduce((sum, leg) => sum + (counts(leg) ? (leg.amount?.minor ?? 0n) : 0n), 0n);
}

function refuse(paidMinor: bigint, committed: bigint, currency: string): never {
  const text = (minor: bigint): string => formatAmount({ minor, currency });
  const left = text(paidMinor - committed);
  throw new DomainError(
    'CAP_EXCEEDED',
    { en: `All offers on this order together may reach ${text(paidMinor)}; ${left} is left.`, zh: `该订单全部方案合计不得超过实付 ${text(paidMinor)}，尚余 ${left}。` },
    'legs',
    { paid: text(paidMinor), committed: text(committed), left, currency },
  );
}

/**
 * Of each line, over all offers on the order: no more pieces go back than the customer has, and no piece is both paid back and made good in kind.
 * `refunded`: the pieces this offer refunds.
 */
export function checkLineCaps(legs: readonly LegDraft[], refunded: readonly LineQuantity[], trade: Trade | null): void {
  for (const line of trade?.lines ?? []) {
    const ofLine = legs.map((leg, at) => ({ leg, at })).filter(({ leg }) => leg.orderLineId === line.id);
    const back = ofLine.filter(({ leg }) => leg.type === 'RETURN');
    const again = ofLine.filter(({ leg }) => IN_KIND.has(leg.type));
    const refunds = refunded.filter(({ orderLineId }) => orderLineId === line.id);
    refusePieces(back, pieces(back), line.quantity + line.madeGood - line.returned, 'returned', '退回');
    const left = line.quantity - line.inKind - line.refunded.quantity - refunds.reduce((sum, { quantity }) => sum + quantity, 0);
    refusePieces(again.length > 0 || refunds.length === 0 ? again : [{ at: null }], pieces(again), left, 'settled', '处理');
  }
}

function pieces(legs: readonly { readonly leg: LegDraft }[]): number {
  return legs.reduce((sum, { leg }) => sum + (leg.quantity ?? 0), 0);
}

function refusePieces(legs: readonly { readonly at: number | null }[], asked: number, left: number, done: string, verb: string): void {
  const last = legs.at(-1);
  if (!last || asked <= left) return;
  throw new DomainError(
    'CAP_EXCEEDED',
    { en: `Over all offers on the order ${Math.max(left, 0)} more pieces of this line may be ${done}.`, zh: `合计该订单的全部方案，此商品行还可${verb} ${Math.max(left, 0)} 件。` },
    last.at === null ? 'refund.lines' : `legs.${last.at}.quantity`,
    { left: Math.max(left, 0) },
  );
}
