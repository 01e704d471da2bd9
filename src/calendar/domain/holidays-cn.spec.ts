import { checkHolidayYear, knownUntil, missingYear, writtenOut, type HolidayYear } from './holiday-set.js';
import { HOLIDAYS_CN } from './holidays-cn.js';
import { BusinessCalendar } from './business-calendar.js';
import { WEEKDAYS } from './definition.js';

/** Days off and days worked by year, counted in the notices. */
const COUNTS = [[2023, 27, 7], [2024, 28, 8], [2025, 28, 5], [2026, 33, 6]] as const;

describe('public holidays of China', () => {
  it.each(COUNTS)('%i has as many days off and worked as its notice', (year, off, worked) => {
    const days = HOLIDAYS_CN.find((one) => one.year === year)?.days ?? [];
    expect([days.filter(({ work }) => !work).length, days.filter(({ work }) => work).length]).toEqual([off, worked]);
    expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
  });

  it('works only at weekends to make up', () => {
    const worked = HOLIDAYS_CN.flatMap(({ days }) => days.filter(({ work }) => work));
    expect(worked.filter(({ date }) => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()))).toEqual([]);
  });

  it('names its source, year by year', () => {
    expect(HOLIDAYS_CN.map(({ source }) => /国办发明电〔(\d{4})〕\d+号/.exec(source)?.[1])).toEqual(['2022', '2023', '2024', '2025']);
  });

  it('closes an office on them and opens it on make-up workdays', () => {
    const own = { timeZone: 'Asia/Shanghai', weekly: WEEKDAYS.slice(0, 5).map((day) => ({ day, opens: '09:00', closes: '18:00' })), holidays: [], overrides: [], breaks: [] };
    const office = new BusinessCalendar(writtenOut(own, HOLIDAYS_CN.flatMap(({ days }) => days), 'MONDAY'));
    // 2026 has 261 weekdays, 22 of which are off, and 6 weekend days are worked.
    const off = HOLIDAYS_CN[3]?.days.filter(({ date, work }) => !work && ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay())).length ?? 0;
    expect(office.between('2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z') / 32_400_000).toBe(261 - off + 6);
    expect(office.isOpen('2026-02-14T02:00:00.000Z')).toBe(true); // a Saturday
    expect(office.isOpen('2026-02-16T02:00:00.000Z')).toBe(false); // a Monday
  });

  it('an own override comes before the make-up workday of its date', () => {
    const own = { timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY' as const, opens: '09:00', closes: '18:00' }], holidays: [], overrides: [{ date: '2026-02-14', windows: [] }], breaks: [] };
    expect(writtenOut(own, HOLIDAYS_CN[3]?.days ?? [], 'MONDAY').overrides.filter(({ date }) => date === '2026-02-14')).toEqual([{ date: '2026-02-14', windows: [] }]);
    expect(writtenOut(own, HOLIDAYS_CN[3]?.days ?? [], null).overrides).toHaveLength(1);
  });

  it('an own holiday comes before the make-up workday of its date', () => {
    const own = { timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY' as const, opens: '09:00', closes: '18:00' }], holidays: [{ date: '2026-02-14', name: null }], overrides: [], breaks: [] };
    const office = new BusinessCalendar(writtenOut(own, HOLIDAYS_CN[3]?.days ?? [], 'MONDAY'));
    expect(['2026-02-14', '2026-02-28'].map((date) => office.isOpen(`${date}T02:00:00.000Z`))).toEqual([false, true]);
  });
});

describe('a year that is missing', () => {
  it('is told from October of the year before', () => {
    expect([missingYear(2026, '2026-09-30'), missingYear(2026, '2026-10-01'), missingYear(2026, '2026-12-31')]).toEqual([null, 2027, 2027]);
    expect([missingYear(2026, '2027-02-01'), missingYear(2024, '2026-02-01'), missingYear(null, '2026-11-22')]).toEqual([2027, 2025, null]);
  });

  it('is the first after the years known without a gap', () => {
    expect([knownUntil([2025, 2023, 2024]), knownUntil([2023, 2024, 2026]), knownUntil([2025, 2023]), knownUntil([])]).toEqual([2025, 2024, 2023, null]);
  });
});

describe('a holiday', () => {
  const name = (text: string): { en: string; zh: string } => ({ en: text, zh: text });
  const day = (date: string, text = 'Set'): HolidayYear['days'][number] => ({ date, name: name(text), work: false });

  it('of its own has the name given, or that of the set where none is', () => {
    const own = { timeZone: 'UTC', weekly: [], holidays: [{ date: '2027-01-01', name: null }, { date: '2027-01-02', name: name('Own') }, { date: '2027-01-03', name: null }], overrides: [], breaks: [] };
    expect(writtenOut(own, [day('2027-01-01'), day('2027-01-02')], null).holidays).toEqual([
      { date: '2027-01-01', name: name('Set') }, { date: '2027-01-02', name: name('Own') }, { date: '2027-01-03', name: null },
    ]);
  });

  it('is brought in with a year it lies in or beside, once, and with 1 to 400 of them', () => {
    const refused = (year: number, dates: readonly string[]): string | undefined => {
      try {
        checkHolidayYear({ year, source: 'notice', days: dates.map((date) => day(date)) }, 'input.');
        return undefined;
      } catch (error) {
        return (error as { field?: string }).field;
      }
    };
    const days = (count: number): string[] => Array.from({ length: count }, (_, at) => new Date(Date.UTC(2026, 11, 1 + at)).toISOString().slice(0, 10));
    expect(refused(2027, ['2026-12-01', '2027-06-01', '2028-01-31'])).toBeUndefined();
    expect([refused(2000, ['2000-01-01']), refused(2198, ['2198-01-01']), refused(1999, ['1999-01-01']), refused(2199, ['2199-01-01'])]).toEqual([undefined, undefined, 'input.year', 'input.year']);
    expect([['2026-11-30'], ['2028-02-01'], ['2027-02-30'], ['2027-01-01', '2027-01-01']].map((dates) => refused(2027, dates)))
      .toEqual(['input.days.0.date', 'input.days.0.date', 'input.days.0.date', 'input.days.1.date']);
    expect([refused(2027, []), refused(2027, [...days(400), '2027-01-01'])]).toEqual(['input.days', 'input.days']);
    expect(refused(2027, days(400))).toBeUndefined();
  });
});
