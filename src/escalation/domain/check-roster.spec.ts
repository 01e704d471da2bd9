import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS } from '../../calendar/domain/index.js';
import { checkRoster } from './check-roster.js';
import { DutyHours } from './roster.js';

const daily = (opens: string, closes: string): object[] => WEEKDAYS.map((day) => ({ day, opens, closes }));
const member = (n: number): string => `mem_00000000-0000-7000-8000-00000000000${n}`;
const roster = (shifts: object[], more: object = {}): object => ({ timeZone: 'Asia/Shanghai', shifts: shifts.map((shift, at) => ({ memberId: member(at), ...shift })), ...more });
const found = (body: object): string[] => checkRoster(body).map(({ path, text }) => `${path}: ${text.en}`);

describe('gaps', () => {
  it('none where shifts meet, over midnight and over the end of the week too', () => {
    expect(found(roster([{ weekly: daily('08:00', '20:00') }, { weekly: daily('20:00', '08:00') }]))).toEqual([]);
    expect(found(roster([{ weekly: daily('00:00', '00:00') }]))).toEqual([]);
    expect(found(roster([{ weekly: daily('00:00', '24:00') }], { covers: daily('22:00', '06:00') }))).toEqual([]);
  });

  it('each with its place, to the minute', () => {
    expect(found(roster([{ weekly: daily('00:00', '24:00').slice(1) }]))).toEqual(['shifts: Nobody is on duty MONDAY 00:00 - MONDAY 00:00.'].map((text) => text.replace('- MONDAY', '- TUESDAY')));
    expect(found(roster([{ weekly: daily('09:00', '18:00') }], { covers: daily('09:00', '18:30').slice(0, 1) }))).toEqual(['covers.0: Nobody is on duty MONDAY 18:00 - MONDAY 18:30.']);
  });

  it('on a date of its own: the night before still covers its morning, and a day off must be covered by others', () => {
    const night = { weekly: daily('20:00', '08:00') };
    const off = { weekly: daily('08:00', '20:00'), dates: [{ date: '2026-10-01', windows: [] }] };
    expect(found(roster([night, off]))).toEqual(['shifts.1.dates.0: Nobody is on duty 2026-10-01 08:00 - 20:00.']);
    expect(found(roster([night, off, { weekly: [], dates: [{ date: '2026-10-01', windows: [{ opens: '08:00', closes: '20:00' }] }] }]))).toEqual([]);
  });

  it('of a night that is not worked lie on both its dates, also where only the morning is asked for', () => {
    const nights = (more: object): object => roster([{ weekly: daily('20:00', '08:00'), dates: [{ date: '2026-12-25', windows: [] }] }], more);
    const [evening, morning] = ['2026-12-25 20:00 - 24:00', '2026-12-26 00:00 - 08:00'].map((gap) => `shifts.0.dates.0: Nobody is on duty ${gap}.`);
    expect(found(nights({ covers: daily('20:00', '08:00') }))).toEqual([evening, morning]);
    expect(found(nights({ covers: daily('00:00', '08:00') }))).toEqual([morning]);
    expect(found(nights({ covers: daily('20:00', '24:00') }))).toEqual([evening]);
    expect(found(nights({ covers: [] }))).toEqual([]);
  });

  it('of a morning that is not worked are missed in the night that was asked for the day before', () => {
    const dates = [{ date: '2026-12-25', windows: [{ opens: '20:00', closes: '24:00' }] }];
    const halves = [...daily('00:00', '08:00'), ...daily('20:00', '24:00')];
    expect(found(roster([{ weekly: halves, dates }], { covers: daily('20:00', '08:00') }))).toEqual(['shifts.0.dates.0: Nobody is on duty 2026-12-25 00:00 - 08:00.']);
  });

  it('none where the night of Sunday is asked for at once and worked by halves', () => {
    const halves = [...daily('20:00', '24:00'), ...daily('00:00', '08:00')];
    expect(found(roster([{ weekly: halves }], { covers: daily('20:00', '08:00') }))).toEqual([]);
    expect(found(roster([{ weekly: halves.filter((_, at) => at !== 7) }], { covers: daily('20:00', '08:00').slice(6) })))
      .toEqual(['covers.0: Nobody is on duty MONDAY 00:00 - MONDAY 08:00.']);
  });

  it('shorter than a minute are told to the second', () => {
    expect(found(roster([{ weekly: [...daily('09:00', '12:00'), ...daily('12:00:01', '18:00')] }], { covers: daily('09:00', '18:00').slice(0, 1) })))
      .toEqual(['covers.0: Nobody is on duty MONDAY 12:00 - MONDAY 12:00:01.']);
  });

  it('on a date of its own are told once, and filled by those of its weekday, the night of the day before included', () => {
    const off = { weekly: daily('08:00', '20:00'), dates: [{ date: '2026-10-01', windows: [] }] }; // a Thursday
    const only = (day: string, opens: string, closes: string): object => ({ weekly: [{ day, opens, closes }] });
    const thursday = { covers: [{ day: 'THURSDAY', opens: '00:00', closes: '20:00' }] };
    const nights = only('WEDNESDAY', '20:00', '08:00');
    expect(found(roster([nights, off, off], thursday))).toEqual(['shifts.1.dates.0: Nobody is on duty 2026-10-01 08:00 - 20:00.']);
    expect(found(roster([nights, off, only('FRIDAY', '08:00', '20:00')], thursday))).toHaveLength(1);
    expect(found(roster([nights, off, only('THURSDAY', '08:00', '20:00')], thursday))).toEqual([]);
    expect(found(roster([only('FRIDAY', '20:00', '08:00'), only('THURSDAY', '00:00', '08:00'), off], thursday))).toEqual(['shifts.2.dates.0: Nobody is on duty 2026-10-01 08:00 - 20:00.']);
  });

  it('on a date of its own: the night that follows is missed too, and the morning that the day before asks for', () => {
    const [day, late] = [{ weekly: daily('06:00', '22:00') }, { weekly: [], dates: [{ date: '2026-10-01', windows: [{ opens: '22:00', closes: '24:00' }] }] }];
    const night = { weekly: daily('22:00', '06:00'), dates: [{ date: '2026-10-01', windows: [] }] };
    expect(found(roster([day, night, late]))).toEqual(['shifts.1.dates.0: Nobody is on duty 2026-10-02 00:00 - 06:00.']);
    const [evening, morning] = [{ weekly: daily('22:00', '24:00') }, { weekly: daily('00:00', '06:00'), dates: [{ date: '2026-10-01', windows: [] }] }];
    expect(found(roster([evening, morning], { covers: daily('22:00', '06:00') }))).toEqual(['shifts.1.dates.0: Nobody is on duty 2026-10-01 00:00 - 06:00.']);
  });

  it('are told where a model that goes through the half hours finds one, and nowhere else', () => {
    const clock = (half: number): string => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
    const daysOfWindows = fc.subarray([...WEEKDAYS], { minLength: 5 });
    const window = fc.record({ opens: fc.constantFrom(0, 12, 16, 40, 44), closes: fc.constantFrom(0, 12, 16, 40, 44, 48) });
    const shown = ({ opens, closes }: { opens: number; closes: number }): object => ({ opens: clock(opens), closes: clock(closes) });
    const shift = fc.record({ days: daysOfWindows, window, dates: fc.uniqueArray(fc.record({ on: fc.integer({ min: 8, max: 12 }), window: fc.option(window) }), { maxLength: 2, selector: ({ on }) => on }) });
    const monday = Date.UTC(2026, 10, 23);
    const holds = (half: number, on: number, { opens, closes }: { opens: number; closes: number }): boolean => half >= on * 48 + opens && half < on * 48 + closes + (closes <= opens ? 48 : 0);
    let complete = 0;
    fc.assert(fc.property(fc.array(shift, { minLength: 2, maxLength: 4 }), fc.option(fc.record({ days: daysOfWindows, window })), (shifts, covers) => {
      const body = roster(shifts.map(({ days, window: usual, dates }) => ({
        weekly: days.map((day) => ({ day, ...shown(usual) })),
        dates: dates.map(({ on, window: own }) => ({ date: new Date(monday + on * 86_400_000).toISOString().slice(0, 10), windows: own ? [shown(own)] : [] })),
      })), covers ? { covers: covers.days.map((day) => ({ day, ...shown(covers.window) })) } : {});
      const problems = checkRoster(body);
      fc.pre(problems.every(({ code }) => code === 'GAP'));
      const days = Array.from({ length: 22 }, (_, on) => on);
      const asked = (half: number): boolean => covers === null || days.some((on) => covers.days.includes(WEEKDAYS[on % 7] ?? 'MONDAY') && holds(half, on, covers.window));
      const there = (half: number): boolean => shifts.some(({ days: usual, window: hours, dates }) => days.some((on) => {
        const own = dates.find((date) => date.on === on);
        return own ? own.window !== null && holds(half, on, own.window) : usual.includes(WEEKDAYS[on % 7] ?? 'MONDAY') && holds(half, on, hours);
      }));
      const missing = Array.from({ length: 14 * 48 }, (_, half) => half + 4 * 48).some((half) => asked(half) && !there(half));
      expect([JSON.stringify(body), problems.length > 0]).toEqual([JSON.stringify(body), missing]);
      if (!missing) complete += 1;
    }), { numRuns: 200 });
    expect(complete).toBeGreaterThan(5);
  });

  it('nobody asked for, none missing', () => {
    expect(found(roster([], { covers: [] }))).toEqual([]);
  });
});

it('windows that are no times or overlap are told where they stand, and an unknown zone once', () => {
  const [late, twice] = [{ opens: '25:00', closes: '26:00' }, { opens: '09:00', closes: '12:00' }];
  const body = { timeZone: 'UTC', covers: [{ day: 'MONDAY', ...late, closes: '12:00' }], shifts: [
    { memberId: member(0), weekly: [{ day: 'MONDAY', ...twice }, { day: 'MONDAY', ...twice }] },
    { memberId: member(1), weekly: [], dates: [{ date: '2026-10-01', windows: [late] }] },
  ] };
  const told = (input: object): string[] => checkRoster(input).map(({ path, code }) => `${path} ${code}`);
  expect(told(body)).toEqual(['shifts.0.weekly.1 OVERLAP', 'shifts.1.dates.0.windows.0.opens NOT_A_TIME', 'shifts.1.dates.0.windows.0.closes NOT_A_TIME', 'covers.0.opens NOT_A_TIME']);
  expect(told({ timeZone: 'Mars', shifts: [{ memberId: member(0), weekly: daily('00:00', '24:00') }, { memberId: member(1), weekly: [] }] })).toEqual(['timeZone UNKNOWN_ZONE']);
});

it('a member stands in it once', () => {
  expect(checkRoster({ timeZone: 'UTC', shifts: [{ memberId: member(1), weekly: daily('00:00', '24:00') }, { memberId: member(1), weekly: [] }] })).toMatchObject([{ path: 'shifts.1.memberId', code: 'MEMBER_TWICE' }]);
});

it.each([null, 7, [], {}, { timeZone: 'UTC' }, { timeZone: 'UTC', shifts: [{}] }, { timeZone: 'UTC', shifts: [{ memberId: 'x', weekly: [{}] }] }])('answers problems and does not fail on %j', (input) => {
  expect(checkRoster(input).length).toBeGreaterThan(0);
});

it('hours are half-open wall-clock time of the roster’s zone, and begin at the next opening', () => {
  const [hours, one] = [new DutyHours(roster([{ weekly: daily('09:00', '18:00') }]) as never), member(0).slice(4)];
  expect([hours.isOn(one, '2026-12-01T01:00:00.000Z'), hours.isOn(one, '2026-12-01T10:00:00.000Z')]).toEqual([true, false]);
  expect(hours.next(one, '2026-12-01T10:00:00.000Z')).toBe('2026-12-02T01:00:00.000Z');
  expect(hours.next(one, '2026-12-01T05:00:00.000Z')).toBe('2026-12-01T05:00:00.000Z');
  expect([hours.isOn('nobody', '2026-12-01T01:00:00.000Z'), hours.next('nobody', '2026-12-01T01:00:00.000Z')]).toEqual([false, null]);
});

it('who has single dates alone, or none, comes to an end of their shifts', () => {
  const evening = [{ opens: '20:00', closes: '04:00' }];
  const shifts = [{ weekly: [], dates: [{ date: '2026-12-24', windows: evening }, { date: '2026-12-02', windows: [] }] }, { weekly: [] }, { weekly: [], dates: [{ date: '2026-12-24', windows: [] }] }];
  const hours = new DutyHours(roster(shifts, { timeZone: 'America/Los_Angeles' }) as never);
  const next = (n: number, at: string): string | null => hours.next(member(n).slice(4), at);
  expect(next(0, '2026-12-01T00:00:00.000Z')).toBe('2026-12-25T04:00:00.000Z');
  expect(next(0, '2026-12-25T11:59:59.999Z')).toBe('2026-12-25T11:59:59.999Z');
  expect([next(0, '2026-12-25T12:00:00.000Z'), next(0, '2030-01-01T00:00:00.000Z')]).toEqual([null, null]);
  expect([next(1, '2026-12-01T00:00:00.000Z'), next(2, '2026-12-01T00:00:00.000Z')]).toEqual([null, null]);
});

it('a roster as large as the form allows is gone through once, not once per date', () => {
  const dates = Array.from({ length: 2_000 }, (_, day) => ({ date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10), windows: [] }));
  const shifts = Array.from({ length: 20 }, (_, at) => ({ memberId: `mem_00000000-0000-7000-8000-${String(at).padStart(12, '0')}`, weekly: daily('00:00', '24:00'), dates }));
  const began = performance.now();
  expect(checkRoster({ timeZone: 'UTC', shifts }).length).toBe(20);
  expect(performance.now() - began).toBeLessThan(10_000); // half a second here; once per date it would be minutes
});
