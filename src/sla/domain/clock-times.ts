import { AROUND_THE_CLOCK, type WorkingTime } from '../../calendar/domain/index.js';
import type { Clock, ClockTarget } from './clock.js';
import { thresholds, type Ruled } from './policy.js';

/** What the clocks of one command need of calendars, read before it decides. */
export interface ClockTimes {
  /** The working time of a calendar version; null: around the clock. */
  of(calendarId: string | null): WorkingTime;
  /** The newest version of a calendar. */
  newest(calendar: string): string;
}

/** Where no calendar is named. */
export const NO_CALENDARS: ClockTimes = {
  of: (calendarId) => {
    if (calendarId !== null) throw new Error('a calendar version was not read ahead');
    return AROUND_THE_CLOCK;
  },
  newest: (calendar) => {
    throw new Error(`calendar ${calendar} was not read ahead`);
  },
};

/**
 * The target a clock starts with. A clock that keeps its calendar keeps the version it was started under too: an edited calendar changes
 * nothing that runs. `kept` is the clock to be retargeted; without it, the newest version counts.
 */
export function clockTarget(ruled: Ruled, policyId: string, times: ClockTimes, kept?: Clock): ClockTarget {
  const keeps = kept !== undefined && kept.terms.calendar === ruled.calendar;
  const newest = ruled.calendar === null ? null : times.newest(ruled.calendar);
  return {
    targetMs: ruled.durationMs,
    calendarId: keeps ? kept.calendarId : newest,
    terms: {
      policyId, rule: ruled.rule, calendar: ruled.calendar, warnings: thresholds(ruled),
      pauses: Object.fromEntries(ruled.pauses.map(({ reason, budgetMs }) => [reason, budgetMs])),
      ...(ruled.holds.length > 0 ? { holds: Object.fromEntries(ruled.holds.map(({ reason, budgetMs }) => [reason, budgetMs])) } : {}),
    },
  };
}

/** Nothing a clock goes by would change. The rule's name alone changes nothing. */
export function sameTarget(a: ClockTarget, b: ClockTarget): boolean {
  return a.targetMs === b.targetMs && a.calendarId === b.calendarId && a.terms.calendar === b.terms.calendar
    && a.terms.warnings.join() === b.terms.warnings.join() && pausesText(a) === pausesText(b);
}

function pausesText({ terms: { pauses, holds = {} } }: ClockTarget): string {
  return [pauses, holds].map((budgets) => Object.entries(budgets).map(([reason, budget]) => `${reason}=${budget}`).sort().join()).join(';');
}
