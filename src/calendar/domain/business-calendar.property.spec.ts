import fc from 'fast-check';
import { BusinessCalendar } from './business-calendar.js';
import { WEEKDAYS, type CalendarDefinition, type DailyWindow, type DateBreak } from './definition.js';
import { examineCalendar } from './examine.js';

// The oracle looks at a wall clock once a minute and asks the definition, in text, whether that minute is open. Nothing of the engine is used.

const MINUTE = 60_000;

/** Weeks in which something happens to the clocks of a zone: its name, and the first instant of two weeks. */
const PLACES = [
  ['Asia/Shanghai', '2026-02-09'], ['Europe/Berlin', '2026-03-23'], ['Europe/Berlin', '2026-10-19'], ['America/New_York', '2026-03-02'],
  ['America/New_York', '2026-10-26'], ['Australia/Lord_Howe', '2026-03-30'], ['Australia/Lord_Howe', '2026-09-28'], ['Pacific/Apia', '2011-12-26'],
  ['Africa/Casablanca', '2026-02-09'], ['Africa/Casablanca', '2026-03-16'], ['Asia/Kathmandu', '1985-12-26'], ['America/Havana', '2026-10-26'],
  ['Antarctica/Troll', '2026-03-23'], ['Antarctica/Troll', '2026-10-19'], ['Africa/Cairo', '2026-04-18'], ['Africa/Cairo', '2026-10-24'],
  ['America/Sao_Paulo', '2018-02-12'], ['America/Sao_Paulo', '2018-10-29'], ['Asia/Pyongyang', '2015-08-10'], ['Asia/Pyongyang', '2018-04-30'],
  ['Pacific/Kiritimati', '1994-12-26'], ['Asia/Shanghai', '2027-12-27'], ['Asia/Shanghai', '2028-02-23'],
] as const;
const MINUTES = 13 * 1_440;
/** Here clocks were only ever changed at a quarter of an hour. */
const QUARTER = 15;

interface Shown {
  readonly date: string;
  readonly time: string;
}

/** What the wall clock shows in each minute of the place's weeks. */
const shownAt = new Map<string, Shown[]>();
function clockOf(zone: string, from: string): Shown[] {
  const key = `${zone} ${from}`;
  const known = shownAt.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const begin = Date.parse(`${from}T00:00:00Z`);
  const shown = Array.from({ length: MINUTES / QUARTER }, (_, quarter) => format.format(begin + quarter * QUARTER * MINUTE).split(' ')).flatMap(([date = '', time = '']) => (
    Array.from({ length: QUARTER }, (_, minute) => ({ date, time: clock(DAY.indexOf(time) + minute) }))
  ));
  shownAt.set(key, shown);
  return shown;
}

function neighbour(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function windowsOf(definition: CalendarDefinition, date: string): readonly DailyWindow[] {
  const override = definition.overrides.find((one) => one.date === date);
  if (override) return override.windows;
  if (definition.holidays.some((one) => one.date === date)) return [];
  const weekday = WEEKDAYS[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7];
  return definition.weekly.filter(({ day }) => day === weekday);
}

/** Whether the window of a date holds this time of that date, or of the date after it. */
function holds({ opens, closes }: DailyWindow, time: string, dayAfter: boolean): boolean {
  const overnight = closes <= opens;
  if (dayAfter) return overnight && time < closes;
  return time >= opens && (overnight || time < closes);
}

/** A break lies on its date where it meets a window of the date there, else past midnight. */
function onItsDate(definition: CalendarDefinition, pause: DateBreak): boolean {
  const windows = windowsOf(definition, pause.date);
  return [false, true].some((after) => DAY.some((minute) => holds(pause, minute, after) && windows.some((window) => holds(window, minute, after))));
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

const DAY = Array.from({ length: 1_440 }, (_, minute) => clock(minute));

function openMinutes(definition: CalendarDefinition, from: string): boolean[] {
  const answers = new Map<string, boolean>();
  const breaks = definition.breaks.map((pause) => ({ pause, here: onItsDate(definition, pause) }));
  const cut = (opened: string, minute: string, dayAfter: boolean): boolean =>
    breaks.some(({ pause, here }) => pause.date === opened && (here ? holds(pause, minute, dayAfter) : dayAfter && holds(pause, minute, false)));
  return clockOf(definition.timeZone, from).map(({ date, time }) => {
    const key = `${date} ${time}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const open = [false, true].some((dayAfter) => {
      const opened = dayAfter ? neighbour(date, -1) : date;
      return windowsOf(definition, opened).some((window) => holds(window, time, dayAfter)) && !cut(opened, time, dayAfter);
    });
    answers.set(key, open);
    return open;
  });
}

const time = fc.integer({ min: 0, max: 143 }).map((tens) => clock(tens * 10));
const end = fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: fc.constant('24:00') });
/** One in ten is a whole day. */
const daily = fc.record({ opens: time, closes: end, whole: fc.nat(9) }).map(({ opens, closes, whole }) => ({ opens, closes: whole === 0 ? opens : closes }));

/** A definition whose dates lie in the weeks of its place, most on three days side by side; those that are refused (overlaps, never open) are not asked. */
const definitions = fc.constantFrom(...PLACES).chain(([timeZone, from]) => {
  const date = fc.oneof(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 5, max: 7 })).map((days) => neighbour(from, days));
  return fc.record({
    from: fc.constant(from),
    definition: fc.record({
      timeZone: fc.constant(timeZone as string),
      weekly: fc.array(fc.tuple(fc.constantFrom(...WEEKDAYS), daily).map(([day, window]) => ({ day, ...window })), { minLength: 1, maxLength: 6 }),
      holidays: fc.array(fc.record({ date, name: fc.constant(null) }), { maxLength: 2 }),
      overrides: fc.uniqueArray(fc.record({ date, windows: fc.array(daily, { maxLength: 2 }) }), { maxLength: 3, selector: (one) => one.date }),
      breaks: fc.array(fc.tuple(date, daily).map(([on, window]) => ({ date: on, ...window })), { maxLength: 6 }),
    }),
  });
}).filter(({ definition }) => examineCalendar(definition).length === 0);

describe('a calendar against a clock that is looked at every minute', () => {
  it('is open in the same minutes, and counts them', () => {
    fc.assert(fc.property(definitions, ({ definition, from }) => {
      const { timeline } = new BusinessCalendar(definition);
      const begin = Date.parse(`${from}T00:00:00Z`);
      const open = openMinutes(definition, from);
      const differing = open.flatMap((is, minute) => (timeline.isOpen(begin + minute * MINUTE) === is ? [] : [minute]));
      expect(differing).toEqual([]);
      let passed = 0;
      for (let minute = 0; minute < MINUTES; minute += 1) {
        if (minute % 97 === 0) expect(timeline.between(begin, begin + minute * MINUTE)).toBe(passed * MINUTE);
        if (open[minute]) passed += 1;
      }
    }), { numRuns: 60 });
  });

  it('adds to the earliest instant, goes back to the latest, and finds the next opening', () => {
    fc.assert(fc.property(definitions, fc.nat(MINUTES - 1), fc.nat(4_000), ({ definition, from }, start, minutes) => {
      const { timeline } = new BusinessCalendar(definition);
      const begin = Date.parse(`${from}T00:00:00Z`);
      const open = openMinutes(definition, from);
      const ahead = walk(open, start, minutes);
      if (ahead !== null) expect(timeline.add(begin + start * MINUTE, minutes * MINUTE)).toBe(begin + ahead * MINUTE);
      const back = walk(open.slice(0, start).reverse(), 0, minutes);
      if (back !== null) expect(timeline.add(begin + start * MINUTE, -minutes * MINUTE)).toBe(begin + (start - back) * MINUTE);
      const next = open.indexOf(true, start);
      if (next >= 0) expect(timeline.nextOpen(begin + start * MINUTE)).toBe(begin + next * MINUTE);
    }), { numRuns: 100 });
  });
});

/** The minute at which this many open minutes have passed; null when the weeks end before. */
function walk(open: readonly boolean[], start: number, minutes: number): number | null {
  let at = start;
  for (let left = minutes; left > 0; at += 1) {
    if (at >= open.length) return null;
    if (open[at]) left -= 1;
  }
  return at;
}

describe('laws, to the millisecond and over years', () => {
  const instants = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2030, 0, 1) });
  const durations = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });

  it('what was added has passed', () => {
    fc.assert(fc.property(definitions, instants, durations, ({ definition }, start, duration) => {
      const { timeline } = new BusinessCalendar(definition);
      expect(timeline.between(start, timeline.add(start, duration))).toBe(duration);
    }));
  });

  it('between is additive and turns its sign', () => {
    fc.assert(fc.property(definitions, instants, instants, instants, ({ definition }, a, b, c) => {
      const { timeline } = new BusinessCalendar(definition);
      expect(timeline.between(a, b) + timeline.between(b, c)).toBe(timeline.between(a, c));
      expect(timeline.between(b, a) + timeline.between(a, b)).toBe(0);
    }));
  });

  it('adding is monotone, in the start and in the duration, and one step after another is one step', () => {
    fc.assert(fc.property(definitions, instants, durations.map(Math.abs), durations.map(Math.abs), ({ definition }, start, one, other) => {
      const { timeline } = new BusinessCalendar(definition);
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(timeline.add(start, less)).toBeLessThanOrEqual(timeline.add(start, more));
      expect(timeline.add(start, one)).toBeLessThanOrEqual(timeline.add(start + less, one));
      expect(timeline.add(timeline.add(start, one), other)).toBe(timeline.add(start, one + other));
    }));
  });

  it('asked in any order it answers the same', () => {
    fc.assert(fc.property(definitions, fc.array(instants, { minLength: 2, maxLength: 6 }), durations, ({ definition }, starts, duration) => {
      const { timeline } = new BusinessCalendar(definition);
      const grown = starts.map((start) => timeline.add(start, duration));
      expect(grown).toEqual(starts.map((start) => new BusinessCalendar(definition).timeline.add(start, duration)));
    }), { numRuns: 40 });
  });

  it('segments have no gap, none is empty, and the open ones sum up', () => {
    fc.assert(fc.property(definitions, fc.nat(MINUTES), fc.nat(MINUTES * 60_000), ({ definition, from }, start, length) => {
      const calendar = new BusinessCalendar(definition);
      const begin = Date.parse(`${from}T00:00:00Z`) + start * MINUTE;
      const [a, b] = [new Date(begin).toISOString(), new Date(begin + length).toISOString()];
      const segments = calendar.segments(a, b);
      expect([a, ...segments.map(({ to }) => to)]).toEqual([...segments.map(({ from: at }) => at), b]);
      expect(segments.every((segment) => segment.from < segment.to)).toBe(true);
      const open = segments.filter(({ closed }) => closed === null);
      expect(open.reduce((sum, segment) => sum + Date.parse(segment.to) - Date.parse(segment.from), 0)).toBe(calendar.between(a, b));
      expect(segments.every((segment) => calendar.isOpen(segment.from) === (segment.closed === null))).toBe(true);
    }));
  });
});
