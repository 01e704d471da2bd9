import fc from 'fast-check';
import { BusinessCalendar, examineCalendar, WEEKDAYS, type CalendarDefinition, type DailyWindow } from '../domain/index.js';
import { businessTime, type BusinessTimeQuestion } from './business-time.js';

// The four operations as the API asks them, against a wall clock that is read every second. The oracle goes by the sentences of docs/calendars.md and uses
// nothing of the engine: which second is open is decided in text, and times are found by walking along the seconds.

const SECOND = 1_000;
const DAYS = 5;
const SECONDS = DAYS * 86_400;

/** Five days around something unusual: a zone and the first UTC midnight. In two of them the clock is changed at midnight. */
const PLACES = [
  ['Asia/Shanghai', '2026-11-19'], ['Asia/Kolkata', '2026-11-19'], ['Europe/Berlin', '2026-03-27'], ['Europe/Berlin', '2026-10-23'], ['America/New_York', '2026-03-06'],
  ['America/New_York', '2026-10-30'], ['Australia/Lord_Howe', '2026-04-03'], ['Australia/Lord_Howe', '2026-10-02'], ['Pacific/Apia', '2011-12-28'],
  ['America/Sao_Paulo', '2018-11-02'], ['America/Sao_Paulo', '2018-02-16'], ['Antarctica/Troll', '2026-03-27'], ['Africa/Cairo', '2026-10-27'], ['Asia/Shanghai', '2028-02-27'],
] as const;

interface Shown { readonly date: string; readonly second: number }

const wallOf = new Map<string, Shown[]>();
/** Date and second of the day the wall shows in each second. Offsets change at whole minutes, so one look a minute does. */
function wall(zone: string, from: string): Shown[] {
  const known = wallOf.get(zone + from);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const begin = Date.parse(`${from}T00:00:00Z`);
  const shown = Array.from({ length: SECONDS / 60 }, (_, minute) => format.format(begin + minute * 60_000).split(' ')).flatMap(([date = '', time = '']) => (
    Array.from({ length: 60 }, (_, second) => ({ date, second: secondOf(time) + second }))
  ));
  wallOf.set(zone + from, shown);
  return shown;
}

function secondOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function windowsOf(definition: CalendarDefinition, date: string): readonly DailyWindow[] {
  const override = definition.overrides.find((one) => one.date === date);
  if (override) return override.windows;
  if (definition.holidays.some((one) => one.date === date)) return [];
  const weekday = WEEKDAYS[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7];
  return definition.weekly.filter(({ day }) => day === weekday);
}

/** Seconds the wall shows on a date, and on the next one. */
interface TwoDays { readonly own: Uint8Array; readonly after: Uint8Array }

function spread(windows: readonly DailyWindow[]): TwoDays {
  const [own, after] = [new Uint8Array(86_400), new Uint8Array(86_400)];
  for (const { opens, closes } of windows) {
    const [from, to] = [secondOf(opens), secondOf(closes)];
    own.fill(1, from, to > from ? to : 86_400);
    if (to <= from) after.fill(1, 0, to);
  }
  return { own, after };
}

function meets(one: TwoDays, other: TwoDays): boolean {
  return one.own.some((held, second) => held === 1 && other.own[second] === 1) || one.after.some((held, second) => held === 1 && other.after[second] === 1);
}

/** Those that the windows of a date hold, without those of its breaks: on the date itself, or where a break meets nothing there, past midnight. */
function heldBy(definition: CalendarDefinition, date: string): TwoDays {
  const whole = spread(windowsOf(definition, date));
  const left = { own: whole.own.slice(), after: whole.after.slice() };
  for (const pause of definition.breaks.filter((one) => one.date === date)) {
    const here = spread([pause]);
    const cut = meets(whole, here) ? here : { own: new Uint8Array(86_400), after: here.own };
    for (let second = 0; second < 86_400; second += 1) {
      if (cut.own[second] === 1) left.own[second] = 0;
      if (cut.after[second] === 1) left.after[second] = 0;
    }
  }
  return left;
}

function openSeconds(definition: CalendarDefinition, from: string): boolean[] {
  const dates = new Map<string, ReturnType<typeof heldBy>>();
  const heldOn = (date: string): ReturnType<typeof heldBy> => {
    const known = dates.get(date) ?? heldBy(definition, date);
    dates.set(date, known);
    return known;
  };
  let shown = '';
  let { own, after } = heldOn(from);
  return wall(definition.timeZone, from).map(({ date, second }) => {
    if (date !== shown) [shown, own, after] = [date, heldOn(date).own, heldOn(dayBefore(date)).after];
    return own[second] === 1 || after[second] === 1;
  });
}

/** Open milliseconds from the first second up to a moment. */
class Oracle {
  private readonly sums: number[];
  constructor(private readonly open: boolean[], private readonly begin: number) {
    let sum = 0;
    this.sums = open.map((isOpen) => (sum += isOpen ? SECOND : 0));
  }

  /** The first second of which this holds; sums never fall. */
  private first(holds: (sum: number) => boolean): number {
    let [low, high] = [0, this.sums.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (holds(this.sums[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  isOpen(at: number): boolean {
    return this.open[Math.floor((at - this.begin) / SECOND)] ?? false;
  }

  upTo(at: number): number {
    const second = Math.floor((at - this.begin) / SECOND);
    return (this.sums[second - 1] ?? 0) + (this.open[second] ? (at - this.begin) % SECOND : 0);
  }

  nextOpen(at: number): number | undefined {
    if (this.isOpen(at)) return at;
    const second = this.open.indexOf(true, Math.floor((at - this.begin) / SECOND) + 1);
    return second < 0 ? undefined : this.begin + second * SECOND;
  }

  /** The earliest instant at which so much has passed; of less than nothing, the latest. Undefined: not within the days looked at. */
  add(at: number, duration: number): number | undefined {
    if (duration === 0) return at;
    const wanted = this.upTo(at) + duration;
    if (wanted < 0 || (duration < 0 && wanted === 0)) return undefined; // may lie before the first second
    if (duration > 0) {
      const second = this.first((sum) => sum >= wanted);
      return second >= this.open.length ? undefined : this.begin + (second + 1) * SECOND - ((this.sums[second] ?? 0) - wanted);
    }
    const second = this.first((sum) => sum > wanted); // that brings more than is wanted
    if (second >= this.open.length) return undefined;
    return this.begin + second * SECOND + (wanted - (this.sums[second - 1] ?? 0));
  }
}

const clock = (second: number): string => new Date(second * SECOND).toISOString().slice(11, 19);
const time = fc.oneof(fc.integer({ min: 0, max: 47 }).map((half) => clock(half * 1_800).slice(0, 5)), fc.integer({ min: 0, max: 86_399 }).map(clock));
const end = fc.oneof({ weight: 8, arbitrary: time }, { weight: 1, arbitrary: fc.constant('24:00') }, { weight: 1, arbitrary: fc.constant('00:00') });
const window = fc.record({ opens: time, closes: end });

const cases = fc.constantFrom(...PLACES).chain(([timeZone, from]) => {
  const date = fc.integer({ min: -1, max: DAYS }).map((days) => new Date(Date.parse(`${from}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10));
  return fc.record({
    from: fc.constant(from as string),
    definition: fc.record({
      timeZone: fc.constant(timeZone as string),
      weekly: fc.array(fc.record({ day: fc.constantFrom(...WEEKDAYS), opens: time, closes: end }), { minLength: 2, maxLength: 6 }),
      holidays: fc.array(fc.record({ date, name: fc.constant(null) }), { maxLength: 2 }),
      overrides: fc.uniqueArray(fc.record({ date, windows: fc.array(window, { maxLength: 2 }) }), { maxLength: 2, selector: (one) => one.date }),
      breaks: fc.array(fc.record({ date, opens: time, closes: end }), { maxLength: 4 }),
    }),
    asked: fc.array(fc.record({ at: fc.integer({ min: 86_400_000, max: (DAYS - 1) * 86_400_000 }), millis: fc.integer({ min: -40_000_000, max: 40_000_000 }), span: fc.integer({ min: -86_400_000, max: 86_400_000 }) }), { minLength: 12, maxLength: 12 }),
  });
}).filter(({ definition }) => examineCalendar(definition).length === 0);

it('ADD, BETWEEN, NEXT_OPEN and IS_OPEN answer as a clock that is read every second', () => {
  let compared = 0;
  fc.assert(fc.property(cases, ({ definition, from, asked }) => {
    const begin = Date.parse(`${from}T00:00:00Z`);
    const oracle = new Oracle(openSeconds(definition, from), begin);
    const calendar = new BusinessCalendar(definition);
    const iso = (at: number): string => new Date(at).toISOString();
    const ask = (question: BusinessTimeQuestion): ReturnType<typeof businessTime> => businessTime(calendar, question);
    for (const { at, millis, span } of asked) {
      const start = begin + at;
      expect(ask({ op: 'IS_OPEN', start: iso(start) })).toEqual({ instant: null, durationMs: null, open: oracle.isOpen(start), error: null });
      expect(ask({ op: 'BETWEEN', start: iso(start), end: iso(start + span) }).durationMs).toBe(oracle.upTo(start + span) - oracle.upTo(start));
      const next = oracle.nextOpen(start);
      if (next !== undefined) expect(ask({ op: 'NEXT_OPEN', start: iso(start) }).instant).toBe(iso(next));
      const due = oracle.add(start, millis);
      if (due === undefined) continue;
      compared += 1;
      expect(ask({ op: 'ADD', start: iso(start), durationMs: BigInt(millis) }).instant).toBe(iso(due));
    }
  }), { numRuns: 100 });
  expect(compared).toBeGreaterThan(500);
}, 60_000);

describe('the sentences', () => {
  const desk = new BusinessCalendar({
    timeZone: 'Asia/Shanghai', weekly: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day: day as 'MONDAY', opens: '09:00', closes: '18:00' })),
    holidays: [], overrides: [], breaks: [{ date: '2026-11-20', opens: '12:00', closes: '13:00' }],
  });
  const at = (text: string): string => new Date(`${text}+08:00`).toISOString();
  const add = (start: string, durationMs: bigint): string | null => businessTime(desk, { op: 'ADD', start: at(start), durationMs }).instant;

  it.each([
    ['ending at closing time gives closing time', '2026-11-19T09:00:00', 9n * 3_600_000n, '2026-11-19T18:00:00'],
    ['a millisecond more is the next opening and it', '2026-11-19T09:00:00', 9n * 3_600_000n + 1n, '2026-11-20T09:00:00.001'],
    ['nothing is the start, open', '2026-11-19T10:00:00.123', 0n, '2026-11-19T10:00:00.123'],
    ['nothing is the start, closed', '2026-11-21T10:00:00', 0n, '2026-11-21T10:00:00'],
    ['a millisecond from a closed start', '2026-11-21T10:00:00', 1n, '2026-11-23T09:00:00.001'],
    ['back to the opening gives the latest: the opening itself', '2026-11-23T10:00:00', -3_600_000n, '2026-11-23T09:00:00'],
    ['back one millisecond further', '2026-11-23T10:00:00', -3_600_001n, '2026-11-20T17:59:59.999'],
    ['up to a break ends where the break begins', '2026-11-20T09:00:00', 3n * 3_600_000n, '2026-11-20T12:00:00'],
    ['over a break', '2026-11-20T09:00:00', 3n * 3_600_000n + 1n, '2026-11-20T13:00:00.001'],
    ['back over a break', '2026-11-20T13:00:00.001', -2n, '2026-11-20T11:59:59.999'],
  ])('%s', (_, start, duration, expected) => {
    expect(add(start, duration)).toBe(at(expected));
  });

  it('the closing instant is closed, the one before it open; the next opening of an open instant is itself', () => {
    const ask = (op: 'IS_OPEN' | 'NEXT_OPEN', start: string): unknown => {
      const { open, instant } = businessTime(desk, { op, start: at(start) });
      return open ?? instant;
    };
    expect([ask('IS_OPEN', '2026-11-19T18:00:00'), ask('IS_OPEN', '2026-11-19T17:59:59.999'), ask('IS_OPEN', '2026-11-19T09:00:00')]).toEqual([false, true, true]);
    expect([ask('NEXT_OPEN', '2026-11-19T12:00:00'), ask('NEXT_OPEN', '2026-11-19T18:00:00')]).toEqual([at('2026-11-19T12:00:00'), at('2026-11-20T09:00:00')]);
  });

  it('what was added is what lies between, and the other way round is its negative', () => {
    fc.assert(fc.property(fc.integer({ min: -400_000_000, max: 400_000_000 }), fc.integer({ min: 0, max: 700_000_000 }), (millis, shift) => {
      const start = new Date(Date.parse(at('2026-11-18T00:00:00')) + shift).toISOString();
      const end = businessTime(desk, { op: 'ADD', start, durationMs: BigInt(millis) }).instant ?? '';
      expect(businessTime(desk, { op: 'BETWEEN', start, end }).durationMs).toBe(millis);
      expect(businessTime(desk, { op: 'BETWEEN', start: end, end: start }).durationMs).toBe(0 - millis);
    }));
  });
});

it('a thousand operations take less than 50 ms, the calendar included', () => {
  const definition: CalendarDefinition = {
    timeZone: 'Europe/Berlin', weekly: WEEKDAYS.map((day) => ({ day, opens: '09:00', closes: '18:00' })), holidays: [], overrides: [], breaks: [],
  };
  const once = (): number => {
    const began = performance.now();
    const calendar = new BusinessCalendar(definition);
    for (let n = 0; n < 1_000; n += 1) businessTime(calendar, { op: 'ADD', start: new Date(Date.UTC(2026, 0, 1) + n * 31_234_567).toISOString(), durationMs: BigInt(n * 7_654_321) });
    return performance.now() - began;
  };
  const best = Math.min(...Array.from({ length: 5 }, once));
  expect(best).toBeLessThan(50);
});
