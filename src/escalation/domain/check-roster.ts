import { dateOf, dayOf, meet, shifted, spanOf, weekdayOf, without, type Span } from '../../calendar/domain/wall-clock.js';
import { examineCalendar, WEEKDAYS, type DailyWindow, type WeeklyWindow } from '../../calendar/domain/index.js';
import { DAY } from '../../kernel/instant.js';
import type { Problem } from '../../kernel/problem.js';
import { list, object, oneOf, text } from '../../kernel/shape.js';
import { problem } from './problem.js';
import type { Roster, Shift } from './roster.js';

const WEEK = 7 * DAY;
const MOST_SHIFTS = 200;
const MOST_WINDOWS = 200;
/** Gaps told of at once; the first few say it all. */
const MOST_GAPS = 20;

const window = { opens: text(8), closes: text(8) };
const weekly = list(object({ day: oneOf(WEEKDAYS), ...window }), MOST_WINDOWS);
const dates = list(object({ date: text(10), windows: list(object(window), 48) }), 2_000);
const roster = object({ timeZone: text(64), shifts: list(object({ memberId: text(64), weekly }, { dates }), MOST_SHIFTS) }, { covers: weekly });

/**
 * Everything that speaks against publishing this JSON as a roster: its form, windows that are no times or overlap, a member who stands in it twice,
 * and gaps: stretches in which somebody must be there and nobody is, on the weekdays and on each date that has windows of its own.
 */
export function checkRoster(input: unknown): readonly Problem[] {
  const malformed = roster(input, '');
  if (malformed.length > 0) return malformed;
  const body = input as Roster;
  const wrong = [...calendarProblems(body), ...twice(body.shifts)];
  return wrong.length > 0 ? wrong : gaps(body);
}

function calendarProblems({ timeZone, shifts, covers }: Roster): Problem[] {
  const examined = (path: string, windows: readonly WeeklyWindow[], overrides: Shift['dates'] = []): Problem[] => {
    const found = examineCalendar({ timeZone, weekly: windows, overrides, holidays: [], breaks: [] });
    return found.flatMap((one) => {
      if (one.code === 'NEVER_OPEN' || one.path === 'timeZone') return [];
      return [{ ...one, path: one.path.startsWith('overrides') ? one.path.replace('overrides', path.replace(/weekly$/, 'dates')) : one.path.replace('weekly', path) }];
    });
  };
  const zone = examineCalendar({ timeZone, weekly: [{ day: 'MONDAY', opens: '00:00', closes: '24:00' }], overrides: [], holidays: [], breaks: [] });
  return [
    ...zone,
    ...shifts.flatMap((shift, at) => examined(`shifts.${at}.weekly`, shift.weekly, shift.dates)),
    ...(covers ? examined('covers', covers) : []),
  ];
}

function twice(shifts: readonly Shift[]): Problem[] {
  return shifts.flatMap(({ memberId }, at) =>
    (shifts.findIndex((other) => other.memberId === memberId) < at ? [problem(`shifts.${at}.memberId`, 'MEMBER_TWICE')] : []));
}

function gaps({ shifts, covers }: Roster): Problem[] {
  const asked = (covers ?? WEEKDAYS.map((day): WeeklyWindow => ({ day, opens: '00:00', closes: '24:00' })));
  const week = shifts.flatMap(({ weekly: windows }) => windows.map((one) => placed(one, WEEKDAYS.indexOf(one.day))));
  // A window over the end of Sunday goes on at the beginning of Monday, whether it is asked for or there.
  const there = [-WEEK, 0, WEEK].flatMap((weeks) => week.map((span) => shifted(span, weeks)));
  const ofWeek = asked.flatMap((one, at) => uncovered(placed(one, WEEKDAYS.indexOf(one.day)), there).map((gap) =>
    problem(covers ? `covers.${at}` : 'shifts', 'GAP', `${clock(gap.from)} - ${clock(gap.to)}`)));
  return [...ofWeek, ...gapsOnDates(shifts, asked)].slice(0, MOST_GAPS);
}

/** A shift by the day, so that a roster of many dates is gone through once and not once per date. */
interface Days {
  readonly dated: ReadonlyMap<number, readonly DailyWindow[]>;
  readonly weekly: readonly (readonly DailyWindow[])[];
}

function daysOf({ weekly: windows, dates: own }: Shift): Days {
  return {
    dated: new Map((own ?? []).map(({ date, windows: there }) => [dayOf(date) ?? 0, there])),
    weekly: WEEKDAYS.map((day) => windows.filter((one) => one.day === day)),
  };
}

/** On each date with windows of its own, and on the day after it: a night that is not worked is missing there. */
function gapsOnDates(shifts: readonly Shift[], asked: readonly WeeklyWindow[]): Problem[] {
  const own = shifts.flatMap(({ dates: of }, at) => (of ?? []).map(({ date }, index) => ({ day: dayOf(date) ?? 0, path: `shifts.${at}.dates.${index}` })));
  const days = shifts.map(daysOf);
  const found = new Map<number, readonly Problem[]>();
  let told = 0;
  for (const { day, path } of [...own, ...own.map((one) => ({ ...one, day: one.day + 1 }))]) {
    if (found.has(day) || told >= MOST_GAPS) continue;
    const gapsThere = gapsOn(day, days, asked).map(({ from, to }) => problem(path, 'GAP', `${dateOf(day)} ${time(from)} - ${to === DAY ? '24:00' : time(to)}`));
    found.set(day, gapsThere);
    told += gapsThere.length;
  }
  return [...found].sort(([one], [other]) => one - other).flatMap(([, problems]) => problems);
}

/** Within one day: what is asked of it, by a night that began the day before too, held against who is there. */
function gapsOn(day: number, shifts: readonly Days[], asked: readonly WeeklyWindow[]): Span[] {
  const there = [-1, 0].flatMap((offset) => shifts.flatMap((shift) => windowsOn(shift, day + offset).map((one) => placed(one, offset))));
  return [-1, 0].flatMap((offset) => asked.filter((one) => WEEKDAYS.indexOf(one.day) === weekdayOf(day + offset)).map((one) => placed(one, offset)))
    .map(({ from, to }) => ({ from: Math.max(from, 0), to: Math.min(to, DAY) })).filter(({ from, to }) => from < to)
    .flatMap((one) => uncovered(one, there)).sort((one, other) => one.from - other.from);
}

function windowsOn({ dated, weekly: windows }: Days, day: number): readonly DailyWindow[] {
  return dated.get(day) ?? windows[weekdayOf(day)] ?? [];
}

function placed(one: DailyWindow, day: number): Span {
  return shifted(spanOf(one) ?? { from: 0, to: 0 }, day * DAY);
}

function uncovered(asked: Span, there: readonly Span[]): Span[] {
  return there.reduce((left, span) => (meet(asked, span) ? without(left, span) : left), [asked]);
}

function clock(at: number): string {
  return `${WEEKDAYS[Math.floor(at / DAY) % 7] ?? ''} ${time(at)}`;
}

/** To the minute, or to the second where it is not a whole one. */
function time(at: number): string {
  const seconds = Math.floor((((at % DAY) + DAY) % DAY) / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, ...(seconds % 60 === 0 ? [] : [seconds % 60])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
