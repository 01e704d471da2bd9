import { localDay, type PlainWeekdays } from '../../../calendar/domain/index.js';
import { invalid } from '../../../kernel/error.js';
import { plus, type Instant } from '../../../kernel/instant.js';
import { parseMoney, type Money } from '../../../kernel/money.js';
import { countsWorkdays, dueOf, type DueRule, type PackEvent, type ShopTerms } from './due-rule.js';
import type { DeadlineRow, DueOverride, PayoutRow, WindowRow } from './pack.js';
import type { PayoutOf } from './words.js';

export interface Deadline {
  /** From this instant on it is missed. */
  readonly dueAt: Instant;
  /** The festival whose time holds; null: the daily one. */
  readonly override: DueOverride | null;
  /** The public holidays that were not known when workdays were counted; null: all were, or the time that holds asks for none. */
  readonly plainWeekdays: PlainWeekdays | null;
}

/** When what an event started must be done, and by which of the row's times. */
export function deadlineOf(row: DeadlineRow, event: PackEvent, zone: string, shop: ShopTerms = {}): Deadline {
  const override = overrideAt(row.overrides, event.at, zone, shop);
  const due = override?.due ?? row.due;
  const dueAt = dueOf(due, event, zone, shop);
  // The due instant is 00:00 of the day after the last.
  const plainWeekdays = countsWorkdays(due) ? (shop.plainBetween?.(localDay(event.at, zone), localDay(plus(dueAt, -1), zone)) ?? null) : null;
  return { dueAt, override, plainWeekdays };
}

/** Whether any time of the row is counted in workdays, or ends on one. */
export function asksWorkdays(row: DeadlineRow | WindowRow): boolean {
  return timesOf(row).some(countsWorkdays);
}

/** Whether any time of the row runs in the shop's opening hours only. */
export function asksOpeningHours(row: DeadlineRow | WindowRow): boolean {
  return timesOf(row).some(({ inOpeningHours }) => inOpeningHours);
}

/** Whether any time of the row adds the time promised for sending the goods. */
export function asksShipTime(row: DeadlineRow): boolean {
  return timesOf(row).some(({ plusShipTime }) => plusShipTime);
}

/** Its daily time and those of its festivals. */
function timesOf(row: DeadlineRow | WindowRow): DueRule[] {
  return [row.kind === 'WINDOW' ? row.lasts : row.due, ...(row.overrides ?? []).map(({ due }) => due)];
}

/** From which instant on a right of the buyer is gone that began at `startedAt` (of a return without reason: when the goods were signed for). */
export function windowEnd(row: WindowRow, startedAt: Instant, zone: string, shop: ShopTerms = {}): Instant {
  return dueOf(overrideAt(row.overrides, startedAt, zone, shop)?.due ?? row.lasts, { at: startedAt }, zone, shop);
}

function overrideAt(overrides: readonly DueOverride[] | undefined, at: Instant, zone: string, { enrolments = [] }: ShopTerms): DueOverride | null {
  const day = localDay(at, zone);
  const holds = overrides?.find(({ from, to, exceptEnrolled }) => from <= day && day <= to && !(exceptEnrolled && enrolments.includes(exceptEnrolled)));
  return holds ?? null;
}

export interface PayoutBasis {
  readonly currency: string;
  /** The amounts shares are taken of, in minor units, as far as they are known. */
  readonly minor: Readonly<Partial<Record<PayoutOf, bigint>>>;
  /** What this row already paid the same buyer of the same shop today. */
  readonly paidTodayMinor?: bigint;
}

/**
 * What the row awards, to the minor unit and never rounded down. Refused: another currency than the row's, and amounts without which nothing can
 * be computed. `dailyMax` may leave less, down to zero.
 */
export function payoutOf({ pays }: PayoutRow, basis: PayoutBasis): Money {
  const { currency } = pays;
  if (basis.currency !== currency) throw invalid('currency', { en: `The rule pays in ${currency}.`, zh: `该规则以 ${currency} 赔付。` });
  const minorOf = (amount: string | null | undefined): bigint | null => (amount ? parseMoney(amount, currency).minor : null);
  const awarded = minorOf(pays.fixed) ?? greatestShare(pays.shares ?? [], basis);
  const [min, max, dailyMax] = [minorOf(pays.min), minorOf(pays.max), minorOf(pays.dailyMax)];
  const bounded = least(most(awarded, min), max);
  return { minor: dailyMax === null ? bounded : most(least(bounded, dailyMax - (basis.paidTodayMinor ?? 0n)), 0n), currency };
}

function greatestShare(shares: readonly { basisPoints: number; of: PayoutOf }[], { minor }: PayoutBasis): bigint {
  const amounts = shares.flatMap(({ basisPoints, of }) => {
    const base = minor[of];
    return base === undefined ? [] : [shareOf(base, BigInt(basisPoints))];
  });
  const [first, ...others] = amounts;
  if (first === undefined) throw invalid('basis', { en: 'Say the amount this payout is a share of.', zh: '请提供计算赔付所依据的金额。' });
  return others.reduce((a, b) => most(a, b), first);
}

/** Rounded up: part of a minor unit is paid as a whole one. */
function shareOf(base: bigint, basisPoints: bigint): bigint {
  if (base < 0n) throw invalid('basis', { en: 'An amount cannot be negative.', zh: '金额不能为负数。' });
  return (base * basisPoints + 9_999n) / 10_000n;
}

function most(a: bigint, b: bigint | null): bigint {
  return b !== null && b > a ? b : a;
}

function least(a: bigint, b: bigint | null): bigint {
  return b !== null && b < a ? b : a;
}
