import { encodeCursor } from './connection.js';
import { decodeKeys, instantKey, timeKey, uuidKey, wholeKey } from './cursor-key.js';

const ROW = '01a200ee-b32e-74d3-b0fd-6b6af8100f11';

it.each([
  ['2026-11-21 23:26:31+00', true], ['2026-11-21 23:26:31.1+00', true], ['2026-11-21 23:26:31.123456+00', true], ['2024-02-29 00:00:00+00', true], ['infinity', true],
  ['2026-02-29 00:00:00+00', false], ['2026-13-01 00:00:00+00', false], ['2026-01-01 24:00:00+00', false], ['2026-01-01 00:00:60+00', false],
  ['2026-11-21T23:26:31Z', false], ['2026-11-21 23:26:31+08', false], ['-infinity', false], ['now', false], ['', false], [null, false], [5, false],
])('the time key %s: %s', (key, sound) => {
  expect(timeKey(key)).toBe(sound);
});

it.each([
  ['2026-11-21T23:26:31.123Z', true], ['2026-02-30T00:00:00.000Z', false], ['2026-99-01T00:00:00.000Z', false], ['2026-11-21', false], ['2026-11-21T23:26:31Z', false],
  [1_800_000_000_000, false], [null, false],
])('the instant key %s: %s', (key, sound) => {
  expect(instantKey(key)).toBe(sound);
});

it.each([
  [0, true], [3, true], ['3', true], [4, false], [-1, false], [1.5, false], ['1e0', false], ['-1', false], ['', false], [null, false], [Number.NaN, false],
])('the whole key %s: %s', (key, sound) => {
  expect(wholeKey(3)(key)).toBe(sound);
});

it('answers the keys of a cursor whose every part is sound, and refuses others', () => {
  const checks = [timeKey, uuidKey];
  expect(decodeKeys('list', null, checks)).toBeNull();
  expect(decodeKeys('list', encodeCursor('list', ['infinity', ROW]), checks)).toEqual(['infinity', ROW]);
  for (const cursor of [encodeCursor('list', ['x', ROW]), encodeCursor('list', ['infinity', 'y']), encodeCursor('list', ['infinity']), encodeCursor('other', ['infinity', ROW])]) {
    expect(() => decodeKeys('list', cursor, checks)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'after' }));
  }
});
