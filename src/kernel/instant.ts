/**
 * An instant is UTC text with milliseconds, `2026-11-21T23:26:31.123Z`: it sorts as text, travels as JSON and
 * is what the database driver answers, so that no Date object is made on the way out. Durations are integer milliseconds.
 */
export type Instant = string;
export type Millis = number;

export const SECOND: Millis = 1_000;
export const MINUTE: Millis = 60 * SECOND;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;

export function toMillis(instant: Instant): Millis {
  return Date.parse(instant);
}

export function fromMillis(millis: Millis): Instant {
  return new Date(millis).toISOString();
}

/** The instant this many elapsed milliseconds later (earlier when negative). */
export function plus(instant: Instant, millis: Millis): Instant {
  return fromMillis(toMillis(instant) + millis);
}

/** `2026-11-25`: the day an instant falls on in this IANA time zone. */
export function localDay(instant: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** 0 to 23: the hour of the day an instant falls in, in this IANA time zone. */
export function localHour(instant: Instant, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(instant)));
}

/** Elapsed milliseconds from `from` to `to`; negative when `to` is earlier. */
export function elapsed(from: Instant, to: Instant): Millis {
  return toMillis(to) - toMillis(from);
}
