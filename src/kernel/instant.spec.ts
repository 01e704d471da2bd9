import { DAY, elapsed, HOUR, plus } from './instant.js';

it('time passes in milliseconds, forth and back', () => {
  expect(plus('2026-11-21T23:59:59.999Z', 1)).toBe('2026-11-22T00:00:00.000Z');
  expect(plus('2026-11-22T00:00:00.000Z', -DAY)).toBe('2026-11-21T00:00:00.000Z');
  expect([elapsed('2026-11-21T00:00:00.000Z', '2026-11-21T01:00:00.001Z'), elapsed('2026-11-21T01:00:00.000Z', '2026-11-21T00:00:00.000Z')]).toEqual([HOUR + 1, -HOUR]);
});
