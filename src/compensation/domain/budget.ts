import { DomainError, invalid } from '../../kernel/error.js';
import { formatAmount, MAX_MINOR, type Money } from '../../kernel/money.js';
import { checkDay, checkDays, lastDayOf } from './day.js';

/** What a budget is for; its days are days of the shop's calendar, and the first and the last belong to it. */
export const BUDGET_PERIODS = {
  MONTH: 'A calendar month.',
  QUARTER: 'A calendar quarter, beginning in January, April, July or October.',
  NAMED: 'Any days, up to 366 of them.',
} as const satisfies Record<string, string>;
export type BudgetPeriod = keyof typeof BUDGET_PERIODS;

/** At this share of the limit, in percent, people are warned. */
export const WARN_AT_PERCENT = 80n;
const LONGEST_DAYS = 366;

export interface BudgetUse {
  readonly currency: string;
  readonly limitMinor: bigint;
  readonly overriddenMinor: bigint;
  readonly reservedMinor: bigint;
  readonly committedMinor: bigint;
}

/** What may still be reserved; never below zero. */
export function leftOf({ limitMinor, overriddenMinor, reservedMinor, committedMinor }: BudgetUse): bigint {
  return limitMinor + overriddenMinor - reservedMinor - committedMinor;
}

/** At exactly 80 % it is used up to the warning. A budget of nothing is always. */
export function isWarned(use: BudgetUse): boolean {
  return (use.reservedMinor + use.committedMinor) * 100n >= WARN_AT_PERCENT * (use.limitMinor + use.overriddenMinor);
}

/** First and last day, `2026-11-01`. A month or quarter begins where the calendar's does and ends with it. */
export function checkPeriod(period: BudgetPeriod, startsOn: string, endsOn: string | null): { startsOn: string; endsOn: string } {
  if (period === 'NAMED') {
    if (endsOn === null) throw invalid('endsOn', { en: 'Name the last day.', zh: '请填写结束日期。' });
    checkDays(startsOn, endsOn, LONGEST_DAYS, { from: 'startsOn', to: 'endsOn' });
    return { startsOn, endsOn };
  }
  checkDay(startsOn, 'startsOn');
  const months = period === 'MONTH' ? 1 : 3;
  if (!startsOn.endsWith('-01') || (Number(startsOn.slice(5, 7)) - 1) % months !== 0) {
    throw invalid('startsOn', { en: `A ${period.toLowerCase()} begins on its first day.`, zh: '周期须从当期第一天开始。' });
  }
  const last = lastDayOf(startsOn, months);
  if (endsOn !== null && endsOn !== last) throw invalid('endsOn', { en: `This ${period.toLowerCase()} ends on ${last}.`, zh: `该周期于 ${last} 结束。` });
  return { startsOn, endsOn: last };
}

/** A limit is nothing or more, and never less than what is held and owed already. */
export function checkLimit(limitMinor: bigint, used: BudgetUse | null): void {
  if (limitMinor < 0n) throw invalid('limit.amount', { en: 'A limit is not below zero.', zh: '预算额度不能小于零。' });
  if (!used || leftOf({ ...used, limitMinor }) >= 0n) return;
  const taken = formatAmount({ minor: used.reservedMinor + used.committedMinor - used.overriddenMinor, currency: used.currency });
  throw new DomainError('BUDGET_EXCEEDED', { en: `At least ${taken} is held and owed already.`, zh: `已占用至少 ${taken}，额度不能更低。` }, 'limit.amount', { least: taken });
}

/** What a budget may be exceeded by: more than nothing, in its currency, and all overrides together no more than is accepted anywhere. */
export function checkOverride({ minor, currency }: Money, budget: BudgetUse): void {
  if (minor <= 0n) throw invalid('amount.amount', { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
  if (currency !== budget.currency) throw invalid('amount.currency', { en: `The budget is in ${budget.currency}.`, zh: `该预算的币种为 ${budget.currency}。` });
  if (budget.overriddenMinor + minor > MAX_MINOR) throw invalid('amount.amount', { en: 'All overrides of the budget together are too large.', zh: '该预算的超支额度合计过大。' });
}

/** The refusal of an offer that the budget does not hold; says what is left. */
export function budgetExceeded(use: BudgetUse, askedMinor: bigint, more: Readonly<Record<string, unknown>>): DomainError {
  const text = (minor: bigint): string => formatAmount({ minor, currency: use.currency });
  const left = text(leftOf(use));
  return new DomainError(
    'BUDGET_EXCEEDED',
    { en: `The budget has ${left} left, and ${text(askedMinor)} was asked for.`, zh: `预算剩余 ${left}，本次需要 ${text(askedMinor)}。` },
    'legs',
    {
      ...more, currency: use.currency, limit: text(use.limitMinor), overridden: text(use.overriddenMinor), reserved: text(use.reservedMinor),
      committed: text(use.committedMinor), left, asked: text(askedMinor),
    },
  );
}
