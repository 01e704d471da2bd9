import { WEEKDAYS, type CalendarDefinition } from './definition.js';
import { examineCalendar, examineLasting, refuseCalendar } from './examine.js';
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

  it.each(['+08:00', 'UTC+8', '', 'Asia'])('%j is no zone', (timeZone) => {
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
  });

  it('has its limits', () => {
    expect(told({ holidays: Array.from({ length: 5_001 }, () => ({ date: '2026-10-01', name: null })) })).toEqual(['holidays TOO_MANY']);
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
