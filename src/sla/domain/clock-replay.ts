import { elapsed, type Instant, type Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import { PLAIN_TERMS, type Clock, type ClockEntry, type ClockKind, type ClockTarget, type ClockTerms } from './clock.js';

/** The clock its ledger adds up to. No calendar is asked: every entry holds the instants that followed from it. */
export function replayClock(entries: readonly ClockEntry[]): Clock {
  const [first, ...rest] = entries;
  if (!first || first.type !== 'STARTED') throw new Error('a ledger begins with STARTED');
  const { kind, subject, targetMs, calendarId = null, terms = termsOfOld(kind) } = first.data as unknown as { kind: ClockKind; subject: string } & ClockTarget;
  let clock: Clock = {
    id: first.clockId, kind, subject, state: 'RUNNING', targetMs, startedAt: first.at, dueAt: first.dueAt, remainingMs: null, endedAt: null, seq: 1,
    calendarId, terms, generation: 1, warned: 0, alarmAt: first.alarmAt ?? first.dueAt, pause: null, pauseUsed: {},
  };
  for (const entry of rest) clock = apply(clock, entry);
  return clock;
}

/** Clocks started before there were terms ran around the clock, unwarned; those of the customer were stopped by both of their waits. */
function termsOfOld(kind: ClockKind): ClockTerms {
  const stops = kind === 'STEP' || kind === 'RESOLUTION';
  return stops ? { ...PLAIN_TERMS, pauses: { WAITING_ON_CUSTOMER: null, PLATFORM_INTERVENTION: null } } : PLAIN_TERMS;
}

interface Said {
  readonly reason: WaitingReason;
  readonly remainingMs?: Millis;
  readonly usedMs?: Millis;
  readonly heldMs?: Millis;
  readonly level: number;
  readonly left: Millis;
  readonly warned: number;
}

function apply(clock: Clock, entry: ClockEntry): Clock {
  const { seq, dueAt, at } = entry;
  const said = entry.data as unknown as Said & ClockTarget;
  const running = { seq, dueAt, alarmAt: entry.alarmAt ?? dueAt };
  switch (entry.type) {
    case 'STARTED': throw new Error('a clock starts once');
    case 'PAUSED': {
      const remainingMs = said.remainingMs ?? elapsed(at, clock.dueAt ?? at);
      const before = said.heldMs === undefined ? {} : { heldMs: said.heldMs };
      return { ...clock, seq, dueAt, state: 'PAUSED', remainingMs, alarmAt: entry.alarmAt, pause: { reason: said.reason, since: at, ...before } };
    }
    case 'RESUMED': return { ...clock, ...running, state: 'RUNNING', remainingMs: null, pause: null, pauseUsed: usedAfter(clock, said, at) };
    case 'WARNED': return { ...clock, ...running, warned: said.level };
    case 'RETARGETED': return retargeted(clock, entry, said);
    case 'BREACHED': return { ...clock, seq, dueAt, state: 'BREACHED', alarmAt: null };
    case 'SATISFIED':
    case 'CANCELLED': {
      const state = clock.state === 'BREACHED' ? 'BREACHED' : entry.type;
      return { ...clock, seq, dueAt, remainingMs: null, endedAt: at, state, alarmAt: null, pause: null };
    }
  }
}

function usedAfter({ pause, pauseUsed }: Clock, said: Said, at: Instant): Clock['pauseUsed'] {
  if (!pause) return pauseUsed;
  return { ...pauseUsed, [pause.reason]: (pauseUsed[pause.reason] ?? 0) + (said.usedMs ?? elapsed(pause.since, at)) };
}

function retargeted(clock: Clock, entry: ClockEntry, said: Said & ClockTarget): Clock {
  const { targetMs, calendarId, terms, warned } = said;
  return {
    ...clock, seq: entry.seq, dueAt: entry.dueAt, alarmAt: entry.alarmAt, targetMs, calendarId, terms, warned, generation: clock.generation + 1,
    remainingMs: clock.pause ? said.left : null,
  };
}
