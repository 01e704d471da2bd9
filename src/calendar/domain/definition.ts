import type { Text } from '../../kernel/error.js';

export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Open from the first wall-clock time, up to and without the second: "09:00", "09:00:30". An end may be "24:00"; an end at or before the opening
 * lies on the next day, so that equal times are 24 hours.
 */
export interface DailyWindow {
  readonly opens: string;
  readonly closes: string;
}

export interface WeeklyWindow extends DailyWindow {
  readonly day: Weekday;
}

export interface Holiday {
  /** "2026-10-01". */
  readonly date: string;
  readonly name: Text | null;
}

/** The windows of one date, whatever weekday or holiday it is; none: closed. */
export interface DateOverride {
  readonly date: string;
  readonly windows: readonly DailyWindow[];
}

/** Cut out of the windows of a date. */
export interface DateBreak extends DailyWindow {
  readonly date: string;
}

/**
 * When a desk works, in wall-clock time of one zone. A window belongs to the date it opens on, also the part of it past midnight. Of a date the
 * override says which windows it has, else being a holiday means none, else the weekday says it.
 */
export interface CalendarDefinition {
  /** IANA name, "Asia/Shanghai". */
  readonly timeZone: string;
  readonly weekly: readonly WeeklyWindow[];
  readonly holidays: readonly Holiday[];
  readonly overrides: readonly DateOverride[];
  readonly breaks: readonly DateBreak[];
}
