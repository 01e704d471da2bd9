import { dayAfter, instantAt, isWeekday, localDay, type WorkingTime } from '../../calendar/domain/index.js';
import { DAY, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { dayNamed } from './named-day.js';
import { normalize } from './normalized-text.js';
import { LONGEST_PROMISE } from './promise.js';
import { timesIn, type DayPart, type DayWord, type Mention, type TimeWord } from './time-words.js';

/** Where and when the desk works that wrote a text: what its days and hours mean. */
export interface Desk {
  readonly timeZone: string;
  /** Its working hours, which say what a working day is and when a day ends; null: Monday to Friday, and midnight. */
  readonly hours: WorkingTime | null;
}

/**
 * The longest plain duration a text names ("within 30 minutes", 两小时内), or null when it names none or any other kind of time (a weekday, an
 * hour of the day, working days), which cannot be compared without knowing where the customer is.
 */
export function statedDuration(text: string): Millis | null {
  const spans = timesIn(normalize(text).text).map((time) => (time.is === 'SPAN' ? time.millis : null));
  return spans.length === 0 || spans.includes(null) ? null : Math.max(...(spans as Millis[]));
}

/**
 * The time by which a text of this instant says something will be: the latest it names that lies ahead, within 30 days. A day is over when the desk
 * closes, or at midnight where it does not work that day; a working day is one on which it works, and today is not counted. An hour from 1 to 6 that
 * names no half of the day is one of the afternoon. null: it names none, or none that can be told ("a few days", an hour gone by).
 */
export function statedTime(text: string, now: Instant, desk: Desk): Instant | null {
  const { text: normalized } = normalize(text);
  const distinct = new Map(momentsIn(normalized).map((moment) => [JSON.stringify(moment), moment] as const));
  const named = [...distinct.values()].slice(0, MOST_TIMES).flatMap((moment) => instantOf(moment, now, desk) ?? []);
  const ahead = named.filter((at) => at > now && at <= plus(now, LONGEST_PROMISE));
  return ahead.length === 0 ? null : ahead.reduce((latest, at) => (at > latest ? at : latest));
}

/** Zones and calendars are asked no more often for one text; what is meant for a reader names fewer. */
const MOST_TIMES = 50;

type Clock = Extract<TimeWord, { is: 'CLOCK' }>;
/** A day, or an hour of it; SPAN and WORKDAYS stand for themselves. */
type Moment = Extract<TimeWord, { is: 'SPAN' | 'WORKDAYS' }> | { readonly is: 'ON'; readonly day: DayWord; readonly part: DayPart | null; readonly clock: Clock | null; readonly after: boolean };

const TODAY: DayWord = { ahead: 0 };
/** What may stand between the words for one time: 明天的下午, "by 6 pm on Friday", 3点到5点. */
const BETWEEN = /^(?:[\s,的在于前之~到至或和与-]|左右|at|by|on|of|in|before|around|about|the|to|and|or|until|between)*$/u;
/** Only English names the day behind the hour. */
const BEHIND = /^[\s,]*(?:(?:on |of )?(?:the )?[a-z]|(?:on|of) \d)$/u;
const SENTENCE_END = /[。!?！？\n]|\.\s/u;
const AFTER = /^(?:以|之)?后/u;

/** Puts days, parts and hours together that belong together. A day holds for its sentence; where it stands behind its hour it is looked for there. */
function momentsIn(text: string): Moment[] {
  const times = timesIn(text);
  const moments: Moment[] = [];
  let [day, part, spent] = [TODAY, null as DayPart | null, null as Mention | null];
  times.forEach((time, at) => {
    const [before, next] = [times[at - 1], times[at + 1]];
    const gap = before ? text.slice(before.end, time.start) : '';
    const joined = before !== undefined && BETWEEN.test(gap);
    if (!joined) part = null;
    if (SENTENCE_END.test(gap)) day = TODAY;
    if (time.is === 'DAY') [day, part] = [time.day, time.part];
    else if (time.is === 'PART') part = time.part;
    else if (time.is === 'SPAN' || time.is === 'WORKDAYS') moments.push(time);
    else if (time.is === 'CLOCK' && day === TODAY && next?.is === 'DAY' && BEHIND.test(text.slice(time.end, next.start + 1))) [day, spent] = [next.day, next];
    const finer = next !== undefined && (next.is === 'CLOCK' || (next.is === 'PART' && time.is === 'DAY')) && BETWEEN.test(text.slice(time.end, next.start));
    const says = time.is === 'CLOCK' ? !time.bare || (joined && before.is !== 'SPAN') : (time.is === 'DAY' || time.is === 'PART') && !finer && time !== spent;
    if (says) moments.push({ is: 'ON', day, part, clock: time.is === 'CLOCK' ? time : null, after: AFTER.test(text.slice(time.end, time.end + 2)) });
  });
  return moments;
}

function instantOf(moment: Moment, now: Instant, desk: Desk): Instant | null {
  if (moment.is === 'SPAN') return plus(now, moment.millis);
  const today = localDay(now, desk.timeZone);
  if (moment.is === 'WORKDAYS') return workdayEnd(today, moment.count, now, desk);
  const day = dayNamed(moment.day, today);
  // Years no calendar reckons are beyond the longest promise, too.
  if (day === null || day < dayAfter(today, -1) || day > dayAfter(today, LONGEST_PROMISE / DAY + 1)) return null;
  const minutes = moment.after ? null : minutesOf(moment.part, moment.clock);
  if (minutes !== null) return instantAt(day, minutes, desk.timeZone);
  const evening = moment.part === 'EVENING' || moment.clock ? instantAt(day, 18 * 60, desk.timeZone) : now;
  return endOf(day, evening > now ? evening : now, desk);
}

const PART_ENDS: Readonly<Partial<Record<DayPart, number>>> = { DAWN: 6 * 60, MORNING: 12 * 60, NOON: 12 * 60, AFTERNOON: 18 * 60 };

/** Minutes past midnight; null: the end of the day. */
function minutesOf(part: DayPart | null, clock: Clock | null): number | null {
  if (!clock) return (part && PART_ENDS[part]) ?? null;
  const { minutes, half, exact } = clock;
  if (minutes >= 13 * 60) return minutes;
  if (half) return (minutes % (12 * 60)) + (half === 'PM' ? 12 * 60 : 0);
  if (part === 'DAWN') return minutes % (12 * 60);
  const hour = Math.floor(minutes / 60);
  if (part === 'EVENING') return hour < 6 || hour === 12 ? (minutes % (12 * 60)) + 24 * 60 : minutes + 12 * 60;
  const pm = part === null || part === 'CLOSING' ? !exact && hour >= 1 && hour <= 6 : (part === 'AFTERNOON' || (part === 'NOON' && hour < 4)) && hour < 12;
  return pm ? minutes + 12 * 60 : minutes;
}

/** When a day is over: at the desk's last closing of it, if that comes after the instant given, else at midnight. */
function endOf(day: string, after: Instant, { timeZone, hours }: Desk): Instant {
  const [begin, end] = [instantAt(day, 0, timeZone), instantAt(dayAfter(day, 1), 0, timeZone)];
  const closing = hours?.segments(begin, end).findLast(({ closed }) => closed === null)?.to;
  return closing !== undefined && closing > after ? closing : end;
}

function workdayEnd(today: string, count: number, now: Instant, desk: Desk): Instant | null {
  let day = today;
  for (let [left, looked] = [count, 0]; left > 0; looked += 1) {
    if (looked > LONGEST_PROMISE / DAY) return null;
    day = dayAfter(day, 1);
    if (isWorkday(day, desk)) left -= 1;
  }
  return endOf(day, now, desk);
}

function isWorkday(day: string, { timeZone, hours }: Desk): boolean {
  if (!hours) return isWeekday(day);
  return hours.segments(instantAt(day, 0, timeZone), instantAt(dayAfter(day, 1), 0, timeZone)).some(({ closed }) => closed === null);
}
