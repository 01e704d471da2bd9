import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BusinessCalendar, AROUND_THE_CLOCK } from '../../calendar/domain/index.js';
import { DAY, elapsed, HOUR, MINUTE, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { PLAIN_TERMS, type ClockTarget, type Move } from './clock.js';
import { pauseClock, resumeClock, retargetClock, startClock } from './clock-moves.js';
import { replayClock } from './clock-replay.js';
import { clockTarget, NO_CALENDARS, sameTarget } from './clock-times.js';
import { heldMs, type Hold } from './holds.js';
import { targetOf, type PolicyMatter, type SlaPolicy } from './policy.js';
import { replayUnder } from './simulate.js';

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
const DESK = new BusinessCalendar({ timeZone: 'UTC', weekly: DAYS.map((day) => ({ day, opens: '09:00', closes: '18:00' })), holidays: [], overrides: [], breaks: [] });
const FRIDAY = '2026-11-20T';
const MONDAY = '2026-11-23T';
const CUSTOMER = 'WAITING_ON_CUSTOMER';

describe('the time a ticket was on hold', () => {
  const holds: readonly Hold[] = [
    { from: `${FRIDAY}10:00:00.000Z`, to: `${FRIDAY}11:00:00.000Z`, reason: 'PLATFORM_INTERVENTION' },
    { from: `${FRIDAY}17:00:00.000Z`, to: `${MONDAY}10:00:00.000Z`, reason: CUSTOMER },
    { from: `${MONDAY}12:00:00.000Z`, to: null, reason: CUSTOMER },
  ];
  it('is that of the reason alone, as the calendar counts it, and of a hold that goes on up to then', () => {
    const at = (instant: Instant): Millis => heldMs(holds, CUSTOMER, instant, DESK);
    expect([`${FRIDAY}17:00:00.000Z`, `${FRIDAY}17:20:00.000Z`, '2026-11-22T12:00:00.000Z', `${MONDAY}09:30:00.000Z`, `${MONDAY}12:00:00.000Z`, `${MONDAY}14:00:00.000Z`].map(at))
      .toEqual([0, 20 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR, 4 * HOUR]);
    expect(heldMs(holds, CUSTOMER, `${MONDAY}12:00:00.000Z`, AROUND_THE_CLOCK)).toBe(65 * HOUR);
    expect(heldMs(holds, 'PLATFORM_INTERVENTION', `${MONDAY}12:00:00.000Z`, DESK)).toBe(HOUR);
  });
});

describe('a pause with a budget of the ticket', () => {
  const target = (own: Millis | null, ofTicket?: Millis): ClockTarget => ({
    targetMs: 10 * HOUR, calendarId: null, terms: { ...PLAIN_TERMS, pauses: { [CUSTOMER]: own }, ...(ofTicket === undefined ? {} : { holds: { [CUSTOMER]: ofTicket } }) },
  });
  const begun = (own: Millis | null, ofTicket?: Millis): Move => startClock('c', 'RESOLUTION', '1', target(own, ofTicket), `${FRIDAY}15:00:00.000Z`, DESK);
  const paused = ({ clock }: Move, held: Millis): Move | undefined => pauseClock(clock, `${FRIDAY}17:00:00.000Z`, { reason: CUSTOMER, by: 'm', heldMs: held }, DESK);

  it('ends when what the ticket has left of it is used up, in working time, and the clock goes on with what it had', () => {
    const pause = paused(begun(null, 3 * HOUR), HOUR);
    expect(pause?.clock).toMatchObject({ state: 'PAUSED', remainingMs: 8 * HOUR, alarmAt: `${MONDAY}10:00:00.000Z`, pause: { heldMs: HOUR } });
    const resumed = resumeClock(pause?.clock as Move['clock'], `${MONDAY}15:00:00.000Z`, null, DESK);
    expect(resumed?.entry).toMatchObject({ at: `${MONDAY}10:00:00.000Z`, dueAt: `${MONDAY}18:00:00.000Z`, data: { budgetEnded: true, by: null, usedMs: 2 * HOUR } });
  });

  it('is the lesser of its own and the ticket’s, and none when either is used up', () => {
    expect(paused(begun(30 * MINUTE, 3 * HOUR), HOUR)?.clock.alarmAt).toBe(`${FRIDAY}17:30:00.000Z`);
    expect(paused(begun(5 * HOUR, 90 * MINUTE), HOUR)?.clock.alarmAt).toBe(`${FRIDAY}17:30:00.000Z`);
    expect(paused(begun(5 * HOUR, HOUR), HOUR)).toBeUndefined();
    expect(paused(begun(null, HOUR), HOUR - 1)?.clock.alarmAt).toBe(plus(`${FRIDAY}17:00:00.000Z`, 1));
    expect(paused(begun(null), 1_000 * HOUR)?.clock.alarmAt).toBeNull();
  });

  it('goes by the new budget from the moment it changes, and its ledger replays to the same clock', () => {
    const start = begun(null);
    const pause = paused(start, HOUR) as Move;
    const under = (ofTicket?: Millis): Move => retargetClock(pause.clock, `${FRIDAY}17:30:00.000Z`, { target: target(null, ofTicket), from: DESK, to: DESK, by: null, cause: 'X' }).at(-1) as Move;
    expect([under().clock.alarmAt, under(3 * HOUR).clock.alarmAt, under(HOUR + 20 * MINUTE).clock.alarmAt]).toEqual([null, `${MONDAY}10:00:00.000Z`, `${FRIDAY}17:30:00.000Z`]);
    const moved = under(3 * HOUR);
    expect(replayClock([start.entry, pause.entry, moved.entry])).toEqual(moved.clock);
    expect(sameTarget(target(null), target(null, HOUR))).toBe(false);
    expect([sameTarget(target(null, HOUR), target(null, HOUR)), sameTarget(target(null, HOUR), target(null, HOUR + 1))]).toEqual([true, false]);
  });
});

describe('the budget of a ticket', () => {
  const MATTER: PolicyMatter = { shopId: 's', platform: 'JD', kind: 'COMPLAINT', subtype: null, priority: 'NORMAL', severity: 'NORMAL', customerTier: null, channel: 'CHAT', tags: [], amount: null };
  const policy = (budgetMs: Millis, targetMs: Millis = 1_000 * DAY): SlaPolicy => ({
    rules: [
      { name: 'urgent', when: { priorities: ['URGENT'] }, targets: [], holds: [{ reason: CUSTOMER, budgetMs: 1 }] },
      {
        name: 'all', when: null, holds: [{ reason: CUSTOMER, budgetMs }, { reason: 'PLATFORM_INTERVENTION', budgetMs: 7 }],
        targets: [{ target: 'RESOLUTION', durationMs: targetMs, calendar: null, warnings: [], pauses: [{ reason: CUSTOMER, budgetMs: null }] }, { target: 'TASK', durationMs: 1, calendar: null, warnings: [], pauses: [] }],
      },
    ],
  });

  it('is given by the first rule that matches and names the reason, to targets that stop for it', () => {
    const holds = (target: 'RESOLUTION' | 'TASK', matter = MATTER): unknown => {
      const ruled = targetOf(policy(5), target, matter);
      return ruled && clockTarget(ruled, 'p', NO_CALENDARS).terms.holds;
    };
    expect([holds('RESOLUTION'), holds('RESOLUTION', { ...MATTER, priority: 'URGENT' }), holds('TASK')]).toEqual([{ [CUSTOMER]: 5 }, { [CUSTOMER]: 1 }, undefined]);
  });

  it('stops its clocks for the first so much of all its holds and for nothing after, whenever a clock began', () => {
    const BEGIN = '2026-11-20T00:00:00.000Z';
    const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 })), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(stretches, fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 30_000 }), (lengths, budgetMs, startMs) => {
      let at: Instant = BEGIN;
      const holds = lengths.map(([open, held]): Hold => {
        const from = plus(at, open);
        at = plus(from, held);
        return { from, to: at, reason: CUSTOMER };
      });
      const startedAt = plus(BEGIN, startMs);
      const end = plus(BEGIN, 100_000);
      const { dueAt } = replayUnder(policy(budgetMs), { target: 'RESOLUTION', startedAt, ended: null, holds, matters: [{ from: BEGIN, matter: MATTER }] }, NO_CALENDARS, end);
      const within = (until: Instant): Millis => Math.min(budgetMs, heldMs(holds, CUSTOMER, until, AROUND_THE_CLOCK));
      expect(elapsed(startedAt, dueAt ?? '')).toBe(1_000 * DAY + within(end) - within(startedAt));
    }));
  });
});
