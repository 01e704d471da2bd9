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

/** Elapsed milliseconds from `from` to `to`; negative when `to` is earlier. */
export function elapsed(from: Instant, to: Instant): Millis {
  return toMillis(to) - toMillis(from);
}
