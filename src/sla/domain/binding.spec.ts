import { describe, expect, it } from '@jest/globals';
import { bindingClock, clockName, clockNamed } from './binding.js';
import type { Clock } from './clock.js';

type Told = Pick<Clock, 'kind' | 'subject' | 'dueAt'>;
const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
const ours = (hour: number | null): Told => ({ kind: 'STEP', subject: 'REMEDY:1', dueAt: hour === null ? null : at(hour) });
const theirs = (hour: number, subject = 'ANSWER_REQUEST'): Told => ({ kind: 'EXTERNAL', subject, dueAt: at(hour) });

describe('the clock that binds', () => {
  it.each<[string, Told[], Told | null]>([
    ['is due first, whosever it is', [ours(9), theirs(8)], theirs(8)],
    ['is due first, ours too', [theirs(9), ours(8)], ours(8)],
    ['is ours at the same instant', [theirs(8), ours(8)], ours(8)],
    ['is ours at the same instant, in whichever order they stand', [ours(8), theirs(8)], ours(8)],
    ["is never the buyer's, the platform's or the carrier's", [theirs(7, 'BUYER_ANSWER'), theirs(7, 'PLATFORM_ANSWER'), theirs(7, 'CARRIER_ANSWER'), ours(9)], ours(9)],
    ['is none that only reminds', [{ kind: 'ESCALATION', subject: 'e', dueAt: at(6) }, { kind: 'NOTICE', subject: 'n', dueAt: at(6) }, ours(9)], ours(9)],
    ['is none that stands still', [ours(null), theirs(9)], theirs(9)],
    ['may be none', [ours(null), theirs(7, 'BUYER_ANSWER')], null],
  ])('%s', (_what, open, binding) => {
    expect(bindingClock(open)).toEqual(binding);
  });

  it('is told by a name that can be taken apart', () => {
    expect(clockNamed(clockName(ours(9)))).toEqual({ kind: 'STEP', subject: 'REMEDY:1' });
  });
});
