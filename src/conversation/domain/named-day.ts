import { dayAfter, dayOf, weekdayOf } from '../../calendar/domain/index.js';
import type { DayWord } from './time-words.js';

/** The date `YYYY-MM-DD` a word names on this day; null: there is none. */
export function dayNamed(word: DayWord, today: string): string | null {
  if ('ahead' in word) return dayAfter(today, word.ahead);
  if ('weekday' in word) {
    const { weekday, week } = word;
    const days = weekday - weekdayOf(dayOf(today) ?? Number.NaN);
    return dayAfter(today, week === null ? (days + 7) % 7 : days + { THIS: 0, NEXT: 7, AFTER_NEXT: 14 }[week]);
  }
  const [year, month] = today.split('-').map(Number) as [number, number];
  if (word.month === null) return [0, 1].map((later) => dateOf(year, month + later, word.day)).find((day) => day !== null && day >= today) ?? null;
  if (word.year !== null) return dateOf(word.year, word.month, word.day);
  return [0, 1].map((later) => dateOf(year + later, word.month as number, word.day)).find((day) => day !== null && day >= today) ?? null;
}

function dateOf(year: number, month: number, day: number): string | null {
  const [y, m] = month > 12 ? [year + 1, month - 12] : [year, month];
  const text = [String(y).padStart(4, '0'), String(m).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return dayOf(text) === undefined ? null : text;
}
