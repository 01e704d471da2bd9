import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BusinessCalendar, type WorkingTime } from '../../calendar/domain/index.js';
import { elapsed, fromMillis, MINUTE, toMillis, type Instant } from '../../kernel/instant.js';
import { PLAIN_TERMS, type Clock, type ClockEntry, type ClockTarget, type Move } from './clock.js';
import { cancelClock, noticeClock, pauseClock, resumeClock, retargetClock, satisfyClock, startClock } from './clock-moves.js';
import { replayClock } from './clock-replay.js';

// Clocks on working calendars, against a model that counts minute by minute and knows nothing of theirs.

/** Monday to Friday 9:00 to 12:00 and 13:00 to 18:00, Saturday night from 22:00 into Sunday 2:00. In UTC, so that the model needs no zones. */
const DESK = new BusinessCalendar({
  timeZone: 'UTC',
  weekly: [
    ...(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const).flatMap((day) => [
      { day, opens: '09:00', closes: '12:00' }, { day, opens: '13:00', closes: '18:00' },
    ]),
    { day: 'SATURDAY', opens: '22:00', closes: '02:00' },
  ],
  holidays: [], overrides: [], breaks: [],
});
const BEGIN = toMillis('2026-11-19T08:00:00.000Z'); // a Thursday
const HORIZON = 6 * 24 * 60;
const ASKED = { reason: 'WAITING_ON_CUSTOMER', by: 'member-1', heldMs: 0 } as const;

function minute(m: number): Instant {
  return fromMillis(BEGIN + m * MINUTE);
}

/** By weekday and hour alone. */
function open(m: number): boolean {
  const date = new Date(BEGIN + m * MINUTE);
  const [day, hour] = [date.getUTCDay(), date.getUTCHours()];
  if (day === 6) return hour >= 22;
  if (day === 0) return hour < 2;
  return (hour >= 9 && hour < 12) || (hour >= 13 && hour < 18);
}

type Deed = { readonly at: number } & ({ readonly does: 'pause' | 'resume' } | { readonly does: 'retarget'; readonly target: number });

interface Naive {
  readonly due: number | null;
  readonly warned: readonly number[];
}

function naive(target: number, budget: number | null, warnings: readonly number[], deeds: readonly Deed[]): Naive {
  let [spent, used, goal, paused] = [0, 0, target, false];
  const warned: number[] = [];
  for (let m = 0; m <= HORIZON; m++) {
    if (!paused) while (warned.length < warnings.length && goal - spent <= (warnings[warned.length] ?? 0)) warned.push(m);
    for (const deed of deeds.filter(({ at }) => at === m)) {
      if (!paused && spent >= goal) return { due: m, warned };
      if (deed.does === 'pause') paused = paused || budget === null || used < budget;
      if (deed.does === 'resume') paused = false;
      if (deed.does === 'retarget') goal = deed.target;
    }
    if (!paused && spent >= goal) return { due: m, warned };
    if (!open(m)) continue;
    if (paused) {
      used += 1;
      if (used === budget) paused = false;
    } else {
      spent += 1;
    }
  }
  return { due: null, warned };
}

function targetOf(minutes: number, budget: number | null, warnings: readonly number[]): ClockTarget {
  const pauses = { WAITING_ON_CUSTOMER: budget === null ? null : budget * MINUTE };
  return { targetMs: minutes * MINUTE, calendarId: 'desk', terms: { ...PLAIN_TERMS, warnings: warnings.map((w) => w * MINUTE), pauses } };
}

/** The clock after the deeds; `late`: nobody looked at it in between. */
function lived(target: number, budget: number | null, warnings: readonly number[], deeds: readonly Deed[], late: boolean): { clock: Clock; ledger: ClockEntry[] } {
  const first = startClock('c', 'STEP', 'LISTEN:1', targetOf(target, budget, warnings), minute(0), DESK);
  let { clock } = first;
  const ledger = [first.entry];
  const enter = (moves: readonly (Move | undefined)[]): void => moves.forEach((move) => {
    if (!move) return;
    clock = move.clock;
    ledger.push(move.entry);
  });
  for (const deed of [...deeds].sort((a, b) => a.at - b.at)) {
    const at = minute(deed.at);
    if (!late) enter(noticeClock(clock, at, DESK));
    if (deed.does === 'pause') enter([pauseClock(clock, at, ASKED, DESK)]);
    if (deed.does === 'resume') enter([resumeClock(clock, at, 'member-1', DESK)]);
    if (deed.does === 'retarget') {
      enter(retargetClock(clock, at, { target: targetOf(deed.target, budget, warnings), from: DESK, to: DESK, by: null, cause: 'CLASSIFY' }));
    }
  }
  enter(noticeClock(clock, minute(HORIZON), DESK));
  return { clock, ledger };
}

const minutes = fc.integer({ min: 1, max: 1_500 });
const budget = fc.option(fc.integer({ min: 1, max: 400 }), { nil: null });
const at = fc.integer({ min: 0, max: HORIZON - 1 });
const holds = fc.uniqueArray(fc.record({ at, does: fc.constantFrom('pause' as const, 'resume' as const) }), { maxLength: 8, selector: (deed) => deed.at });
const anything = fc.uniqueArray(
  fc.oneof(fc.record({ at, does: fc.constantFrom('pause' as const, 'resume' as const) }), fc.record({ at, does: fc.constant('retarget' as const), target: minutes })),
  { maxLength: 8, selector: (deed) => deed.at },
);

function sorted(deeds: readonly Deed[]): Deed[] {
  return [...deeds].sort((a, b) => a.at - b.at);
}

describe('a clock on a working calendar, whatever happens to it', () => {
  it('falls due when a model that counts minute by minute says, after any holds and retargets, looked at in time or late', () => {
    fc.assert(fc.property(minutes, budget, anything, fc.boolean(), (target, limit, deeds, late) => {
      const { due } = naive(target, limit, [], sorted(deeds));
      const { ledger } = lived(target, limit, [], deeds, late);
      const breach = ledger.find((entry) => entry.type === 'BREACHED');
      expect(breach?.at ?? null).toBe(due === null ? null : minute(due));
    }), { numRuns: 400 });
  });

  it('warns at the minutes at which so much is left, each level once', () => {
    const levels = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }).map((list) => list.sort((a, b) => b - a));
    fc.assert(fc.property(fc.integer({ min: 401, max: 1_500 }), budget, levels, holds, (target, limit, warnings, deeds) => {
      const { warned } = naive(target, limit, warnings, sorted(deeds));
      const { ledger } = lived(target, limit, warnings, deeds, false);
      const given = ledger.filter((entry) => entry.type === 'WARNED');
      expect(given.map((entry) => [entry.data['level'], entry.at])).toEqual(warned.map((m, index) => [index + 1, minute(m)]));
    }), { numRuns: 200 });
  });

  it('is what its ledger replays to, entry by entry, and its alarm is never after its due time', () => {
    fc.assert(fc.property(minutes, budget, anything, fc.boolean(), (target, limit, deeds, late) => {
      const { clock, ledger } = lived(target, limit, [Math.ceil(target / 2)], deeds, late);
      expect(replayClock(ledger)).toEqual(clock);
      for (let n = 1; n <= ledger.length; n++) {
        const then = replayClock(ledger.slice(0, n));
        expect(then.seq).toBe(n);
        if (then.state === 'RUNNING') expect((then.alarmAt ?? '') <= (then.dueAt ?? '') && then.alarmAt !== null).toBe(true);
        if (then.state === 'BREACHED' || then.endedAt !== null) expect(then.alarmAt).toBeNull();
      }
      for (const [before, after] of ledger.slice(1).map((entry, n) => [ledger[n], entry] as const)) expect((before?.at ?? '') <= after.at).toBe(true);
    }));
  });

  it('once breached it is never un-breached, by whatever is done to it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), anything, minutes, (target, deeds, other) => {
      const { clock } = lived(target, null, [], deeds, false);
      fc.pre(clock.state === 'BREACHED');
      const later = minute(HORIZON + 5);
      expect(retargetClock(clock, later, { target: targetOf(other, null, []), from: DESK, to: DESK, by: null, cause: 'X' })).toEqual([]);
      for (const moves of [satisfyClock(clock, later, DESK), cancelClock(clock, later, DESK)]) {
        expect(moves.at(-1)?.clock).toMatchObject({ state: 'BREACHED', dueAt: clock.dueAt, targetMs: clock.targetMs });
      }
    }));
  });
});

describe('a pause', () => {
  it('over closed hours costs and gains nothing', () => {
    const { clock } = startClock('c', 'STEP', 'LISTEN:1', targetOf(600, null, []), minute(0), DESK);
    const evening = '2026-11-19T19:00:00.000Z';
    const paused = pauseClock(clock, evening, ASKED, DESK) as Move;
    const resumed = resumeClock(paused.clock, '2026-11-20T08:30:00.000Z', null, DESK) as Move;
    expect(resumed.clock).toMatchObject({ dueAt: clock.dueAt, pauseUsed: { WAITING_ON_CUSTOMER: 0 } });
  });

  it('ends by itself when its budget is used up, at that instant, and is not had again', () => {
    const { clock } = startClock('c', 'STEP', 'LISTEN:1', targetOf(600, 30, []), '2026-11-19T09:00:00.000Z', DESK);
    const paused = pauseClock(clock, '2026-11-19T11:45:00.000Z', ASKED, DESK) as Move;
    expect(paused.clock).toMatchObject({ state: 'PAUSED', dueAt: null, alarmAt: '2026-11-19T13:15:00.000Z' }); // a lunch in between
    const [resumed] = noticeClock(paused.clock, '2026-11-19T15:00:00.000Z', DESK);
    expect(resumed?.entry).toMatchObject({ type: 'RESUMED', at: '2026-11-19T13:15:00.000Z', data: { budgetEnded: true, by: null, usedMs: 30 * MINUTE } });
    expect(elapsed(clock.dueAt ?? '', resumed?.clock.dueAt ?? '')).toBe(30 * MINUTE);
    expect(pauseClock((resumed).clock, '2026-11-19T15:00:00.000Z', ASKED, DESK)).toBeUndefined();
  });

  it('for one reason has one budget with those before it, and says who ended it while there was some left', () => {
    const { clock } = startClock('c', 'STEP', 'LISTEN:1', targetOf(600, 30, []), '2026-11-19T09:00:00.000Z', DESK);
    const first = pauseClock(clock, '2026-11-19T09:10:00.000Z', ASKED, DESK) as Move;
    const resumed = resumeClock(first.clock, '2026-11-19T09:20:00.000Z', 'member-2', DESK) as Move;
    expect(resumed.entry.data).toEqual({ reason: 'WAITING_ON_CUSTOMER', since: '2026-11-19T09:10:00.000Z', usedMs: 10 * MINUTE, by: 'member-2' });
    const second = pauseClock(resumed.clock, '2026-11-19T10:00:00.000Z', ASKED, DESK) as Move;
    expect(second.clock.alarmAt).toBe('2026-11-19T10:20:00.000Z');
    const spent = noticeClock(second.clock, '2026-11-19T11:00:00.000Z', DESK)[0]?.clock;
    expect(spent.pauseUsed).toEqual({ WAITING_ON_CUSTOMER: 30 * MINUTE });
    expect(pauseClock(spent, '2026-11-19T11:00:00.000Z', ASKED, DESK)).toBeUndefined();
  });

  it('for a reason its terms do not name stops nothing', () => {
    const { clock } = startClock('c', 'STEP', 'LISTEN:1', targetOf(600, null, []), minute(0), DESK);
    for (const reason of ['WAITING_ON_WAREHOUSE', 'WAITING_ON_APPROVAL', 'PLATFORM_INTERVENTION', 'OTHER'] as const) {
      expect(pauseClock(clock, minute(1), { reason, by: null, heldMs: 0 }, DESK)).toBeUndefined();
    }
  });
});

describe('a retarget', () => {
  const start = '2026-11-19T09:00:00.000Z';
  const begun = (warnings: readonly number[] = []): Clock => startClock('c', 'STEP', 'LISTEN:1', targetOf(240, null, warnings), start, DESK).clock;
  const to = (clock: Clock, when: Instant, target: number, warnings: readonly number[] = [], time: WorkingTime = DESK): Clock =>
    (retargetClock(clock, when, { target: targetOf(target, null, warnings), from: time, to: time, by: 'm', cause: 'CLASSIFY' }).at(-1) as Move).clock;

  it('keeps the time already spent', () => {
    expect(to(begun(), '2026-11-19T11:00:00.000Z', 180).dueAt).toBe('2026-11-19T12:00:00.000Z');
  });

  it('to less than was spent is due at once, and not before', () => {
    expect(to(begun(), '2026-11-19T11:00:00.000Z', 60)).toMatchObject({ dueAt: '2026-11-19T11:00:00.000Z', alarmAt: '2026-11-19T11:00:00.000Z', generation: 2 });
    const warned = to(begun([30]), '2026-11-19T11:00:00.000Z', 60, [45, 30]);
    expect(noticeClock(warned, '2026-11-19T11:00:00.000Z', DESK).map(({ entry }) => entry.type)).toEqual(['BREACHED']); // a warning of it would warn of nothing
  });

  it('after the due time comes too late: the breach is entered', () => {
    const moves = retargetClock(begun(), '2026-11-20T11:00:00.000Z', { target: targetOf(6_000, null, []), from: DESK, to: DESK, by: null, cause: 'X' });
    expect(moves.map(({ entry }) => entry.type)).toEqual(['BREACHED']);
  });

  it('while paused changes what is left, also to less than nothing and back, losing nothing that was spent', () => {
    const paused = (pauseClock(begun(), '2026-11-19T11:00:00.000Z', ASKED, DESK) as Move).clock;
    const tight = to(paused, '2026-11-19T11:10:00.000Z', 60);
    expect(tight).toMatchObject({ state: 'PAUSED', dueAt: null, remainingMs: -60 * MINUTE });
    expect((resumeClock(tight, '2026-11-19T11:20:00.000Z', null, DESK) as Move).clock.dueAt).toBe('2026-11-19T11:20:00.000Z');
    const wide = to(tight, '2026-11-19T11:20:00.000Z', 300);
    expect(wide.remainingMs).toBe(180 * MINUTE);
  });

  it('gives a warning that is past by then once, at that instant, and repeats none', () => {
    const warned = noticeClock(begun([60]), '2026-11-19T13:30:00.000Z', DESK).at(-1)?.clock as Clock;
    expect(warned.warned).toBe(1);
    expect(to(warned, '2026-11-19T13:30:00.000Z', 250, [60])).toMatchObject({ warned: 1 });
    const fresh = to(begun([60]), '2026-11-19T11:00:00.000Z', 150, [90, 60]);
    expect(fresh).toMatchObject({ warned: 1, alarmAt: '2026-11-19T11:00:00.000Z', dueAt: '2026-11-19T11:30:00.000Z' });
    expect(noticeClock(fresh, '2026-11-19T11:00:00.000Z', DESK).map(({ entry }) => [entry.type, entry.data['level']])).toEqual([['WARNED', 2]]);
    expect(to(warned, '2026-11-19T13:30:00.000Z', 480, [60])).toMatchObject({ warned: 0 });
  });

  it('to terms that do not know why it stands still lets it run on at once', () => {
    const paused = (pauseClock(begun(), '2026-11-19T11:00:00.000Z', ASKED, DESK) as Move).clock;
    const target = { ...targetOf(240, null, []), terms: { ...PLAIN_TERMS } };
    const after = retargetClock(paused, '2026-11-19T11:30:00.000Z', { target, from: DESK, to: DESK, by: null, cause: 'X' }).at(-1)?.clock as Clock;
    expect(noticeClock(after, '2026-11-19T11:30:00.000Z', DESK)[0]?.clock).toMatchObject({ state: 'RUNNING', pause: null });
  });
});
