import type { Instant } from '../../kernel/instant.js';
import { windowEnd, type HeldRow, type ShopTerms, type WindowRow } from '../../sla/domain/pack/index.js';
import type { LineQuantity } from './refund.js';
import type { Trade } from './trade.js';

/**
 * What the law gives the customer, whatever the shop's own rules say. NO_REASON_RETURN: goods go back within a window without a reason. DEFECT: goods
 * that are not what was sold go back at our cost. NOT_DELIVERED: what never came is paid back.
 */
export const RIGHTS = ['NO_REASON_RETURN', 'DEFECT', 'NOT_DELIVERED'] as const;
export type Right = (typeof RIGHTS)[number];

/** The return without a reason as the laws and packs of the shop have it. */
export interface ReturnTerms {
  /** From this instant on the right is gone; null: the goods are not signed for, it has not begun. */
  readonly until: Instant | null;
  /** Codes of goods it does not hold for. */
  readonly exclusions: readonly string[];
  readonly returnFreight: 'MERCHANT' | 'CUSTOMER';
  /** The freight of the way out goes back, too. */
  readonly freightBack: boolean;
  /** Freight that was free above an amount is the customer's once the return breaks that condition: every rule that holds says so. */
  readonly brokenFreeFreight: boolean;
  /** `pack/row` it follows from. */
  readonly rule: string;
}

/** What decides about the customer's rights on an order. */
export interface RightsCase {
  readonly trade: Trade;
  /** When the customer asked: a request made in time stays in time. */
  readonly askedAt: Instant;
  /** The finding says it is ours: a defect, wrong goods, damage on the way. */
  readonly ours: boolean;
  /** null: no rule of the shop's region knows a return without a reason. */
  readonly terms: ReturnTerms | null;
}

/** Of several rules that hold the one that gives the customer most time. Windows are counted by the packs themselves. */
export function returnTerms(held: readonly HeldRow[], signedAt: Instant | null, zone: string, shop: ShopTerms = {}): ReturnTerms | null {
  const windows = held.flatMap(({ pack, row }) =>
    row.kind === 'WINDOW' && (row.right === 'NO_REASON_RETURN' || row.right === 'WITHDRAWAL') && row.startsWith === 'SIGNED' && row.returnFreight !== 'NONE'
      ? [{ rule: `${pack.id}/${row.id}`, row, until: signedAt === null ? null : windowEnd(row, signedAt, zone, shop) }] : []);
  const [best] = windows.sort((a, b) => (b.until ?? '').localeCompare(a.until ?? ''));
  const brokenFreeFreight = windows.every(({ row }) => row.brokenFreeFreight === 'BUYER');
  return best ? { until: best.until, rule: best.rule, brokenFreeFreight, ...termsOf(best.row) } : null;
}

function termsOf(row: WindowRow): Pick<ReturnTerms, 'exclusions' | 'returnFreight' | 'freightBack'> {
  return {
    exclusions: row.exclusions.map(({ code }) => code), returnFreight: row.returnFreight === 'MERCHANT' ? 'MERCHANT' : 'CUSTOMER', freightBack: row.right === 'WITHDRAWAL',
  };
}

/** The rights that hold for these pieces. A line outside the reach of the rule (made to order, perishable...) has no return without a reason. */
export function rightsOn(lines: readonly LineQuantity[], at: RightsCase): Right[] {
  const rights: Right[] = [];
  if (at.terms && !lines.some((line) => isExcluded(line.orderLineId, at)) && inReturnWindow(at)) rights.push('NO_REASON_RETURN');
  if (at.ours) rights.push('DEFECT');
  if (undelivered(at.trade)) rights.push('NOT_DELIVERED');
  return rights;
}

export function isExcluded(orderLineId: string, { trade, terms }: Pick<RightsCase, 'trade' | 'terms'>): boolean {
  const line = trade.lines.find(({ id }) => id === orderLineId);
  return line === undefined || (line.noReturn !== null && (terms?.exclusions.includes(line.noReturn) ?? true));
}

/** Goods that are on their way and not signed for may be sent back as well: the window has not even begun. */
export function inReturnWindow({ trade, askedAt, terms }: Pick<RightsCase, 'trade' | 'askedAt' | 'terms'>): boolean {
  if (!terms) return false;
  return terms.until === null ? trade.shippedAt !== null : askedAt < terms.until;
}

/** Paid and never shipped, or lost or returned on the way. */
export function undelivered(trade: Trade): boolean {
  return trade.signedAt === null && ((trade.paidAt !== null && trade.shippedAt === null) || trade.undelivered);
}

/**
 * Whether a refund of these pieces is what the law gives: they were never delivered, or every piece goes back with this offer and one of the rights
 * to send it back holds. Otherwise it is goodwill, whatever it is called.
 */
export function isStatutory(refunded: readonly LineQuantity[], returning: ReadonlyMap<string, number>, rights: readonly Right[]): boolean {
  if (rights.includes('NOT_DELIVERED')) return true;
  if (!rights.includes('NO_REASON_RETURN') && !rights.includes('DEFECT')) return false;
  return refunded.every(({ orderLineId, quantity }) => (returning.get(orderLineId) ?? 0) >= quantity);
}
