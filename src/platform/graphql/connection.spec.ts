import { decodeCursor, encodeCursor, type CursorKey } from './connection.js';

const ID = '01900000-0000-7000-8000-000000000000';
const KEYS: readonly CursorKey[] = ['rank', 'instant', 'uuid'];

describe('a cursor', () => {
  it.each(['2026-11-22T01:02:03.004Z', '2026-11-22 01:02:03.004567+00', '2024-02-29 00:00:00+00', 'infinity'])('keeps its keys: %s', (instant) => {
    expect(decodeCursor('queue', encodeCursor('queue', [3, instant, ID]), KEYS)).toEqual([3, instant, ID]);
  });

  it.each([
    ['of another list', encodeCursor('other', [3, 'infinity', ID])],
    ['with a key too few', encodeCursor('queue', [3, 'infinity'])],
    ['with a key too many', encodeCursor('queue', [3, 'infinity', ID, 1])],
    ['that is no JSON', 'garbled'],
    ['that is empty', ''],
    ['of no list', Buffer.from('{}').toString('base64url')],
    ['with another rank than fits', encodeCursor('queue', [40_000, 'infinity', ID])],
    ['with half a rank', encodeCursor('queue', [1.5, 'infinity', ID])],
    ['with a word for an instant', encodeCursor('queue', [3, 'yesterday', ID])],
    ['with a number for an instant', encodeCursor('queue', [3, 1, ID])],
    ['with a day that is none', encodeCursor('queue', [3, '2026-02-30 00:00:00+00', ID])],
    ['with the year 0', encodeCursor('queue', [3, '0000-01-01 00:00:00+00', ID])],
    ['with another id', encodeCursor('queue', [3, 'infinity', 'tkt_1'])],
  ])('%s is refused', (_what, cursor) => {
    expect(() => decodeCursor('queue', cursor, KEYS)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'after' }));
  });

  it('counts up only as far as the database does', () => {
    expect(decodeCursor('log', encodeCursor('log', ['42']), ['serial'])).toEqual(['42']);
    for (const key of ['-1', '1e300', '9'.repeat(19), 42]) expect(() => decodeCursor('log', encodeCursor('log', [key]), ['serial'])).toThrow('INVALID_INPUT');
  });

  it('stands for the start of the list when there is none', () => {
    expect(decodeCursor('queue', null, KEYS)).toBeNull();
  });
});
