import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { choose, languageOf, type Candidate } from './assignment.js';
import { expectedWait } from './chat-queue.js';

const need = { kind: 'LOGISTICS', severity: 'NORMAL', language: 'ZH' } as const;
const one = (memberId: string, load: number, more: Partial<Candidate> = {}): Candidate =>
  ({ memberId, load, cap: 10, kinds: ['LOGISTICS'], severities: ['NORMAL'], languages: ['ZH'], ...more });

describe('choose', () => {
  it('the least loaded; of equals the one with more room, then by id', () => {
    expect(choose([one('a', 3), one('b', 2)], need)?.memberId).toBe('b');
    expect(choose([one('a', 3, { cap: 20 }), one('b', 2)], need)?.memberId).toBe('b');
    expect(choose([one('a', 2), one('b', 2, { cap: 20 })], need)?.memberId).toBe('b');
    for (const members of [['a', 'b', 'c'], ['c', 'b', 'a'], ['b', 'c', 'a']]) expect(choose(members.map((id) => one(id, 2)), need)?.memberId).toBe('a');
  });

  it.each<[string, Partial<Candidate>]>([
    ['at the cap', { cap: 2 }], ['of another kind', { kinds: ['COMPLAINT'] }], ['of another severity', { severities: ['SEVERE'] }], ['of another language', { languages: ['EN'] }],
  ])('nobody %s', (_what, more) => {
    expect(choose([one('a', 2, more)], need)).toBeUndefined();
  });

  it('law: whoever is chosen fits, and nobody who fits has less', () => {
    const candidate = fc.record({
      memberId: fc.uuid(), load: fc.nat(12), cap: fc.integer({ min: 1, max: 12 }),
      kinds: fc.subarray<Candidate['kinds'][number]>(['LOGISTICS', 'COMPLAINT']), severities: fc.subarray<Candidate['severities'][number]>(['NORMAL', 'SEVERE']), languages: fc.subarray(['ZH', 'EN']),
    });
    fc.assert(fc.property(fc.array(candidate), (candidates) => {
      const fits = (c: Candidate): boolean => c.load < c.cap && c.kinds.includes('LOGISTICS') && c.severities.includes('NORMAL') && c.languages.includes('ZH');
      const chosen = choose(candidates, need);
      expect(chosen !== undefined).toBe(candidates.some(fits));
      if (chosen) expect(fits(chosen) && candidates.filter(fits).every(({ load }) => load >= chosen.load)).toBe(true);
    }));
  });
});

it.each([['拉链坏了', 'ZH'], ['壊れています', 'JA'], ['부서졌어요', 'KO'], ['The zip broke', 'EN'], ['Сломано', 'RU'], ['123', 'EN']])('%s is written in %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

it.each([[1, 4, null], [1, 5, 720], [3, 12, 900], [2, 3_600, 2]])('at place %i after %i pickups: %s seconds', (position, pickups, seconds) => {
  expect(expectedWait(position, pickups)).toBe(seconds);
});
