import { DomainError, type Text } from '../../kernel/error.js';
import type { CalendarDefinition, Holiday, Weekday, WeeklyWindow } from './definition.js';
import { dateOf, dayOf } from './wall-clock.js';

/** A day that differs from its weekday: off, or a make-up workday on a weekend. */
export interface HolidayDay {
  readonly date: string;
  readonly name: Text;
  readonly work: boolean;
}

/** The days of one year of a set, and who says so. Days just outside belong to the year whose notice names them. */
export interface HolidayYear {
  readonly year: number;
  readonly source: string;
  readonly days: readonly HolidayDay[];
}

/** What is published as a version of a calendar: the definition with its holiday sets written out, which never changes again. */
export interface PublishedCalendar {
  readonly definition: CalendarDefinition;
  readonly holidaySets: readonly string[];
  /** The weekday whose windows make-up workdays have; null: they are not observed. */
  readonly makeUpDay: Weekday | null;
  /** The own part of the definition, as it was given, from which a later year of a set is written out again. */
  readonly own: CalendarDefinition;
}

/** The last year up to which a set is known without a gap, counted from its first; null: nothing is known. */
export function knownUntil(years: readonly number[]): number | null {
  const inOrder = [...new Set(years)].sort((a, b) => a - b);
  return inOrder.reduce<number | null>((until, year) => (until === null || year === until + 1 ? year : until), null);
}

/** Own holidays and overrides come before those of the sets: on a make-up workday that is a holiday here nobody works. */
export function writtenOut(own: CalendarDefinition, days: readonly HolidayDay[], makeUpDay: Weekday | null): CalendarDefinition {
  const decided = new Set([...own.overrides, ...own.holidays].map(({ date }) => date));
  const windows = own.weekly.filter(({ day }) => day === makeUpDay).map(({ opens, closes }: WeeklyWindow) => ({ opens, closes }));
  const works = windows.length === 0 ? [] : days.filter(({ date, work }) => work && !decided.has(date));
  const holidays = new Map<string, Holiday>();
  for (const { date, name, work } of days) if (!work) holidays.set(date, { date, name });
  for (const holiday of own.holidays) if (holiday.name !== null || !holidays.has(holiday.date)) holidays.set(holiday.date, holiday);
  const makeUp = [...new Set(works.map(({ date }) => date))].map((date) => ({ date, windows }));
  return { ...own, holidays: [...holidays.values()], overrides: [...own.overrides, ...makeUp] };
}

/** Days were counted as plain weeks, Monday to Friday, since the public holidays of the place are not known: of no year (null), or of this one. */
export interface PlainWeekdays {
  readonly region: string;
  readonly year: number | null;
}

/** What of the days from one to the other, both included, counts as plain weeks where the holidays of these years are known; the first year of such. */
export function plainBetween(region: string, known: ReadonlySet<number>, from: string, to: string): PlainWeekdays | null {
  if (known.size === 0) return { region, year: null };
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) if (!known.has(year)) return { region, year };
  return null;
}

/** A missing year is told of from October of the year before on: that is when it would be known. */
const FIRST_MONTH_TOLD = 10;

/** The year that is missing on this date ("2026-11-22"); null: none, or not yet to be told. `until`: the last year known, null: no set is used. */
export function missingYear(until: number | null, today: string): number | null {
  if (until === null) return null;
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const needed = month >= FIRST_MONTH_TOLD ? year + 1 : year;
  return until < needed ? until + 1 : null;
}

/** `'02-15..02-23'` of a year as dates; months and days, inclusive. */
export function datesOf(year: number, range: string): string[] {
  const [first = '', last = first] = range.split('..').map((date) => (date.length === 5 ? `${year}-${date}` : date));
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from === undefined || to === undefined) throw new Error(`${range} is no range of dates`);
  return Array.from({ length: to - from + 1 }, (_, index) => dateOf(from + index));
}

const MOST_DAYS = 400;

/** A year that somebody brings in: its dates exist, lie in it (December before and January after too), and stand once. */
export function checkHolidayYear({ year, days }: HolidayYear, path: string): void {
  const refuse = (where: string, text: Text): never => {
    throw new DomainError('INVALID_INPUT', text, `${path}${where}`);
  };
  if (year < 2000 || year > 2198) refuse('year', { en: 'Give a year from 2000 to 2198.', zh: '年份应在 2000 至 2198 之间。' });
  if (days.length === 0 || days.length > MOST_DAYS) refuse('days', { en: `Give 1 to ${MOST_DAYS} days.`, zh: `请提供 1 至 ${MOST_DAYS} 天。` });
  const seen = new Set<string>();
  days.forEach(({ date }, index) => {
    const near = date.startsWith(`${year}-`) || date.startsWith(`${year - 1}-12-`) || date.startsWith(`${year + 1}-01-`);
    if (dayOf(date) === undefined || !near) refuse(`days.${index}.date`, { en: `${date.slice(0, 10)} is no date of ${year}.`, zh: `${date.slice(0, 10)} 不是 ${year} 年的日期。` });
    if (seen.has(date)) refuse(`days.${index}.date`, { en: `${date} stands twice.`, zh: `日期 ${date} 重复。` });
    seen.add(date);
  });
}
