import { DAY, fromMillis, HOUR, MINUTE, toMillis, type Instant, type Millis } from '../../kernel/instant.js';
import { dateOf, dayOf } from './wall-clock.js';
import { zoneOf, type Zone } from './zone.js';

// Days as people write them, `2026-11-25`, and the instants at which the clocks of a zone show them.

function knownZone(name: string): Zone {
  const zone = zoneOf(name);
  if (!zone) throw new Error(`${name} is no time zone`);
  return zone;
}

/** What the zone's wall clock shows, as milliseconds since it showed the beginning of 1970. */
function wallAt(at: Instant, zoneName: string): Millis {
  const utc = toMillis(at);
  return utc + knownZone(zoneName).periodAt(utc).offset;
}

/** `2026-11-25`: the day an instant falls on in this IANA time zone. */
export function localDay(at: Instant, zone: string): string {
  return fromMillis(wallAt(at, zone)).slice(0, 10);
}

/** 0 to 23: the hour of the day an instant falls in, in this IANA time zone. */
export function localHour(at: Instant, zone: string): number {
  return Math.floor((wallAt(at, zone) - toMillis(`${localDay(at, zone)}T00:00:00.000Z`)) / HOUR);
}

/**
 * The instant at which a zone's wall clock shows this many minutes past midnight of `day`. A time the clock skips gives the instant of the
 * change; a time shown twice gives the first.
 */
export function instantAt(day: string, minutes: number, zoneName: string): Instant {
  const zone = knownZone(zoneName);
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
