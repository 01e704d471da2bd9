import { encodeCursor } from './connection.js';
import { decodeKeys, timeKey, uuidKey, wholeKey } from './cursor-key.js';

const ID = '01900000-0000-7000-8000-000000000000';
const KEYS = [wholeKey(3), timeKey, uuidKey];

describe('a cursor', () => {
  it.each(['2026-11-22T01:02:03.004Z', '2026-11-22 01:02:03.004567+00', '2024-02-29 00:00:00+00', 'infinity'])('keeps its keys: %s', (time) => {
    expect(decodeKeys('queue', encodeCursor('queue', [3, time, ID]), KEYS)).toEqual([3, time, ID]);
  });

  it.each([
    ['of another list', encodeCursor('other', [3, 'infinity', ID])],
    ['with a key too few', encodeCursor('queue', [3, 'infinity'])],
    ['with a key too many', encodeCursor('queue', [3, 'infinity', ID, 1])],
    ['that is no JSON', 'garbled'],
    ['that is empty', ''],
    ['of no list', Buffer.from('{}').toString('base64url')],
    ['with another number than fits', encodeCursor('queue', [4, 'infinity', ID])],
    ['with half a number', encodeCursor('queue', [1.5, 'infinity', ID])],
    ['with a word for a time', encodeCursor('queue', [3, 'yesterday', ID])],
    ['with a number for a time', encodeCursor('queue', [3, 1, ID])],
    ['with a day that is none', encodeCursor('queue', [3, '2026-02-30 00:00:00+00', ID])],
    ['with a month that is none', encodeCursor('queue', [3, '2026-13-01T00:00:00.000Z', ID])],
    ['with the year 0', encodeCursor('queue', [3, '0000-01-01 00:00:00+00', ID])],
    ['with no id', encodeCursor('queue', [3, 'infinity', 'tkt_1'])],
    ['with nothing for an id', encodeCursor('queue', [3, 'infinity', null])],
  ])('%s is refused', (_what, cursor) => {
    expect(() => decodeKeys('queue', cursor, KEYS)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'after' }));
  });

  it('stands for the start of the list when there is none', () => {
    expect(decodeKeys('queue', null, KEYS)).toBeNull();
  });
});
