import { elapsed, plus, type Instant, type Millis } from '../../kernel/instant.js';
import type { Text } from '../../kernel/error.js';

/** Why no working time runs in a stretch. */
export interface Closed {
  /** WEEKEND: a weekday without any hours, whichever it is. */
  readonly reason: 'OUTSIDE_HOURS' | 'WEEKEND' | 'HOLIDAY' | 'OVERRIDE' | 'BREAK';
  /** The holiday's name where the calendar knows it. */
  readonly name: Text | null;
}

/** A half-open stretch [from, to) in which working time either runs or does not. */
export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  /** null: open, every millisecond counts. */
  readonly closed: Closed | null;
}

/** What counts as working time. Windows are half-open: the closing instant itself is closed. Durations are elapsed milliseconds. */
export interface WorkingTime {
  /** The IANA zone whose wall clock it goes by; null: none, as where all time counts. */
  readonly timeZone: string | null;
  /**
   * The earliest instant at which exactly `millis` of working time has passed since `start`, so work that ends at closing time ends then and not
   * at the next opening. Zero gives `start`; a negative duration goes back and gives the latest such instant.
   */
  add(start: Instant, millis: Millis): Instant;
  /** Working time from one instant to the other; negative when `to` is before `from`. */
  between(from: Instant, to: Instant): Millis;
  isOpen(at: Instant): boolean;
  /** `at` itself when open. */
  nextOpen(at: Instant): Instant;
  /** [from, to) cut into stretches, in order, without a gap and none empty. */
  segments(from: Instant, to: Instant): Segment[];
}

/** 24 hours a day, 7 days a week. */
export const AROUND_THE_CLOCK: WorkingTime = {
  timeZone: null,
  add: plus,
  between: elapsed,
  isOpen: () => true,
  nextOpen: (at) => at,
  segments: (from, to) => (from < to ? [{ from, to, closed: null }] : []),
};
