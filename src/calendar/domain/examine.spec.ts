import fc from 'fast-check';
import { BusinessCalendar } from './business-calendar.js';
import { WEEKDAYS, type CalendarDefinition } from './definition.js';
import { examineCalendar, examineLasting, examineWrittenOut, refuseCalendar } from './examine.js';
import { writtenOut } from './holiday-set.js';
import type { DomainError } from '../../kernel/error.js';

const SOUND: CalendarDefinition = {
  timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY', opens: '09:00', closes: '18:00' }], holidays: [], overrides: [], breaks: [],
};

function told(more: Partial<CalendarDefinition>): string[] {
  return examineCalendar({ ...SOUND, ...more }).map(({ path, code }) => `${path} ${code}`);
}

describe('what is wrong with a calendar', () => {
  it('is told all at once, each with its path', () => {
    expect(told({
      timeZone: 'Mars/Olympus',
      weekly: [{ day: 'MONDAY', opens: '24:00', closes: '25:00' }, { day: 'MONDAY', opens: '9:00', closes: '18:00' }],
      holidays: [{ date: '2026-02-30', name: null }, { date: 'tomorrow', name: null }],
      overrides: [{ date: '2026-13-01', windows: [{ opens: '09:60', closes: '10:00' }] }],
      breaks: [{ date: '2026-1-1', opens: '12:00', closes: '24:00:01' }],
    })).toEqual([
      'timeZone UNKNOWN_ZONE', 'weekly.0.opens NOT_A_TIME', 'weekly.0.closes NOT_A_TIME', 'weekly.1.opens NOT_A_TIME', 'holidays.0 NOT_A_DATE', 'holidays.1 NOT_A_DATE',
      'overrides.0.date NOT_A_DATE', 'overrides.0.windows.0.opens NOT_A_TIME', 'breaks.0.date NOT_A_DATE', 'breaks.0.closes NOT_A_TIME',
    ]);
  });

  it.each(['+08:00', 'UTC+8', '', 'Asia', 'CST'])('%j is no zone', (timeZone) => {
    expect(told({ timeZone })).toEqual(['timeZone UNKNOWN_ZONE']);
  });

  it.each([
    ['on one day', [['MONDAY', '09:00', '12:00'], ['MONDAY', '11:59:59', '13:00']]],
    ['from one night into the next day', [['MONDAY', '22:00', '06:00'], ['TUESDAY', '05:00', '09:00']]],
    ['past midnight by equal times', [['MONDAY', '08:00', '08:00'], ['TUESDAY', '07:00', '09:00']]],
    ['twice the same', [['MONDAY', '09:00', '12:00'], ['MONDAY', '09:00', '12:00']]],
  ] as const)('windows overlap %s', (_, windows) => {
    expect(told({ weekly: windows.map(([day, opens, closes]) => ({ day, opens, closes })) })).toEqual(['weekly.1 OVERLAP']);
  });

  it('the last night of a week may run into its first morning', () => {
    expect(told({ weekly: [{ day: 'SUNDAY', opens: '22:00', closes: '06:00' }, { day: 'MONDAY', opens: '05:00', closes: '09:00' }] })).toEqual(['weekly.1 OVERLAP']);
    expect(told({ weekly: [{ day: 'SUNDAY', opens: '22:00', closes: '05:00' }, { day: 'MONDAY', opens: '05:00', closes: '09:00' }] })).toEqual([]);
  });

  it('the last night is told of each window of the first morning that it meets, and so is a window of Sunday that ends after the last one', () => {
    const morning = [{ day: 'MONDAY' as const, opens: '00:00', closes: '01:00' }, { day: 'MONDAY' as const, opens: '05:00', closes: '09:00' }];
    expect(told({ weekly: [...morning, { day: 'SUNDAY', opens: '22:00', closes: '06:00' }] })).toEqual(['weekly.0 OVERLAP', 'weekly.1 OVERLAP']);
    expect(told({ weekly: [...morning, { day: 'SUNDAY', opens: '10:00', closes: '08:00' }, { day: 'SUNDAY', opens: '20:00', closes: '21:00' }] }))
      .toEqual(['weekly.0 OVERLAP', 'weekly.1 OVERLAP', 'weekly.3 OVERLAP']);
  });

  it('windows that touch do not overlap, nor do nights one after another', () => {
    expect(told({ weekly: WEEKDAYS.map((day) => ({ day, opens: '08:00', closes: '08:00' })) })).toEqual([]);
    expect(told({ weekly: [{ day: 'MONDAY', opens: '09:00', closes: '12:00' }, { day: 'MONDAY', opens: '12:00', closes: '24:00' }] })).toEqual([]);
  });

  it('overrides overlap in themselves and with each other, and stand once a date', () => {
    const night = { opens: '22:00', closes: '06:00' };
    expect(told({ overrides: [{ date: '2026-10-01', windows: [night, { opens: '23:00', closes: '24:00' }] }] })).toEqual(['overrides.0.windows.1 OVERLAP']);
    expect(told({ overrides: [{ date: '2026-10-02', windows: [{ opens: '05:00', closes: '09:00' }] }, { date: '2026-10-01', windows: [night] }] }))
      .toEqual(['overrides.0.windows.0 OVERLAP']);
    expect(told({ overrides: [{ date: '2026-10-01', windows: [] }, { date: '2026-10-01', windows: [night] }] })).toEqual(['overrides.1.date DATE_TWICE']);
  });

  it('a window that is no time hides no overlap of the others', () => {
    const [broken, early, late] = [{ day: 'MONDAY' as const, opens: 'x', closes: '10:00' }, { day: 'MONDAY' as const, opens: '09:00', closes: '12:00' }, { day: 'MONDAY' as const, opens: '11:00', closes: '13:00' }];
    expect(told({ weekly: [early, broken, late] })).toEqual(['weekly.1.opens NOT_A_TIME', 'weekly.2 OVERLAP']);
  });

  it('dates are reckoned from 1900 to 2199', () => {
    const holidays = ['1899-12-31', '1900-01-01', '2199-12-31', '2200-01-01'].map((date) => ({ date, name: null }));
    expect(told({ holidays })).toEqual(['holidays.0 NOT_A_DATE', 'holidays.3 NOT_A_DATE']);
  });

  it('a holiday listed twice is one holiday: lists are joined', () => {
    expect(told({ holidays: [{ date: '2026-10-01', name: null }, { date: '2026-10-01', name: null }] })).toEqual([]);
  });

  it('a calendar that is never open is refused', () => {
    expect(told({ weekly: [] })).toEqual(['weekly NEVER_OPEN']);
    const day = { date: '2026-10-01', windows: [{ opens: '09:00', closes: '10:00' }] };
    expect(told({ weekly: [], overrides: [{ date: '2026-10-01', windows: [] }] })).toEqual(['weekly NEVER_OPEN']);
    expect(told({ weekly: [], overrides: [day] })).toEqual([]);
    expect(told({ weekly: [], overrides: [day], breaks: [{ date: '2026-10-01', opens: '08:00', closes: '12:00' }] })).toEqual(['weekly NEVER_OPEN']);
    expect(told({ timeZone: 'Pacific/Apia', weekly: [], overrides: [{ ...day, date: '2011-12-30' }] })).toEqual(['weekly NEVER_OPEN']); // the day Samoa left out
    const firstNight = { date: '1900-01-01', windows: [{ opens: '00:00', closes: '06:00' }] }; // in Shanghai still 1899, which is not reckoned
    expect(told({ weekly: [], overrides: [firstNight] })).toEqual(['weekly NEVER_OPEN']);
  });

  it('one that is kept lasts for clocks that start in twenty years too: two hours a week are 84 years for the longest target', () => {
    const slow = { ...SOUND, weekly: [{ day: 'MONDAY' as const, opens: '09:00', closes: '11:00' }] };
    const lasting = (now: string): string[] => examineLasting(slow, now).map(({ path, code }) => `${path} ${code}`);
    expect([lasting('2026-11-22T00:00:00.000Z'), lasting('2095-01-01T00:00:00.000Z'), lasting('2100-01-01T00:00:00.000Z')]).toEqual([[], [], ['weekly RUNS_OUT']]);
    expect(examineLasting({ ...slow, timeZone: 'Nowhere' }, '2026-11-22T00:00:00.000Z').map(({ code }) => code)).toEqual(['UNKNOWN_ZONE']);
  });

  it('make-up workdays of a set are not held against an own night beside them, nor against each other: the time counts once', () => {
    const weekly = [{ day: 'MONDAY' as const, opens: '00:00', closes: '06:00' }, { day: 'MONDAY' as const, opens: '20:00', closes: '04:00' }];
    const own = { ...SOUND, weekly, overrides: [{ date: '2026-10-09', windows: [{ opens: '22:00', closes: '08:00' }] }] };
    const name = { en: 'Make-up workday', zh: '补班' };
    const written = writtenOut(own, ['2026-10-10', '2026-10-11'].map((date) => ({ date, name, work: true })), 'MONDAY');
    expect([examineCalendar(own), examineWrittenOut(written, '2026-11-22T00:00:00.000Z')]).toEqual([[], []]);
    const desk = new BusinessCalendar(written); // Friday 22:00 to Saturday 08:00, 20:00 to Sunday 06:00, 20:00 to Monday 06:00, 20:00 to midnight
    expect(desk.between('2026-10-08T16:00:00.000Z', '2026-10-12T16:00:00.000Z')).toBe(34 * 3_600_000);
    expect(examineWrittenOut({ ...written, weekly: [] }, '2026-11-22T00:00:00.000Z')).toMatchObject([{ path: 'weekly', code: 'RUNS_OUT' }]);
  });

  it('has its limits', () => {
    expect(told({ holidays: Array.from({ length: 5_001 }, () => ({ date: '2026-10-01', name: null })) })).toEqual(['holidays TOO_MANY']);
    const minutes = (count: number): CalendarDefinition['overrides'] => [{
      date: '2026-10-01', windows: Array.from({ length: count }, (_, at) => ({ opens: `${String(at >> 1).padStart(2, '0')}:${at % 2}0`, closes: `${String(at >> 1).padStart(2, '0')}:${at % 2}5` })),
    }];
    expect([told({ overrides: minutes(48) }), told({ overrides: minutes(49) })]).toEqual([[], ['overrides.0.windows TOO_MANY']]);
  });

  it('is refused with every problem under the path of the input', () => {
    let refusal: unknown;
    try {
      refuseCalendar(examineCalendar({ ...SOUND, timeZone: 'Nowhere', weekly: [] }), 'calendar.');
    } catch (error) {
      refusal = error;
    }
    const { code, field, details } = refusal as DomainError;
    expect([code, field]).toEqual(['CALENDAR_INVALID', 'calendar.timeZone']);
    expect(details?.['problems']).toMatchObject([{ path: 'calendar.timeZone', code: 'UNKNOWN_ZONE' }]);
    expect(() => refuseCalendar([], 'calendar.')).not.toThrow();
  });
});

describe('overlaps, against minutes that are counted', () => {
  const WEEK = 7 * 1_440;
  const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const half = fc.integer({ min: 0, max: 47 }).map((halves) => clock(halves * 30));
  const daily = fc.record({ opens: half, closes: fc.oneof({ weight: 8, arbitrary: half }, { weight: 1, arbitrary: fc.constant('24:00') }) });
  const of = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  /** The minutes a window covers, from a midnight on; the last night of a week is the first morning's. */
  const minutesOf = (day: number, { opens, closes }: { opens: string; closes: string }, cycle = Number.POSITIVE_INFINITY): number[] => {
    const length = of(closes) > of(opens) ? of(closes) - of(opens) : of(closes) - of(opens) + 1_440;
    return Array.from({ length }, (_, n) => (day * 1_440 + of(opens) + n) % cycle);
  };
  const clash = (one: readonly number[], other: readonly number[]): boolean => one.some((minute) => other.includes(minute));

  /** Some are told where two share a minute, none of the others; each that is told shares one, and those that are not share none with each other. */
  function expectTold(paths: readonly string[], windows: readonly { readonly path: string; readonly minutes: readonly number[] }[]): void {
    const clashing = ({ path, minutes }: (typeof windows)[number], among: typeof windows): boolean => among.some((other) => other.path !== path && clash(minutes, other.minutes));
    for (const path of paths) expect(windows.filter((window) => `${window.path} OVERLAP` === path && clashing(window, windows))).toHaveLength(1);
    const left = windows.filter(({ path }) => !paths.includes(`${path} OVERLAP`));
    expect(left.filter((window) => clashing(window, left))).toEqual([]);
  }

  it('of the week, which runs in a circle', () => {
    fc.assert(fc.property(fc.array(fc.record({ day: fc.nat(6), window: daily }), { minLength: 1, maxLength: 6 }), (week) => {
      const weekly = week.map(({ day, window }) => ({ day: WEEKDAYS[day] ?? 'MONDAY', ...window }));
      expectTold(told({ weekly }), week.map(({ day, window }, index) => ({ path: `weekly.${index}`, minutes: minutesOf(day, window, WEEK) })));
    }), { numRuns: 200 });
  });

  it('of overrides among themselves, over the end of a leap day and of a year too, and never with the week', () => {
    const dates = fc.constantFrom(['2027-12-30', '2027-12-31', '2028-01-01', '2028-01-02'], ['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01']);
    const picked = fc.uniqueArray(fc.record({ day: fc.nat(3), windows: fc.array(daily, { maxLength: 3 }) }), { maxLength: 4, selector: ({ day }) => day });
    fc.assert(fc.property(dates, picked, (four, list) => {
      const weekly = WEEKDAYS.map((day) => ({ day, opens: '00:00', closes: '24:00' }));
      const overrides = list.map(({ day, windows }) => ({ date: four[day] ?? '', windows }));
      expectTold(told({ weekly, overrides }), list.flatMap(({ day, windows }, index) => windows.map((window, nth) => ({ path: `overrides.${index}.windows.${nth}`, minutes: minutesOf(day, window) }))));
    }), { numRuns: 200 });
  });
});
