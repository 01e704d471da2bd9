import { DAY, type Millis } from '../../kernel/instant.js';
import type { LocalHours } from './local-hours.js';
import type { Span } from './wall-clock.js';
import type { Zone } from './zone.js';

/** Open stretches in UTC milliseconds, [opens, closes, opens, closes, ...]: in order, none touching the next. */
export type Stretches = readonly Millis[];

/**
 * Those of the UTC years [firstYear, endYear). What is open is what the wall clock shows to be open: in each period of one offset the windows
 * that its wall-clock times meet, so that a skipped hour is missing and a repeated one counts twice.
 */
export function openStretches(hours: LocalHours, zone: Zone, firstYear: number, endYear: number): Stretches {
  const stretches: Millis[] = [];
  for (let year = firstYear; year < endYear; year += 1) {
    for (const { from, to, offset } of zone.year(year)) {
      for (const open of spansWithin(hours, from + offset, to + offset)) append(stretches, open.from - offset, open.to - offset);
    }
  }
  return stretches;
}

/** The windows that meet a stretch of wall-clock time, clipped to it, in the order in which they open. */
function spansWithin(hours: LocalHours, begin: Millis, end: Millis): Span[] {
  const spans: Span[] = [];
  // A window is at most a day long: one that reaches into the stretch opened on the day before it at the earliest.
  for (let day = Math.floor(begin / DAY) - 1; day * DAY < end; day += 1) {
    for (const window of hours.windowsOn(day)) {
      const [from, to] = [Math.max(begin, day * DAY + window.from), Math.min(end, day * DAY + window.to)];
      if (from < to) spans.push({ from, to });
    }
  }
  // What a break leaves of last night may open after the first window of the new day.
  return spans.sort((a, b) => a.from - b.from);
}

export function joined(...parts: readonly Stretches[]): Stretches {
  const all: Millis[] = [];
  for (const part of parts) {
    for (let index = 0; index < part.length; index += 2) append(all, part[index], part[index + 1]);
  }
  return all;
}

/** Stretches come in the order in which they open; one that touches the last prolongs it. */
function append(stretches: Millis[], opens: Millis, closes: Millis): void {
  const last = stretches.length - 1;
  if (last < 0 || opens > stretches[last]) stretches.push(opens, closes);
  else if (closes > stretches[last]) stretches[last] = closes;
}
