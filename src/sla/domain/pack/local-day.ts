import { DAY, fromMillis, localDay, MINUTE, SECOND, toMillis, type Instant, type Millis } from '../../../kernel/instant.js';

/** Milliseconds a zone's wall clock is ahead of UTC at an instant. */
function offsetAt(millis: Millis, zone: string): Millis {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(millis);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const wall = toMillis(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}.000Z`);
  return wall - Math.floor(millis / SECOND) * SECOND;
}

/**
 * The instant at which a zone's wall clock shows this many minutes past midnight of `day`. A time the clock skips gives the instant of the
 * change; a time shown twice gives the first.
 */
export function instantAt(day: string, minutes: number, zone: string): Instant {
  const wall = toMillis(`${day}T00:00:00.000Z`) + minutes * MINUTE;
  const around = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  const candidates = around.map((offset) => wall - offset).sort((a, b) => a - b);
  const shown = candidates.find((candidate) => candidate + offsetAt(candidate, zone) === wall);
  return fromMillis(shown ?? changeBetween(candidates[0] ?? wall, candidates[1] ?? wall, zone));
}

/** The first instant in (from, to] at which the zone has the offset it has at `to`. */
function changeBetween(from: Millis, to: Millis, zone: string): Millis {
  const after = offsetAt(to, zone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === after) high = middle;
    else low = middle;
  }
  return high;
}

/** `2026-02-28` and 1 is `2026-03-01`. */
export function dayAfter(day: string, days: number): string {
  return fromMillis(toMillis(`${day}T00:00:00.000Z`) + days * DAY).slice(0, 10);
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
