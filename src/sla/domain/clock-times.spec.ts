import { describe, expect, it } from '@jest/globals';
import { AROUND_THE_CLOCK } from '../../calendar/domain/index.js';
import { HOUR } from '../../kernel/instant.js';
import { startClock } from './clock-moves.js';
import { clockTarget, NO_CALENDARS, sameTarget, type ClockTimes } from './clock-times.js';
import type { Ruled } from './policy.js';

const TIMES: ClockTimes = { of: () => AROUND_THE_CLOCK, newest: (calendar) => `newest of ${calendar}` };
const ruled = (change: Partial<Ruled> = {}): Ruled => ({
  target: 'REMEDY', rule: 'all', durationMs: HOUR, calendar: 'desk', warnings: [{ percent: 50 }], holds: [],
  pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }, { reason: 'PLATFORM_INTERVENTION', budgetMs: HOUR }], ...change,
});

describe('the target of a clock', () => {
  it('counts by the newest version of its calendar, and keeps that version as long as it keeps the calendar', () => {
    const target = clockTarget(ruled(), 'p', TIMES);
    expect(target).toEqual({
      targetMs: HOUR, calendarId: 'newest of desk',
      terms: { policyId: 'p', rule: 'all', calendar: 'desk', warnings: [HOUR / 2], pauses: { WAITING_ON_CUSTOMER: null, PLATFORM_INTERVENTION: HOUR } },
    });
    const { clock } = startClock('c', 'STEP', 'REMEDY:1', { ...target, calendarId: 'older of desk' }, '2026-11-22T08:00:00.000Z', AROUND_THE_CLOCK);
    expect(['desk', 'night', null].map((calendar) => clockTarget(ruled({ calendar }), 'p', TIMES, clock).calendarId)).toEqual(['older of desk', 'newest of night', null]);
  });

  it.each<[string, Partial<Ruled>, boolean]>([
    ['another duration', { durationMs: 2 * HOUR, warnings: [{ beforeMs: HOUR / 2 }] }, false], ['another calendar', { calendar: null }, false], ['another warning', { warnings: [{ percent: 80 }] }, false],
    ['another budget', { pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }, { reason: 'PLATFORM_INTERVENTION', budgetMs: 2 * HOUR }] }, false],
    ['another name of the rule', { rule: 'every ticket' }, true], ['another order of its pauses', { pauses: ruled().pauses.toReversed() }, true],
  ])('with %s is the same: %j gives %s', (_what, change, same) => {
    expect(sameTarget(clockTarget(ruled(), 'p', TIMES), clockTarget(ruled(change), 'q', TIMES))).toBe(same);
  });

  it('by another calendar is another, also where one version stands for both, and by another version of one calendar', () => {
    const target = clockTarget(ruled(), 'p', TIMES);
    expect(sameTarget(target, { ...target, terms: { ...target.terms, calendar: 'night' } })).toBe(false);
    expect(sameTarget(target, { ...target, calendarId: 'older of desk' })).toBe(false);
  });

  it('needs its calendars read ahead', () => {
    expect(() => NO_CALENDARS.of('some version')).toThrow('not read ahead');
    expect(() => NO_CALENDARS.newest('desk')).toThrow('not read ahead');
  });
});
