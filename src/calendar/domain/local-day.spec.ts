import fc from 'fast-check';
import { fromMillis, toMillis } from '../../kernel/instant.js';
import { dayAfter, instantAt, localDay, localHour } from './local-day.js';

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];

describe('the day and the hour of an instant', () => {
  it('are those of the zone', () => {
    expect(['Asia/Shanghai', 'America/New_York'].map((zone) => localDay('2026-11-25T17:00:00.000Z', zone))).toEqual(['2026-11-26', '2026-11-25']);
    expect(['Asia/Shanghai', 'America/New_York'].map((zone) => localHour('2026-11-25T17:00:00.000Z', zone))).toEqual([1, 12]);
    // Apia left out a whole day when it moved over the date line.
    expect(['2011-12-30T09:59:59.999Z', '2011-12-30T10:00:00.000Z'].map((at) => localDay(at, 'Pacific/Apia'))).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('agree with the platform, whatever the instant', () => {
    const at = fc.integer({ min: toMillis('1900-01-01T00:00:00.000Z'), max: toMillis('2100-01-01T00:00:00.000Z') }).map(fromMillis);
    fc.assert(fc.property(at, fc.constantFrom(...ZONES), (instant, timeZone) => {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' });
      return format.format(new Date(instant)) === `${localDay(instant, timeZone)} ${String(localHour(instant, timeZone)).padStart(2, '0')}`;
    }));
  });

  it('are refused of a zone that is none', () => expect(() => localDay('2026-11-25T17:00:00.000Z', '+08:00')).toThrow('is no time zone'));
});

it('finds the instant of a wall-clock time: one that was skipped at the change, one shown twice at the first', () => {
  expect(instantAt('2026-06-01', 0, 'Asia/Shanghai')).toBe('2026-05-31T16:00:00.000Z');
  expect(instantAt('2026-03-29', 150, 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
  expect(instantAt('2026-10-25', 150, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(instantAt('2018-11-04', 0, 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  expect(instantAt('2018-02-17', 23 * 60, 'America/Sao_Paulo')).toBe('2018-02-18T01:00:00.000Z');
});

it('counts days over the end of a month and of a year', () => {
  expect([dayAfter('2026-02-28', 1), dayAfter('2028-02-28', 1), dayAfter('2027-01-01', -1)]).toEqual(['2026-03-01', '2028-02-29', '2026-12-31']);
});
