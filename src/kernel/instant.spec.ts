import { DAY, elapsed, HOUR, localDay, localHour, plus } from './instant.js';

it('time passes in milliseconds, forth and back', () => {
  expect(plus('2026-11-21T23:59:59.999Z', 1)).toBe('2026-11-22T00:00:00.000Z');
  expect(plus('2026-11-22T00:00:00.000Z', -DAY)).toBe('2026-11-21T00:00:00.000Z');
  expect([elapsed('2026-11-21T00:00:00.000Z', '2026-11-21T01:00:00.001Z'), elapsed('2026-11-21T01:00:00.000Z', '2026-11-21T00:00:00.000Z')]).toEqual([HOUR + 1, -HOUR]);
});

it('a day and an hour are those of a place', () => {
  const at = '2026-11-21T16:30:00.000Z';
  expect(['Asia/Shanghai', 'UTC', 'America/New_York'].map((zone) => [localDay(at, zone), localHour(at, zone)])).toEqual([['2026-11-22', 0], ['2026-11-21', 16], ['2026-11-21', 11]]);
});
