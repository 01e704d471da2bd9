import ICAL from 'ical.js';
import { invalid, type Text } from '../kernel/error.js';
import { DAY, SECOND } from '../kernel/instant.js';
import type { HolidayDay } from './domain/index.js';

const LONGEST_TEXT = 200_000;
const MOST_EVENTS = 1_000;
const MOST_DAYS_OF_EVENT = 60;
/** Of all events of a file together. */
const MOST_REPEATS = 20_000;

/** A make-up workday as calendars of Chinese holidays tell it in words. */
const WORKED = /补班|调休上班|[(（]班[)）]|^班[|｜]/;
/** The same, and a day off, as a property. A calendar that has it also names festivals on which everybody works, and those lack it. */
const MARKS: ReadonlySet<unknown> = new Set(['WORK-HOLIDAY', 'ALTERNATE-WORKDAY']);

/**
 * The days of one year in an iCalendar file: all-day events, also several days long and repeated. What does not lie in the year is left out, and so is
 * what has a time of day. INVALID_INPUT at `field` when the file is none, or too large.
 */
export function daysOfICalendar(text: string, year: number, field: string): HolidayDay[] {
  if (text.length > LONGEST_TEXT) throw invalid(field, { en: `A file holds at most ${LONGEST_TEXT} characters.`, zh: `文件最多 ${LONGEST_TEXT} 个字符。` });
  const events = eventsOf(text, field);
  if (events.length > MOST_EVENTS) throw invalid(field, { en: `A file holds at most ${MOST_EVENTS} events.`, zh: `文件最多包含 ${MOST_EVENTS} 个事件。` });
  const days = new Map<string, HolidayDay>();
  const repeats = { left: MOST_REPEATS };
  const marked = events.filter((event) => MARKS.has(markOf(event)));
  for (const event of marked.length > 0 ? marked : events) {
    const name = nameOf(event);
    const work = marked.length > 0 ? markOf(event) === 'ALTERNATE-WORKDAY' : WORKED.test(name.zh);
    for (const date of datesOf(event, year, field, repeats)) days.set(date, { date, name, work });
  }
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function eventsOf(text: string, field: string): ICAL.Event[] {
  try {
    const root = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
    if (root.name !== 'vcalendar') throw new Error('no calendar');
    return root.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)).filter(({ startDate }) => startDate?.isDate);
  } catch {
    throw invalid(field, { en: 'This is no iCalendar file.', zh: '这不是有效的 iCalendar 文件。' });
  }
}

function markOf(event: ICAL.Event): unknown {
  return event.component.getFirstPropertyValue('x-apple-special-day');
}

function nameOf(event: ICAL.Event): Text {
  const name = (event.summary ?? '').normalize('NFC').trim().slice(0, 100) || 'Holiday';
  return { en: name, zh: name };
}

function datesOf(event: ICAL.Event, year: number, field: string, repeats: { left: number }): string[] {
  try {
    const length = Math.min(MOST_DAYS_OF_EVENT, Math.max(1, Math.round((event.duration.toSeconds() * SECOND) / DAY)));
    return startsOf(event, year, repeats).flatMap((start) => Array.from({ length }, (_, index) => {
      const day = start.clone();
      day.adjust(index, 0, 0, 0);
      return day;
    })).filter((day) => day.year === year).map((day) => day.toString());
  } catch {
    throw invalid(field, { en: 'An event of the file has dates that cannot be read, or a rule that is not yearly.', zh: '文件中有无法识别的日期，或非每年重复的规则。' });
  }
}

const NTH_WEEKDAY = /^-?[1-4](MO|TU|WE|TH|FR|SA|SU)$/;

/**
 * Holidays repeat yearly: on their date, or on the nth weekday of a month. Other rules are refused; the library looks for ever for the next day of some that have
 * none.
 */
function checkRules(event: ICAL.Event): void {
  for (const property of event.component.getAllProperties('rrule')) {
    const { freq, parts } = property.getFirstValue() as unknown as { freq: string; parts: Readonly<Record<string, readonly (string | number)[]>> };
    const { month, day } = event.startDate;
    const known = Object.entries(parts).every(([part, values]) => values.length === 1 && (
      (part === 'BYMONTH' && values[0] === month) || (part === 'BYMONTHDAY' && values[0] === day) || (part === 'BYDAY' && NTH_WEEKDAY.test(String(values[0])))));
    if (freq !== 'YEARLY' || !known || ('BYDAY' in parts && !('BYMONTH' in parts))) throw new Error('a rule that is not yearly');
  }
}

/** Starts from December before the year on, since an event may run into it. */
function startsOf(event: ICAL.Event, year: number, repeats: { left: number }): ICAL.Time[] {
  if (!event.isRecurring()) return [event.startDate];
  checkRules(event);
  const starts: ICAL.Time[] = [];
  const occurrences = event.iterator();
  for (let next: ICAL.Time | null = occurrences.next(); next && next.year <= year; next = occurrences.next()) {
    if (next.year >= year - 1) starts.push(next.clone());
    if ((repeats.left -= 1) < 0) throw new Error('rules that repeat too often');
  }
  return starts;
}
