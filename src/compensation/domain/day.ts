import { dateOf, dayOf } from '../../calendar/domain/index.js';
import { invalid } from '../../kernel/error.js';

// Days of a shop's calendar, `2026-11-01`: text that sorts, without hours and so without a zone.

/** A real day of the years 2000 to 2999; 30 February is none. */
export function isDay(text: string): boolean {
  return text.startsWith('2') && dayOf(text) !== undefined;
}

export function checkDay(text: string, field: string): string {
  if (isDay(text)) return text;
  throw invalid(field, { en: 'Write the day as 2026-11-01.', zh: '日期请写成 2026-11-01 的格式。' });
}

/** The last day of so many months, the first of which begins on this first day of a month. */
export function lastDayOf(first: string, months: number): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  const after = year * 12 + month - 1 + months;
  const next = `${Math.floor(after / 12)}-${String((after % 12) + 1).padStart(2, '0')}-01`;
  return dateOf(numbered(next) - 1);
}

/** Some days in a row, both included, at most `most`. */
export function checkDays(from: string, to: string, most: number, fields: { readonly from: string; readonly to: string }): void {
  checkDay(from, fields.from);
  const days = isDay(to) ? numbered(to) - numbered(from) + 1 : 0;
  if (days >= 1 && days <= most) return;
  throw invalid(fields.to, {
    en: `Write the last day as 2026-11-01, not before the first and at most ${most} days in all.`,
    zh: `结束日期请写成 2026-11-01 的格式，不早于开始日期，共不超过 ${most} 天。`,
  });
}

/** Of a real day. */
function numbered(day: string): number {
  return dayOf(day) ?? Number.NaN;
}
