import { DAY, HOUR, localDay, plus, type Instant } from '../../kernel/instant.js';
import type { LineQuantity } from './refund.js';
import type { Trade } from './trade.js';

/**
 * What the law gives the customer, whatever the shop's own rules say. NO_REASON_RETURN: goods go back within seven days without a reason. DEFECT: goods
 * that are not what was sold go back at our cost. NOT_DELIVERED: what never came is paid back.
 */
export const RIGHTS = ['NO_REASON_RETURN', 'DEFECT', 'NOT_DELIVERED'] as const;
export type Right = (typeof RIGHTS)[number];

/** Hours of the return without a reason. Source: Consumer Rights Law art. 25, as the marketplaces run it. */
export const RETURN_WINDOW_HOURS = 168;

/** When a right could be used; `until` is no longer within. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/** From the first midnight after the day of signing, in the shop's time zone, 168 hours. */
export function returnWindow(signedAt: Instant, timeZone: string): Window {
  const from = nextMidnight(signedAt, timeZone);
  return { from, until: plus(from, RETURN_WINDOW_HOURS * HOUR) };
}

/** What decides about the customer's rights on an order. */
export interface RightsCase {
  readonly trade: Trade;
  readonly timeZone: string;
  readonly now: Instant;
  /** When the customer asked: a request made in time stays in time. */
  readonly askedAt: Instant;
  /** Days a pack or the shop gives beyond the law; 0 or more. */
  readonly extraDays: number;
  /** The finding says it is ours: a defect, wrong goods, damage on the way. */
  readonly ours: boolean;
}

/** The rights that hold for these pieces. A line outside the law's reach (made to order, perishable...) has no return without a reason. */
export function rightsOn(lines: readonly LineQuantity[], at: RightsCase): Right[] {
  const { trade } = at;
  const known = lines.map(({ orderLineId }) => trade.lines.find(({ id }) => id === orderLineId));
  const excluded = known.some((line) => line === undefined || line.noReturn !== null);
  const rights: Right[] = [];
  if (!excluded && inReturnWindow(at)) rights.push('NO_REASON_RETURN');
  if (at.ours) rights.push('DEFECT');
  if (undelivered(trade)) rights.push('NOT_DELIVERED');
  return rights;
}

/** Goods that are not signed for yet may be returned as well: the window has not even begun. */
export function inReturnWindow({ trade, timeZone, askedAt, extraDays }: RightsCase): boolean {
  if (trade.signedAt === null) return trade.shippedAt !== null;
  return askedAt < plus(returnWindow(trade.signedAt, timeZone).until, extraDays * DAY);
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

function nextMidnight(instant: Instant, timeZone: string): Instant {
  const day = localDay(instant, timeZone);
  // Some zones skip or repeat an hour at midnight: the first instant of the next day is looked for, by halving the span that holds it.
  let [before, after] = [Date.parse(instant), Date.parse(instant) + 26 * HOUR];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(new Date(middle).toISOString(), timeZone) === day) before = middle;
    else after = middle;
  }
  return new Date(after).toISOString();
}
