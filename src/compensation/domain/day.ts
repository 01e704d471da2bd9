import { invalid } from '../../kernel/error.js';
import { DAY, fromMillis, toMillis } from '../../kernel/instant.js';

// Days of a shop's calendar, `2026-11-01`: text that sorts, without hours and so without a zone.

const midnight = (day: string): number => toMillis(`${day}T00:00:00.000Z`);

/** A real day of the years 2000 to 2999; 30 February is none. */
export function isDay(text: string): boolean {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const millis = midnight(text);
  return !Number.isNaN(millis) && fromMillis(millis).startsWith(text);
}

export function checkDay(text: string, field: string): string {
  if (isDay(text)) return text;
  throw invalid(field, { en: 'Write the day as 2026-11-01.', zh: '日期请写成 2026-11-01 的格式。' });
}

/** How many days from the first to the last, both counted; below 1 when the last comes before the first. */
export function daysFrom(first: string, last: string): number {
  return (midnight(last) - midnight(first)) / DAY + 1;
}

/** The last day of so many months, the first of which begins on this first day of a month. */
export function lastDayOf(first: string, months: number): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  const after = year * 12 + month - 1 + months;
  const next = `${Math.floor(after / 12)}-${String((after % 12) + 1).padStart(2, '0')}-01`;
  return fromMillis(midnight(next) - DAY).slice(0, 10);
}

/** Some days in a row, both included, at most `most`. */
export function checkDays(from: string, to: string, most: number, fields: { readonly from: string; readonly to: string }): void {
  checkDay(from, fields.from);
  const days = isDay(to) ? daysFrom(from, to) : 0;
  if (days >= 1 && days <= most) return;
  throw invalid(fields.to, {
    en: `Write the last day as 2026-11-01, not before the first and at most ${most} days in all.`,
    zh: `结束日期请写成 2026-11-01 的格式，不早于开始日期，共不超过 ${most} 天。`,
  });
}
