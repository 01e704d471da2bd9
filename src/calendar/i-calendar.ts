import ICAL from 'ical.js';
import { invalid, type Text } from '../kernel/error.js';
import type { HolidayDay } from './domain/index.js';

const LONGEST_TEXT = 200_000;
const MOST_EVENTS = 1_000;
const MOST_DAYS_OF_EVENT = 60;
/** A daily rule since 1900 has far fewer. */
const MOST_REPEATS = 60_000;

/** A make-up workday as calendars of Chinese holidays mark it. */
const WORKED = /补班|[(（]班[)）]|调休上班/;

/**
 * The days of one year in an iCalendar file: all-day events, also several days long and repeated. What does not lie in the year is left out, and so is
 * what has a time of day. INVALID_INPUT at `field` when the file is none, or too large.
 */
export function daysOfICalendar(text: string, year: number, field: string): HolidayDay[] {
  if (text.length > LONGEST_TEXT) throw invalid(field, { en: `A file holds at most ${LONGEST_TEXT} characters.`, zh: `文件最多 ${LONGEST_TEXT} 个字符。` });
  const events = eventsOf(text, field);
  if (events.length > MOST_EVENTS) throw invalid(field, { en: `A file holds at most ${MOST_EVENTS} events.`, zh: `文件最多包含 ${MOST_EVENTS} 个事件。` });
  const days = new Map<string, HolidayDay>();
  for (const event of events) {
    const name = nameOf(event);
    const special = event.component.getFirstPropertyValue('x-apple-special-day');
    const work = special === 'ALTERNATE-WORKDAY' || WORKED.test(name.zh);
    for (const date of datesOf(event, year, field)) days.set(date, { date, name, work });
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

function nameOf(event: ICAL.Event): Text {
  const name = (event.summary ?? '').normalize('NFC').trim().slice(0, 100) || 'Holiday';
  return { en: name, zh: name };
}

function datesOf(event: ICAL.Event, year: number, field: string): string[] {
  try {
    const length = Math.min(MOST_DAYS_OF_EVENT, Math.max(1, Math.round(event.duration.toSeconds() / 86_400)));
    return startsOf(event, year).flatMap((start) => Array.from({ length }, (_, index) => {
      const day = start.clone();
      day.adjust(index, 0, 0, 0);
      return day;
    })).filter((day) => day.year === year).map((day) => day.toString());
  } catch {
    throw invalid(field, { en: 'An event of the file has dates or a rule that cannot be read.', zh: '文件中有无法识别的日期或重复规则。' });
  }
}

/** Starts from December before the year on, since an event may run into it. */
function startsOf(event: ICAL.Event, year: number): ICAL.Time[] {
  if (!event.isRecurring()) return [event.startDate];
  const starts: ICAL.Time[] = [];
  const occurrences = event.iterator();
  for (let count = 0, next: ICAL.Time | null = occurrences.next(); next && next.year <= year; next = occurrences.next()) {
    if (next.year >= year - 1) starts.push(next.clone());
    if ((count += 1) > MOST_REPEATS) throw new Error('a rule without an end');
  }
  return starts;
}
