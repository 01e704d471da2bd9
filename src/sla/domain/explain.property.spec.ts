import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BusinessCalendar, AROUND_THE_CLOCK, type WorkingTime } from '../../calendar/domain/index.js';
import { fromMillis, MINUTE, toMillis, type Instant } from '../../kernel/instant.js';
import { PLAIN_TERMS, type Clock, type ClockEntry, type ClockTarget, type Move } from './clock.js';
import { noticeClock, pauseClock, resumeClock, retargetClock, satisfyClock, startClock } from './clock-moves.js';
import { explainClock } from './explain.js';

const DESK = new BusinessCalendar({
  timeZone: 'Asia/Shanghai',
  weekly: (['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const).map((day) => ({ day, opens: '09:00', closes: '18:00' })),
  holidays: [{ date: '2026-11-24', name: { en: 'Stocktaking', zh: '盘点' } }], overrides: [{ date: '2026-11-28', windows: [{ opens: '10:00', closes: '12:00' }] }],
  breaks: [{ date: '2026-11-25', opens: '12:00', closes: '13:00' }],
});
const timeOf = (calendarId: string | null): WorkingTime => (calendarId === null ? AROUND_THE_CLOCK : DESK);
const BEGIN = toMillis('2026-11-20T03:00:00.000Z');
const at = (minute: number): Instant => fromMillis(BEGIN + minute * MINUTE);

function target(minutes: number, calendarId: string | null): ClockTarget {
  return { targetMs: minutes * MINUTE, calendarId, terms: { ...PLAIN_TERMS, rule: 'r', warnings: [MINUTE], pauses: { WAITING_ON_CUSTOMER: 90 * MINUTE, PLATFORM_INTERVENTION: null } } };
}

type Deed = { readonly minute: number; readonly does: 'pause' | 'resume' | 'replace' | 'end' | 'look' } | { readonly minute: number; readonly does: 'retarget'; readonly to: number; readonly calendarId: string | null };

function ledgerOf(minutes: number, calendarId: string | null, deeds: readonly Deed[]): { clock: Clock; ledger: ClockEntry[] } {
  const first = startClock('c', 'STEP', 'REMEDY:1', target(minutes, calendarId), at(0), timeOf(calendarId));
  let { clock } = first;
  const ledger = [first.entry];
  const enter = (...moves: (Move | undefined)[]): void => moves.forEach((move) => {
    if (!move) return;
    clock = move.clock;
    ledger.push(move.entry);
  });
  for (const deed of [...deeds].sort((a, b) => a.minute - b.minute)) {
    const [now, time] = [at(deed.minute), timeOf(clock.calendarId)];
    if (deed.does === 'look') enter(...noticeClock(clock, now, time));
    if (deed.does === 'pause') enter(pauseClock(clock, now, { reason: 'WAITING_ON_CUSTOMER', by: 'm', heldMs: 0 }, time));
    if (deed.does === 'resume') enter(resumeClock(clock, now, 'm', time));
    if (deed.does === 'replace') {
      enter(resumeClock(clock, now, 'm', time));
      enter(pauseClock(clock, now, { reason: 'PLATFORM_INTERVENTION', by: 'm', heldMs: 0 }, time));
    }
    if (deed.does === 'end') enter(...satisfyClock(clock, now, time));
    if (deed.does === 'retarget') enter(...retargetClock(clock, now, { target: target(deed.to, deed.calendarId), from: time, to: timeOf(deed.calendarId), by: 'm', cause: 'X' }));
  }
  return { clock, ledger };
}

const minute = fc.integer({ min: 0, max: 14_000 });
const calendar = fc.constantFrom(null, 'desk');
const deeds = fc.array(fc.oneof(
  fc.record({ minute, does: fc.constantFrom('pause' as const, 'resume' as const, 'replace' as const, 'end' as const, 'look' as const) }),
  fc.record({ minute, does: fc.constant('retarget' as const), to: fc.integer({ min: 1, max: 3_000 }), calendarId: calendar }),
), { maxLength: 8 });

describe('an explanation', () => {
  it('adds up to the target, less what is left while it is paused, more what a retarget found overspent', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3_000 }), calendar, deeds, (minutes, calendarId, happened) => {
      const { clock, ledger } = ledgerOf(minutes, calendarId, happened);
      const { segments, countedMs, overspentMs, targetMs, dueAt } = explainClock(ledger, timeOf);
      expect(segments.reduce((sum, segment) => sum + segment.countedMs, 0)).toBe(countedMs);
      expect(targetMs).toBe(clock.targetMs);
      if (dueAt !== null) expect(countedMs).toBe(targetMs + overspentMs);
      else if (clock.state === 'PAUSED') expect(countedMs).toBe(targetMs - (clock.remainingMs ?? 0));
      if (clock.state === 'RUNNING' || clock.state === 'BREACHED') expect(dueAt).toBe(clock.dueAt);
    }), { numRuns: 500 });
  });

  it('goes from the start to the due time without a gap, and nothing counts while it is closed or paused', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3_000 }), calendar, deeds, (minutes, calendarId, happened) => {
      const { segments, startedAt, dueAt } = explainClock(ledgerOf(minutes, calendarId, happened).ledger, timeOf);
      expect(segments[0]?.from ?? startedAt).toBe(startedAt);
      segments.slice(1).forEach((segment, index) => expect(segment.from).toBe(segments[index]?.to));
      if (dueAt !== null) expect(segments.at(-1)?.to ?? startedAt).toBe(dueAt);
      for (const { kind, countedMs, from, to } of segments) expect(countedMs).toBe(kind === 'COUNTED' ? toMillis(to ?? '') - toMillis(from) : 0);
    }));
  });

  it('says why it was closed: the hours, a holiday by its name, a break, a date of its own', () => {
    const { segments } = explainClock(ledgerOf(3_000, 'desk', []).ledger, timeOf);
    const closed = segments.flatMap((segment) => segment.closed ?? []);
    expect(new Set(closed.map(({ reason }) => reason))).toEqual(new Set(['OUTSIDE_HOURS', 'WEEKEND', 'HOLIDAY', 'BREAK']));
    expect(closed.find(({ reason }) => reason === 'HOLIDAY')?.name).toEqual({ en: 'Stocktaking', zh: '盘点' });
  });

  it('tells each stop and each new target, by whom, by which rule, and that it stands still; warnings and an end tell nothing', () => {
    const deeds: Deed[] = [
      { minute: 0, does: 'pause' }, { minute: 10, does: 'resume' }, { minute: 40, does: 'retarget', to: 31, calendarId: null }, { minute: 41, does: 'look' }, { minute: 41, does: 'pause' },
    ];
    const { ledger } = ledgerOf(120, null, deeds);
    const { segments, ...whole } = explainClock(ledger, timeOf);
    const blank = { countedMs: 0, closed: null, reason: null, by: null, rule: null, targetMs: null, wasMs: null };
    expect(ledger.map(({ type }) => type)).toEqual(['STARTED', 'PAUSED', 'RESUMED', 'RETARGETED', 'WARNED', 'BREACHED']);
    expect(whole).toEqual({ startedAt: at(0), dueAt: at(41), targetMs: 31 * MINUTE, countedMs: 31 * MINUTE, overspentMs: 0 });
    expect(segments).toEqual([
      { ...blank, kind: 'PAUSED', from: at(0), to: at(10), reason: 'WAITING_ON_CUSTOMER', by: 'm' },
      { ...blank, kind: 'COUNTED', from: at(10), to: at(40), countedMs: 30 * MINUTE },
      { ...blank, kind: 'RETARGETED', from: at(40), to: at(40), by: 'm', rule: 'r', targetMs: 31 * MINUTE, wasMs: 120 * MINUTE },
      { ...blank, kind: 'COUNTED', from: at(40), to: at(41), countedMs: MINUTE },
    ]);
    const still = explainClock(ledgerOf(120, null, [{ minute: 30, does: 'pause' }, { minute: 40, does: 'retarget', to: 20, calendarId: null }]).ledger, timeOf);
    expect([still.dueAt, still.countedMs, still.overspentMs]).toEqual([null, 30 * MINUTE, 0]);
    expect(still.segments.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['COUNTED', at(0), at(30)], ['PAUSED', at(30), at(40)], ['RETARGETED', at(40), at(40)], ['PAUSED', at(40), null],
    ]);
  });

  it('of a clock met early goes on to where it would have been due', () => {
    const { ledger } = ledgerOf(60, null, [{ minute: 10, does: 'end' }]);
    expect(explainClock(ledger, timeOf)).toMatchObject({ dueAt: at(60), countedMs: 60 * MINUTE });
  });
});
