import { elapsed, plus, type Instant, type Millis } from '../../kernel/instant.js';

/**
 * One clock type for everything with a deadline. Its ledger is append-only; the clock is what replaying the ledger gives. Time runs around
 * the clock here; working calendars change how `dueAt` is found, not what a clock is.
 */
export const CLOCK_KINDS = ['STEP', 'RESOLUTION', 'PROMISE', 'OFFER', 'RESTATEMENT', 'TASK', 'RETURN_WINDOW', 'FULFILMENT', 'APPROVAL'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** A breached clock may still be satisfied, late: it stays BREACHED and gets its end. */
export type ClockState = 'RUNNING' | 'PAUSED' | 'SATISFIED' | 'BREACHED' | 'CANCELLED';

export interface Clock {
  readonly id: string;
  readonly kind: ClockKind;
  /** What of that kind: a step and its round, a promise, an offer... Unique among the open clocks of a ticket and kind. */
  readonly subject: string;
  readonly state: ClockState;
  readonly targetMs: Millis;
  readonly startedAt: Instant;
  /** null while paused. */
  readonly dueAt: Instant | null;
  /** What was left when it was paused; null otherwise. */
  readonly remainingMs: Millis | null;
  readonly endedAt: Instant | null;
  /** Entries so far. */
  readonly seq: number;
}

export type EntryType = 'STARTED' | 'PAUSED' | 'RESUMED' | 'RETARGETED' | 'SATISFIED' | 'BREACHED' | 'CANCELLED';

export interface ClockEntry {
  readonly clockId: string;
  readonly seq: number;
  readonly type: EntryType;
  /** When it happened. Of a breach: the due time itself, however late it was noticed. */
  readonly at: Instant;
  /** Due time after the entry, null when there is none. */
  readonly dueAt: Instant | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Move {
  readonly clock: Clock;
  readonly entry: ClockEntry;
}

/** Where nothing falls due any more. */
export function isEnded(clock: Clock): boolean {
  return clock.endedAt !== null;
}

/** Overdue from the due instant on: at exactly `dueAt` a clock is breached, a moment before it is not. */
export function isDue(clock: Clock, now: Instant): boolean {
  return clock.state === 'RUNNING' && clock.dueAt !== null && clock.dueAt <= now;
}

export function startClock(id: string, kind: ClockKind, subject: string, targetMs: Millis, at: Instant): Move {
  const clock: Clock = {
    id, kind, subject, state: 'RUNNING', targetMs, startedAt: at, dueAt: plus(at, targetMs), remainingMs: null, endedAt: null, seq: 1,
  };
  return { clock, entry: { clockId: id, seq: 1, type: 'STARTED', at, dueAt: clock.dueAt, data: { kind, subject, targetMs } } };
}

function move(clock: Clock, type: EntryType, at: Instant, change: Partial<Clock>, data: Record<string, unknown> = {}): Move {
  const next: Clock = { ...clock, ...change, seq: clock.seq + 1 };
  return { clock: next, entry: { clockId: clock.id, seq: next.seq, type, at, dueAt: next.dueAt, data } };
}

/** Stops the time. A clock already due is not saved by a pause: undefined, it must breach. */
export function pauseClock(clock: Clock, at: Instant, reason: string): Move | undefined {
  if (clock.state !== 'RUNNING' || clock.dueAt === null || clock.dueAt <= at) return undefined;
  return move(clock, 'PAUSED', at, { state: 'PAUSED', remainingMs: elapsed(at, clock.dueAt), dueAt: null }, { reason });
}

export function resumeClock(clock: Clock, at: Instant): Move | undefined {
  if (clock.state !== 'PAUSED' || clock.remainingMs === null) return undefined;
  return move(clock, 'RESUMED', at, { state: 'RUNNING', dueAt: plus(at, clock.remainingMs), remainingMs: null });
}

/** Met, or met late: after the due instant the breach is entered first, at its true time. */
export function satisfyClock(clock: Clock, at: Instant): Move[] {
  if (isEnded(clock)) return [];
  const breached = breachClock(clock, at);
  const present = breached?.clock ?? clock;
  const state = present.state === 'BREACHED' ? 'BREACHED' : 'SATISFIED';
  const met = move(present, 'SATISFIED', at, { state, endedAt: at, remainingMs: null });
  return breached ? [breached, met] : [met];
}

/** Enters the breach of a clock that is due, at its due time; undefined when it is not due. */
export function breachClock(clock: Clock, now: Instant): Move | undefined {
  if (!isDue(clock, now)) return undefined;
  return move(clock, 'BREACHED', clock.dueAt as Instant, { state: 'BREACHED' }, { detectedAt: now });
}

/** No longer asked for. A breach that was due before stays on record. */
export function cancelClock(clock: Clock, at: Instant): Move[] {
  if (isEnded(clock)) return [];
  const breached = breachClock(clock, at);
  const present = breached?.clock ?? clock;
  const state = present.state === 'BREACHED' ? 'BREACHED' : 'CANCELLED';
  const cancelled = move(present, 'CANCELLED', at, { state, endedAt: at, remainingMs: null });
  return breached ? [breached, cancelled] : [cancelled];
}

/** The clock its ledger adds up to. */
export function replayClock(entries: readonly ClockEntry[]): Clock {
  const [first, ...rest] = entries;
  if (!first || first.type !== 'STARTED') throw new Error('a ledger begins with STARTED');
  const { kind, subject, targetMs } = first.data as { kind: ClockKind; subject: string; targetMs: Millis };
  let clock = startClock(first.clockId, kind, subject, targetMs, first.at).clock;
  for (const entry of rest) clock = apply(clock, entry);
  return clock;
}

function apply(clock: Clock, entry: ClockEntry): Clock {
  const seq = entry.seq;
  const dueAt = entry.dueAt;
  switch (entry.type) {
    case 'STARTED': throw new Error('a clock starts once');
    case 'PAUSED': return { ...clock, seq, dueAt, state: 'PAUSED', remainingMs: elapsed(entry.at, clock.dueAt ?? entry.at) };
    case 'RESUMED': return { ...clock, seq, dueAt, state: 'RUNNING', remainingMs: null };
    case 'RETARGETED': return { ...clock, seq, dueAt };
    case 'BREACHED': return { ...clock, seq, dueAt, state: 'BREACHED' };
    case 'SATISFIED':
    case 'CANCELLED': {
      const verdict = entry.type;
      return { ...clock, seq, dueAt, remainingMs: null, endedAt: entry.at, state: clock.state === 'BREACHED' ? 'BREACHED' : verdict };
    }
  }
}
