import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../process/domain/index.js';
import { interventionsIn, isOldDecision, isOver } from './intervention.js';

const at = (hour: number): string => `2026-06-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const told = (hour: number, type: Fact['type'], data: object = {}): Fact => ({ seq: hour, type, at: at(hour), by: null, data }) as Fact;
const stepsIn = (hour: number, since?: number): Fact => told(hour, 'ticket.held', { reason: 'PLATFORM_INTERVENTION', ...(since === undefined ? {} : { since: at(since) }) });
const decides = (hour: number, when: number): Fact => told(hour, 'ticket.resumed', { decidedAt: at(when) });
const waits = (hour: number): Fact => told(hour, 'ticket.held', { reason: 'WAITING_ON_CUSTOMER' });

describe('what is on record of a platform', () => {
  it.each([
    ['nothing', [], null, null, null],
    ['it stepped in, and when', [stepsIn(9, 8)], at(8), null, null],
    ['it stepped in, nobody said when', [stepsIn(9)], null, null, null],
    ['it decided before that was told', [stepsIn(9, 8), decides(12, 11)], null, at(11), at(11)],
    ['a person resumed: no decision, but an end', [stepsIn(9, 8), told(12, 'ticket.resumed')], null, null, at(12)],
    ['the ticket was closed', [stepsIn(9, 8), told(12, 'ticket.closed', { resolution: 'MERGED' })], null, null, at(12)],
    ['another hold ended', [waits(9), told(10, 'ticket.resumed')], null, null, null],
    ['it stepped in during another hold, and again', [waits(7), stepsIn(9, 8), decides(12, 11), stepsIn(14, 13)], at(13), at(11), at(11)],
    ['a decision that ended no hold', [told(9, 'platform.decided', { at: at(8) })], null, at(8), at(8)],
    ['an older word never takes the place of a newer one', [told(9, 'platform.decided', { at: at(8) }), told(10, 'platform.decided', { at: at(7) })], null, at(8), at(8)],
    ['a decision known before it was told that it stepped in anew', [told(9, 'platform.decided', { at: at(8) }), stepsIn(10, 9)], at(9), at(8), at(8)],
  ] as const)('%s', (_what, facts, steppedInAt, decidedAt, overAt) => {
    expect(interventionsIn(facts)).toEqual({ steppedInAt, decidedAt, overAt });
  });
});

describe('a word told late', () => {
  const decided = interventionsIn([stepsIn(9, 8), decides(12, 11)]);

  it('that it stepped in before its decision, or at that moment, is over; after it, it is not', () => {
    expect([8, 11, 11.5].map((hour) => isOver(decided, hour === 11.5 ? '2026-06-01T11:00:00.001Z' : at(hour)))).toEqual([true, true, false]);
    expect(isOver(interventionsIn([]), at(1))).toBe(false);
  });

  it('that it decided is old once that decision or a later one is known, and where it has stepped in since', () => {
    expect([10, 11, 12].map((hour) => isOldDecision(decided, at(hour)))).toEqual([true, true, false]);
    const again = interventionsIn([stepsIn(9, 8), decides(12, 11), stepsIn(14, 13)]);
    expect([12, 13, 14].map((hour) => isOldDecision(again, at(hour)))).toEqual([true, false, false]);
  });

  it('of a hold whose time nobody told, any later decision is none of the old', () => {
    expect(isOldDecision(interventionsIn([stepsIn(9)]), at(8))).toBe(false);
  });

  it('of a person who resumed, says nothing of when it decided: the rules still count from its own word', () => {
    expect(isOldDecision(interventionsIn([stepsIn(9, 8), told(12, 'ticket.resumed')]), at(11))).toBe(false);
  });
});
