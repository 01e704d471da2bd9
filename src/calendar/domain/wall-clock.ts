import { DAY, fromMillis, HOUR, MINUTE, SECOND, toMillis, type Millis } from '../../kernel/instant.js';

/** A stretch [from, to) of wall-clock milliseconds, counted from a midnight or from 1970-01-01T00:00 on the wall. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** Milliseconds since midnight of "09:00" or "09:00:30"; undefined when it is no such time. "24:00" is one only as an end. */
export function timeOfDay(text: string, role: 'opens' | 'closes'): Millis | undefined {
  if (role === 'closes' && text === '24:00') return DAY;
  const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds ?? 0) * SECOND;
}

/** Counted from midnight of the date it opens on; undefined when either time is none. */
export function spanOf({ opens, closes }: { readonly opens: string; readonly closes: string }): Span | undefined {
  const [from, end] = [timeOfDay(opens, 'opens'), timeOfDay(closes, 'closes')];
  if (from === undefined || end === undefined) return undefined;
  return { from, to: end > from ? end : end + DAY };
}

/** Days since 1970-01-01 of "2026-10-01"; undefined when there is no such date. */
export function dayOf(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const millis = toMillis(`${date}T00:00:00Z`);
  // 2026-02-30 is no date, although parsing may move it into March.
  return Number.isNaN(millis) || dateOf(millis / DAY) !== date ? undefined : millis / DAY;
}

/** "2026-10-01" of days since 1970-01-01. */
export function dateOf(day: number): string {
  return fromMillis(day * DAY).slice(0, 10);
}

/** The first instant of a UTC year. */
export function yearBegin(year: number): Millis {
  return toMillis(`${year}-01-01T00:00:00Z`);
}

/** The UTC year an instant lies in. */
export function yearOf(utc: Millis): number {
  return Number(fromMillis(utc).slice(0, 4));
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Monday to Friday, of a date; false when there is no such date. */
export function isWeekday(date: string): boolean {
  const day = dayOf(date);
  return day !== undefined && weekdayOf(day) < 5;
}

/** What both have in common; undefined: nothing. */
export function meet(a: Span, b: Span): Span | undefined {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : undefined;
}

export function shifted({ from, to }: Span, by: Millis): Span {
  return { from: from + by, to: to + by };
}

/** `spans` without what `cut` covers. */
export function without(spans: readonly Span[], cut: Span): Span[] {
  return spans.flatMap((span) => {
    if (!meet(span, cut)) return [span];
    return [{ from: span.from, to: cut.from }, { from: cut.to, to: span.to }].filter(({ from, to }) => from < to);
  });
}
