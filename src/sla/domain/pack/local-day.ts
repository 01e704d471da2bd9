import { dateOf, dayOf, zoneOf } from '../../../calendar/domain/index.js';
import { DAY, fromMillis, localDay, MINUTE, toMillis, type Instant } from '../../../kernel/instant.js';

/**
 * The instant at which a zone's wall clock shows this many minutes past midnight of `day`. A time the clock skips gives the instant of the
 * change; a time shown twice gives the first.
 */
export function instantAt(day: string, minutes: number, zoneName: string): Instant {
  const zone = zoneOf(zoneName);
  if (!zone) throw new Error(`${zoneName} is no time zone`);
  const wall = toMillis(`${day}T00:00:00.000Z`) + minutes * MINUTE;
  const [before, after] = [zone.periodAt(wall - DAY).offset, zone.periodAt(wall + DAY).offset];
  const candidates = [wall - Math.max(before, after), wall - Math.min(before, after)];
  const shown = candidates.find((candidate) => candidate + zone.periodAt(candidate).offset === wall);
  if (shown !== undefined) return fromMillis(shown);
  let change = Math.min(...candidates);
  while (zone.periodAt(change).offset !== after) change = zone.periodAt(change).to;
  return fromMillis(change);
}

/** `2026-02-28` and 1 is `2026-03-01`. */
export function dayAfter(day: string, days: number): string {
  return dateOf((dayOf(day) ?? Number.NaN) + days);
}

/** The instant at which the local day that holds `at`, moved by so many days, begins. */
export function startOfDay(at: Instant, days: number, zone: string): Instant {
  return instantAt(dayAfter(localDay(at, zone), days), 0, zone);
}

/** `"08:30"` as minutes past midnight. */
export function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
