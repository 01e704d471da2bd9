import { DateTimeScalar } from './scalars.js';

describe('DateTime', () => {
  it.each([
    ['2026-11-21T09:30:00+08:00', '2026-11-21T01:30:00.000Z'], ['2026-11-21T23:59:59.123456789Z', '2026-11-21T23:59:59.123Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'], ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('reads %s', (text, instant) => {
    expect(DateTimeScalar.parseValue(text)).toBe(instant);
  });

  it.each([
    '2026-02-30T00:00:00Z', '2026-11-21', '2026-11-21T09:30:00', '2026-11-21T24:00:00Z', 'tomorrow', 1_700_000_000, null,
    '0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00', '0001-01-01T00:00:00+01:00',
  ])('refuses %p', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(/^DateTime /);
  });
});
