import { BusinessCalendar } from './business-calendar.js';
import { WEEKDAYS, type CalendarDefinition } from './definition.js';

const NINE_TO_SIX = WEEKDAYS.slice(0, 5).map((day) => ({ day, opens: '09:00', closes: '18:00' }));
const HOUR = 3_600_000;

function calendar(more: Partial<CalendarDefinition> = {}): BusinessCalendar {
  return new BusinessCalendar({ timeZone: 'Asia/Shanghai', weekly: NINE_TO_SIX, holidays: [], overrides: [], breaks: [], ...more });
}

/** All around the clock in a zone, so that only the zone is asked about. */
function always(timeZone: string): BusinessCalendar {
  return calendar({ timeZone, weekly: WEEKDAYS.map((day) => ({ day, opens: '00:00', closes: '24:00' })) });
}

describe('adding and counting', () => {
  it('ends at closing time and not at the next opening; the closing instant is closed', () => {
    const desk = calendar();
    expect(desk.add('2026-11-20T01:00:00.000Z', 9 * HOUR)).toBe('2026-11-20T10:00:00.000Z'); // Friday 9:00 to 18:00 in Shanghai
    expect(desk.add('2026-11-20T01:00:00.000Z', 9 * HOUR + 1)).toBe('2026-11-23T01:00:00.001Z');
    expect(desk.isOpen('2026-11-20T10:00:00.000Z')).toBe(false);
    expect(desk.isOpen('2026-11-20T09:59:59.999Z')).toBe(true);
    expect(desk.isOpen('2026-11-20T01:00:00.000Z')).toBe(true);
  });

  it('adds nothing to an instant that is closed and leaves it', () => {
    expect(calendar().add('2026-11-21T05:00:00.123Z', 0)).toBe('2026-11-21T05:00:00.123Z');
  });

  it('goes back to the latest instant: at an opening, not at the closing before it', () => {
    const desk = calendar();
    expect(desk.add('2026-11-23T02:00:00.000Z', -HOUR)).toBe('2026-11-23T01:00:00.000Z');
    expect(desk.add('2026-11-23T02:00:00.000Z', -HOUR - 1)).toBe('2026-11-20T09:59:59.999Z');
    expect(desk.add('2026-11-22T05:00:00.000Z', -1)).toBe('2026-11-20T09:59:59.999Z');
  });

  it('counts backwards as negative, and keeps milliseconds', () => {
    const desk = calendar();
    expect(desk.between('2026-11-20T09:59:59.250Z', '2026-11-23T01:00:00.500Z')).toBe(1_250);
    expect(desk.between('2026-11-23T01:00:00.500Z', '2026-11-20T09:59:59.250Z')).toBe(-1_250);
  });

  it('opens next at once when it is open', () => {
    const desk = calendar();
    expect(desk.nextOpen('2026-11-20T05:00:00.007Z')).toBe('2026-11-20T05:00:00.007Z');
    expect(desk.nextOpen('2026-11-20T10:00:00.000Z')).toBe('2026-11-23T01:00:00.000Z');
  });

  it('reaches over decades, in both directions', () => {
    const desk = calendar();
    const year = desk.between('2030-01-01T00:00:00.000Z', '2050-01-01T00:00:00.000Z');
    expect(year).toBe(5_219 * 9 * HOUR);
    expect(desk.between('2010-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z')).toBe(5_217 * 9 * HOUR);
    expect(desk.add('2050-01-01T00:00:00.000Z', -year)).toBe('2030-01-01T01:00:00.000Z');
  });

  it('refuses what lies beyond the years it reckons', () => {
    expect(() => calendar().between('2026-01-01T00:00:00.000Z', '2200-01-01T00:00:00.000Z')).toThrow('INVALID_INPUT');
    expect(() => calendar().add('2199-12-30T00:00:00.000Z', 1_000 * HOUR)).toThrow('INVALID_INPUT');
  });

  it('ends when a calendar has one open date and that is over: no endless loop', () => {
    const once = calendar({ weekly: [], overrides: [{ date: '2026-05-01', windows: [{ opens: '09:00', closes: '10:00' }] }] });
    expect(once.nextOpen('2025-01-01T00:00:00.000Z')).toBe('2026-05-01T01:00:00.000Z');
    expect(once.add('2027-01-01T00:00:00.000Z', -HOUR)).toBe('2026-05-01T01:00:00.000Z');
    expect(() => once.nextOpen('2027-01-01T00:00:00.000Z')).toThrow('INVALID_INPUT');
    expect(() => once.add('2027-01-01T00:00:00.000Z', -HOUR - 1)).toThrow('INVALID_INPUT');
  });
});

describe('windows', () => {
  it('has a lunch break, a night shift and a day that ends at 24:00 in one week', () => {
    const desk = calendar({
      weekly: [
        { day: 'MONDAY', opens: '09:00', closes: '12:00' }, { day: 'MONDAY', opens: '13:00', closes: '18:00' },
        { day: 'TUESDAY', opens: '22:00', closes: '06:00' }, { day: 'THURSDAY', opens: '20:00', closes: '24:00' },
      ],
    });
    expect(desk.between('2026-11-22T16:00:00.000Z', '2026-11-29T16:00:00.000Z')).toBe((3 + 5 + 8 + 4) * HOUR);
    expect(desk.add('2026-11-23T01:00:00.000Z', 4 * HOUR)).toBe('2026-11-23T06:00:00.000Z');
    expect(desk.isOpen('2026-11-24T21:59:59.999Z')).toBe(true); // Wednesday 05:59:59 belongs to Tuesday's window
    expect(desk.isOpen('2026-11-24T22:00:00.000Z')).toBe(false);
  });

  it('knows seconds, and takes equal times for a whole day', () => {
    const desk = calendar({ weekly: [{ day: 'MONDAY', opens: '09:00:30', closes: '09:01' }, { day: 'WEDNESDAY', opens: '08:00', closes: '08:00' }] });
    expect(desk.between('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z')).toBe(30_000);
    expect(desk.between('2026-11-24T16:00:00.000Z', '2026-11-26T16:00:00.000Z')).toBe(24 * HOUR);
  });

  it('leaves weekdays without windows closed, whichever they are', () => {
    const desk = calendar({ weekly: [{ day: 'SATURDAY', opens: '09:00', closes: '10:00' }] });
    expect(desk.nextOpen('2026-11-23T00:00:00.000Z')).toBe('2026-11-28T01:00:00.000Z');
  });
});

describe('special dates', () => {
  it('puts an override before a holiday and a holiday before the weekday', () => {
    const desk = calendar({
      holidays: ['2026-10-01', '2026-10-02'].map((date) => ({ date, name: null })),
      overrides: [{ date: '2026-10-02', windows: [{ opens: '10:00', closes: '11:00' }] }, { date: '2026-10-05', windows: [] }],
    });
    expect(desk.nextOpen('2026-09-30T10:00:00.000Z')).toBe('2026-10-02T02:00:00.000Z');
    expect(desk.nextOpen('2026-10-02T03:00:00.000Z')).toBe('2026-10-06T01:00:00.000Z');
  });

  it('keeps the night of the day before: a window belongs to the date it opens on', () => {
    const nights = WEEKDAYS.map((day) => ({ day, opens: '22:00', closes: '06:00' }));
    const closed = [{ holidays: [{ date: '2026-10-01', name: null }] }, { overrides: [{ date: '2026-10-01', windows: [] }] }];
    for (const more of closed) {
      const desk = calendar({ weekly: nights, ...more });
      expect(desk.isOpen('2026-09-30T21:00:00.000Z')).toBe(true); // 1 October, 05:00
      expect(desk.isOpen('2026-10-01T15:00:00.000Z')).toBe(false); // 1 October, 23:00
      expect(desk.isOpen('2026-10-01T18:00:00.000Z')).toBe(false); // 2 October, 02:00
    }
  });

  it('keeps the windows of a date whole where a break of the night before lies in them', () => {
    const desk = calendar({
      weekly: [{ day: 'SATURDAY', opens: '00:00', closes: '24:00' }],
      overrides: [{ date: '2026-11-27', windows: [{ opens: '00:20', closes: '00:20' }] }],
      breaks: [{ date: '2026-11-27', opens: '00:00', closes: '00:10' }],
    });
    expect(desk.between('2026-11-26T16:00:00.000Z', '2026-11-29T16:00:00.000Z')).toBe((23 * 60 + 40 + 24 * 60) * 60_000);
    expect(desk.isOpen('2026-11-27T16:05:00.000Z')).toBe(true); // Saturday, 00:05: open by its own window
    expect(desk.add('2026-11-26T16:20:00.000Z', 24 * HOUR)).toBe('2026-11-27T16:20:00.000Z');
  });

  it('gives a break its place by the windows of the date, not by what another break has left of them: their order does not matter', () => {
    const breaks = [{ date: '2026-11-23', opens: '07:00', closes: '09:00' }, { date: '2026-11-23', opens: '07:30', closes: '08:30' }];
    for (const listed of [breaks, [...breaks].reverse()]) {
      const desk = calendar({ weekly: [{ day: 'MONDAY', opens: '08:00', closes: '08:00' }], breaks: listed });
      expect(desk.segments('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z').map(({ from, closed }) => [from, closed?.reason ?? 'OPEN'])).toEqual([
        ['2026-11-23T00:00:00.000Z', 'BREAK'], ['2026-11-23T01:00:00.000Z', 'OPEN'], // until Tuesday 08:00: nothing is cut out of its morning
      ]);
    }
  });

  it('cuts a break out of the windows of its date, past midnight too where it lies there, and out of no other', () => {
    const nights = WEEKDAYS.map((day) => ({ day, opens: '22:00', closes: '06:00' }));
    const desk = calendar({ weekly: nights, breaks: [{ date: '2026-11-23', opens: '02:00', closes: '03:00' }, { date: '2026-11-25', opens: '23:30', closes: '00:30' }] });
    expect(desk.isOpen('2026-11-22T18:30:00.000Z')).toBe(true); // the 23rd, 02:30: the window of the 22nd
    expect(desk.isOpen('2026-11-23T18:30:00.000Z')).toBe(false); // the 24th, 02:30: the window of the 23rd
    expect(desk.between('2026-11-25T14:00:00.000Z', '2026-11-25T22:00:00.000Z')).toBe(7 * HOUR);
  });
});

describe('clocks that are changed', () => {
  it('counts 23 and 25 hours of a day that is open all day', () => {
    const berlin = always('Europe/Berlin');
    expect(berlin.between('2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z')).toBe(23 * HOUR);
    expect(berlin.between('2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z')).toBe(25 * HOUR);
  });

  it('moves an edge in a skipped hour to the instant the clock jumps', () => {
    const desk = calendar({ timeZone: 'Europe/Berlin', weekly: [{ day: 'SUNDAY', opens: '02:30', closes: '05:00' }, { day: 'SUNDAY', opens: '00:00', closes: '02:15' }] });
    expect(desk.nextOpen('2026-03-29T01:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z'); // 01:59:59 is followed by 03:00
    expect(desk.between('2026-03-28T23:00:00.000Z', '2026-03-29T03:00:00.000Z')).toBe(4 * HOUR);
    expect(desk.isOpen('2026-03-29T00:59:59.999Z')).toBe(true);
  });

  it('is open both times the clock shows an open time', () => {
    const desk = calendar({ timeZone: 'Europe/Berlin', weekly: [{ day: 'SUNDAY', opens: '02:15', closes: '02:45' }] });
    expect(desk.between('2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z')).toBe(HOUR);
    expect(desk.nextOpen('2026-10-25T00:45:00.000Z')).toBe('2026-10-25T01:15:00.000Z');
  });

  it('knows half hours, a day that never was, and offsets of seconds', () => {
    expect(calendar({ timeZone: 'Australia/Lord_Howe', weekly: [{ day: 'SUNDAY', opens: '01:00', closes: '03:00' }] })
      .between('2026-04-04T10:00:00.000Z', '2026-04-05T10:00:00.000Z')).toBe(2.5 * HOUR);
    expect(calendar({ timeZone: 'Pacific/Apia' }).between('2011-12-29T10:00:00.000Z', '2011-12-31T10:00:00.000Z')).toBe(9 * HOUR); // Thursday, then Saturday
    expect(calendar({ weekly: NINE_TO_SIX }).nextOpen('1900-01-01T00:00:00.000Z')).toBe('1900-01-01T00:54:17.000Z');
  });
});

describe('segments', () => {
  it('say why nothing counts', () => {
    const name = { en: 'National Day', zh: '国庆节' };
    const desk = calendar({
      holidays: [{ date: '2026-10-01', name }], overrides: [{ date: '2026-10-02', windows: [] }], breaks: [{ date: '2026-09-30', opens: '12:00', closes: '13:00' }],
    });
    const told = desk.segments('2026-09-30T03:00:00.000Z', '2026-10-05T01:00:00.000Z').map(({ from, closed }) => [from, closed?.reason ?? 'OPEN', closed?.name ?? null]);
    expect(told).toEqual([
      ['2026-09-30T03:00:00.000Z', 'OPEN', null],
      ['2026-09-30T04:00:00.000Z', 'BREAK', null],
      ['2026-09-30T05:00:00.000Z', 'OPEN', null],
      ['2026-09-30T10:00:00.000Z', 'OUTSIDE_HOURS', null],
      ['2026-09-30T16:00:00.000Z', 'HOLIDAY', name],
      ['2026-10-01T16:00:00.000Z', 'OVERRIDE', null],
      ['2026-10-02T16:00:00.000Z', 'WEEKEND', null],
      ['2026-10-04T16:00:00.000Z', 'OUTSIDE_HOURS', null],
    ]);
    expect(desk.segments('2026-10-05T01:00:00.000Z', '2026-10-05T01:00:00.000Z')).toEqual([]);
  });

  it('are cut where the reason changes and nowhere else: at each break of a date and each holiday, not at midnight', () => {
    const [eve, day] = [{ en: 'Eve', zh: '除夕' }, { en: 'New Year', zh: '新年' }];
    const desk = calendar({
      timeZone: 'UTC', holidays: [{ date: '2026-12-31', name: eve }, { date: '2027-01-01', name: day }],
      overrides: [{ date: '2026-12-30', windows: [{ opens: '10:00', closes: '16:00' }] }],
      breaks: [{ date: '2026-12-30', opens: '11:00', closes: '12:00' }, { date: '2026-12-30', opens: '14:00', closes: '15:00' }],
    });
    const told = desk.segments('2026-12-29T18:00:00.000Z', '2027-01-02T00:00:00.000Z').map(({ from, to, closed }) => [from.slice(5, 13), to.slice(5, 13), closed?.reason ?? 'OPEN', closed?.name ?? null]);
    expect(told).toEqual([
      ['12-29T18', '12-30T10', 'OUTSIDE_HOURS', null], ['12-30T10', '12-30T11', 'OPEN', null], ['12-30T11', '12-30T12', 'BREAK', null],
      ['12-30T12', '12-30T14', 'OPEN', null], ['12-30T14', '12-30T15', 'BREAK', null], ['12-30T15', '12-30T16', 'OPEN', null],
      ['12-30T16', '12-31T00', 'OUTSIDE_HOURS', null], ['12-31T00', '01-01T00', 'HOLIDAY', eve], ['01-01T00', '01-02T00', 'HOLIDAY', day],
    ]);
  });
});
