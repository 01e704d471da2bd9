import { DomainError } from '../../kernel/error.js';
import { DAY, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { problemsOf, refuseProblems, type Problem } from '../../kernel/problem.js';
import { mayNameZone } from '../../kernel/zone-name.js';
import { BusinessCalendar } from './business-calendar.js';
import { WEEKDAYS, type CalendarDefinition, type DailyWindow } from './definition.js';
import { LocalHours } from './local-hours.js';
import { openStretches } from './stretches.js';
import { FIRST_YEAR, LAST_YEAR } from './timeline.js';
import { dayOf, shifted, spanOf, timeOfDay, type Span } from './wall-clock.js';
import { zoneOf } from './zone.js';

const WEEK = 7 * DAY;
/** The most working time anything may be given. */
export const LONGEST_WORK: Millis = 366 * DAY;
/** For so long after it was published a version must do for clocks that start. */
const IN_USE: Millis = 20 * 366 * DAY;
/** The most entries of each list. */
const MOST = { weekly: 200, holidays: 5_000, overrides: 2_000, windows: 48, breaks: 2_000 } as const;

const problem = problemsOf({
  TOO_MANY: { en: 'There are too many entries.', zh: '条目过多。' },
  UNKNOWN_ZONE: { en: 'Name an IANA time zone, e.g. Asia/Shanghai.', zh: '请填写 IANA 时区，例如 Asia/Shanghai。' },
  NOT_A_TIME: { en: 'Give a time such as 09:00 or 09:00:30; 24:00 only as an end.', zh: '请填写时间，例如 09:00 或 09:00:30；24:00 只能作为结束时间。' },
  NOT_A_DATE: {
    en: `Give a date that exists, such as 2026-10-01, from ${FIRST_YEAR} to ${LAST_YEAR}.`, zh: `请填写存在的日期，例如 2026-10-01，范围 ${FIRST_YEAR} 年至 ${LAST_YEAR} 年。`,
  },
  OVERLAP: { en: 'This window overlaps another one.', zh: '该时段与其他时段重叠。' },
  DATE_TWICE: { en: 'The date has an override already.', zh: '该日期已有特殊安排。' },
  NEVER_OPEN: { en: 'There is no working time in this calendar.', zh: '该日历没有任何工作时间。' },
  RUNS_OUT: {
    en: `A target of ${LONGEST_WORK / DAY} days would find no end by this calendar; give it weekly hours, two a week or more.`,
    zh: `按该日历，${LONGEST_WORK / DAY} 天的时限将无法到期；请设置每周工作时段，每周至少两小时。`,
  },
});

/** Everything that speaks against a definition, in its order; empty when it can be compiled. */
export function examineCalendar(definition: CalendarDefinition): Problem[] {
  const { timeZone, weekly, holidays, overrides, breaks } = definition;
  const large = tooLarge(definition);
  if (large.length > 0) return large;
  const problems = [
    ...(mayNameZone(timeZone) && zoneOf(timeZone) ? [] : [problem('timeZone', 'UNKNOWN_ZONE')]),
    ...weekly.flatMap((window, index) => timeProblems(window, `weekly.${index}`)),
    ...overlaps(weekly.map((window, index) => placed(window, `weekly.${index}`, WEEKDAYS.indexOf(window.day))), WEEK),
    ...holidays.flatMap(({ date }, index) => dateProblems(date, `holidays.${index}`)),
    ...overrideProblems(overrides),
    ...breaks.flatMap((pause, index) => [...dateProblems(pause.date, `breaks.${index}.date`), ...timeProblems(pause, `breaks.${index}`)]),
  ];
  return problems.length === 0 && !everOpen(definition) ? [problem('weekly', 'NEVER_OPEN')] : problems;
}

/**
 * The same, of one that clocks are to run by. It may be sound and yet come to an end, by single dates alone or a minute a week: then no clock could
 * be started under it, and no ticket opened.
 */
export function examineLasting(definition: CalendarDefinition, now: Instant): Problem[] {
  const problems = examineCalendar(definition);
  return problems.length > 0 ? problems : runsOut(definition, now);
}

/**
 * Of a sound definition, written out with its holiday sets: whether it lasts, and has not grown too large. Make-up workdays may meet the night of an
 * override beside them, or each other's; nobody gave those windows, and the time counts once.
 */
export function examineWrittenOut(definition: CalendarDefinition, now: Instant): Problem[] {
  const large = tooLarge(definition);
  return large.length > 0 ? large : runsOut(definition, now);
}

function runsOut(definition: CalendarDefinition, now: Instant): Problem[] {
  return lasts(definition, plus(now, IN_USE)) ? [] : [problem('weekly', 'RUNS_OUT')];
}

function lasts(definition: CalendarDefinition, from: Instant): boolean {
  try {
    new BusinessCalendar(definition).add(from, LONGEST_WORK);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false; // the years that are reckoned are over before it
    throw error;
  }
}

/** CALENDAR_INVALID with `details.problems`, each path below `prefix`; nothing when there is none. */
export function refuseCalendar(problems: readonly Problem[], prefix: string): void {
  const told = problems.map((one) => ({ ...one, path: `${prefix}${one.path}` }));
  const [first] = told;
  if (first) refuseProblems(told, 'CALENDAR_INVALID', { en: `${first.path}: ${first.text.en}`, zh: `${first.path}：${first.text.zh}` }, first.path);
}

function tooLarge(definition: CalendarDefinition): Problem[] {
  const lists = (['weekly', 'holidays', 'overrides', 'breaks'] as const).filter((list) => definition[list].length > MOST[list]);
  const long = definition.overrides.flatMap(({ windows }, index) => (windows.length > MOST.windows ? [`overrides.${index}.windows`] : []));
  return [...lists, ...long].map((path) => problem(path, 'TOO_MANY'));
}

function timeProblems(window: DailyWindow, path: string): Problem[] {
  return (['opens', 'closes'] as const)
    .filter((role) => timeOfDay(window[role], role) === undefined)
    .map((role) => problem(`${path}.${role}`, 'NOT_A_TIME'));
}

function dateProblems(date: string, path: string): Problem[] {
  const year = Number(date.slice(0, 4));
  return dayOf(date) !== undefined && year >= FIRST_YEAR && year <= LAST_YEAR ? [] : [problem(path, 'NOT_A_DATE')];
}

function overrideProblems(overrides: CalendarDefinition['overrides']): Problem[] {
  const dates = new Set<string>();
  const problems = overrides.flatMap(({ date, windows }, index) => {
    const twice = dates.has(date) ? [problem(`overrides.${index}.date`, 'DATE_TWICE')] : [];
    dates.add(date);
    const times = windows.flatMap((window, at) => timeProblems(window, `overrides.${index}.windows.${at}`));
    return [...dateProblems(date, `overrides.${index}.date`), ...twice, ...times];
  });
  if (dates.size < overrides.length) return problems; // of two overrides of one date nobody knows which windows are meant
  const windows = overrides.flatMap(({ date, windows: own }, index) =>
    own.map((window, at) => placed(window, `overrides.${index}.windows.${at}`, dayOf(date) ?? Number.NaN)));
  return [...problems, ...overlaps(windows, null)];
}

interface Placed {
  readonly path: string;
  readonly span: Span;
}

/** Where a window lies, counted from day 0; what is no time or date lies nowhere and overlaps nothing. */
function placed(window: DailyWindow, path: string, day: number): Placed {
  return { path, span: shifted(spanOf(window) ?? { from: Number.NaN, to: Number.NaN }, day * DAY) };
}

/** Windows that meet an earlier one; in a cycle the last ones may run into the first. */
function overlaps(windows: readonly Placed[], cycle: number | null): Problem[] {
  const inOrder = windows.filter(({ span }) => !Number.isNaN(span.from)).sort((a, b) => a.span.from - b.span.from);
  let latest = cycle === null ? Number.NEGATIVE_INFINITY : Math.max(...inOrder.map(({ span }) => span.to - cycle));
  return inOrder.flatMap(({ path, span }) => {
    const overlapping = span.from < latest;
    latest = Math.max(latest, span.to);
    return overlapping ? [problem(path, 'OVERLAP')] : [];
  });
}

/** With weekly windows there is always a week that no holiday, override or break touches; without them only overrides are left to look at. */
function everOpen(definition: CalendarDefinition): boolean {
  if (definition.weekly.length > 0) return true;
  const zone = zoneOf(definition.timeZone);
  const years = new Set(definition.overrides.filter(({ windows }) => windows.length > 0).map(({ date }) => Number(date.slice(0, 4))));
  const hours = new LocalHours(definition);
  return zone !== undefined && [...years].some((year) => openStretches(hours, zone, Math.max(year - 1, FIRST_YEAR), Math.min(year + 2, LAST_YEAR + 1)).length > 0);
}
