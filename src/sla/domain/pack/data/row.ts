import type { Text } from '../../../../kernel/error.js';
import type { DueRule } from '../due-rule.js';
import type { DeadlineRow, DueOverride, PayoutFormula, PayoutRow, WindowRow } from '../pack.js';
import type { Certainty, Consequence } from '../words.js';

// Short forms for writing rows. What they make is plain data.

export function t(en: string, zh: string): Text {
  return { en, zh };
}

export function hours(amount: number, more: Partial<DueRule> = {}): DueRule {
  return { from: 'EVENT', unit: 'HOURS', amount, ...more };
}

/** 24 hours each, from the event. */
export function days(amount: number, more: Partial<DueRule> = {}): DueRule {
  return { from: 'EVENT', unit: 'DAYS', amount, ...more };
}

/** Whole days of the calendar; the first begins at 00:00 after the event. */
export function calendarDays(amount: number, more: Partial<DueRule> = {}): DueRule {
  return { from: 'NEXT_DAY', unit: 'DAYS', amount, ...more };
}

export function workdays(amount: number): DueRule {
  return { from: 'EVENT', unit: 'WORKDAYS', amount };
}

type Common = 'basis' | 'certainty' | 'source';

/** Row makers of one source: what they share is said once, and may be said otherwise for a row. */
export function rowsFrom(common: Pick<DeadlineRow, Common>) {
  type DeadlineSpec = Omit<DeadlineRow, 'kind' | 'id' | 'title' | 'missed' | Common> & Partial<Pick<DeadlineRow, Common>> & { missed: readonly [Consequence, Certainty] };
  type WindowSpec = Omit<WindowRow, 'kind' | 'id' | 'title' | 'exclusions' | Common> & Partial<Pick<WindowRow, Common | 'exclusions'>>;
  type PayoutSpec = Omit<PayoutRow, 'kind' | 'id' | 'title' | Common> & Partial<Pick<PayoutRow, Common>>;
  return {
    deadline: (id: string, title: Text, { missed: [outcome, certainty], ...spec }: DeadlineSpec): DeadlineRow =>
      ({ kind: 'DEADLINE', id, title, ...common, ...spec, missed: { outcome, certainty } }),
    window: (id: string, title: Text, spec: WindowSpec): WindowRow => ({ kind: 'WINDOW', id, title, exclusions: [], ...common, ...spec }),
    payout: (id: string, title: Text, spec: PayoutSpec): PayoutRow => ({ kind: 'PAYOUT', id, title, ...common, ...spec }),
  };
}

/** So many percent of what was paid, within bounds, in yuan. */
export function yuan(percent: number, min: string, max: string, more: Partial<PayoutFormula> = {}): PayoutFormula {
  return { currency: 'CNY', shares: [{ basisPoints: percent * 100, of: 'PAID' }], min, max, ...more };
}

/** One time for a list of days, for everybody but those enrolled. */
export function festival(title: Text, from: string, to: string, exceptEnrolled: string | null): (due: DueRule) => readonly DueOverride[] {
  return (due) => [{ title, from, to, due, exceptEnrolled }];
}
