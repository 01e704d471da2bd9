import type { PlainWeekdays, WorkingTime } from '../../calendar/domain/index.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';

/**
 * One clock type for everything with a deadline. Its ledger is append-only; the clock is what replaying the ledger gives. What counts as
 * time is a `WorkingTime` handed in: the compiled version of the calendar the clock was started under.
 */
export const CLOCK_KINDS = [
  'ACKNOWLEDGEMENT', 'FIRST_RESPONSE', 'NEXT_RESPONSE', 'STEP', 'RESOLUTION', 'KEEP_INFORMED', 'PROMISE', 'OFFER', 'RESTATEMENT', 'TASK', 'APPROVAL',
  'EXTERNAL', 'RETURN_WINDOW', 'FULFILMENT', 'ESCALATION', 'NOTICE',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];
/** Clocks that remind us of something but are nobody's deadline: no queue is sorted by them, and their end is no breach to tell of. */
export const REMINDERS: readonly ClockKind[] = ['ESCALATION', 'NOTICE'];

/** A breached clock may still be satisfied, late: it stays BREACHED and gets its end. */
export type ClockState = 'RUNNING' | 'PAUSED' | 'SATISFIED' | 'BREACHED' | 'CANCELLED';

/** What a clock was told when it started or was retargeted, besides its duration. */
export interface ClockTerms {
  /** The policy version that rules it, now and later; null: what was agreed, named or promised is nobody's to rule (a promise, an offer's validity). */
  readonly policyId: string | null;
  /** The rule that set it; of a promise, the one its time was taken from. */
  readonly rule: string | null;
  /** The calendar the target names; null: around the clock. Which version of it counts is the clock's `calendarId`. */
  readonly calendar: string | null;
  /** Working time left at each warning, the earliest warning (most left) first. */
  readonly warnings: readonly Millis[];
  /** Waiting reasons that stop it, each with the working time they may stop it in all; null: as long as it takes. */
  readonly pauses: Readonly<Partial<Record<WaitingReason, Millis | null>>>;
  /** Of these reasons, the working time the ticket may be on hold for them in all, whichever of its clocks ran then; left out: as long as it takes. */
  readonly holds?: Readonly<Partial<Record<WaitingReason, Millis>>>;
  /** Of a deadline counted in workdays: the holidays that were not known then; left out: none. */
  readonly plainWeekdays?: PlainWeekdays;
}

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
  /** Working time left when it was paused, negative when a retarget meanwhile left less than none; null while it is not paused. */
  readonly remainingMs: Millis | null;
  readonly endedAt: Instant | null;
  /** Entries so far. */
  readonly seq: number;
  /** The version of the calendar that counts; null: around the clock. */
  readonly calendarId: string | null;
  readonly terms: ClockTerms;
  /** 1, and one more for each retarget. */
  readonly generation: number;
  /** Warnings of this generation that were given or are past, counted from the earliest. */
  readonly warned: number;
  /** When it next wants to be looked at: the next warning, the due time, or the end of a pause's budget. null: never again, or not by itself. */
  readonly alarmAt: Instant | null;
  /** Why and since when it stands still, and how long the ticket had been on hold for that reason before (left out: not at all); null while it is not paused. */
  readonly pause: { readonly reason: WaitingReason; readonly since: Instant; readonly heldMs?: Millis } | null;
  /** Working time spent paused so far, by reason. */
  readonly pauseUsed: Readonly<Partial<Record<WaitingReason, Millis>>>;
}

export type EntryType = 'STARTED' | 'PAUSED' | 'RESUMED' | 'RETARGETED' | 'WARNED' | 'SATISFIED' | 'BREACHED' | 'CANCELLED';

export interface ClockEntry {
  readonly clockId: string;
  readonly seq: number;
  readonly type: EntryType;
  /** When it happened. Of a breach or warning: its own instant, however late it was noticed. */
  readonly at: Instant;
  /** Due time after the entry, null when there is none. */
  readonly dueAt: Instant | null;
  /** Next alarm after the entry. Entries written before clocks had alarms hold none; the due time was their alarm. */
  readonly alarmAt: Instant | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Move {
  readonly clock: Clock;
  readonly entry: ClockEntry;
}

/** A duration with all that goes with it, as a clock is started or retargeted with. */
export interface ClockTarget {
  readonly targetMs: Millis;
  readonly calendarId: string | null;
  readonly terms: ClockTerms;
}

/** Terms of a time that was agreed or named: no warnings, and nothing stops it. */
export const PLAIN_TERMS: ClockTerms = { policyId: null, rule: null, calendar: null, warnings: [], pauses: {} };

/** Where nothing falls due any more. */
export function isEnded(clock: Clock): boolean {
  return clock.endedAt !== null;
}

/** Overdue from the due instant on: at exactly `dueAt` a clock is breached, a moment before it is not. */
export function isDue(clock: Clock, now: Instant): boolean {
  return clock.state === 'RUNNING' && clock.dueAt !== null && clock.dueAt <= now;
}

/** Something about it is to be noticed: a warning, the due time, a pause that has used up its budget. */
export function wantsNotice(clock: Clock, now: Instant): boolean {
  return clock.alarmAt !== null && clock.alarmAt <= now;
}

/** Working time left at this instant, of a clock neither ended nor breached; negative once overdue. */
export function remainingAt(clock: Clock, at: Instant, time: WorkingTime): Millis {
  if (clock.remainingMs !== null) return clock.remainingMs;
  return clock.dueAt === null ? 0 : time.between(at, clock.dueAt);
}

/** When the next warning of a running clock is due, and otherwise the due time itself. Asked at `at`, when so much is left. */
export function alarmOf(clock: Pick<Clock, 'terms' | 'warned' | 'dueAt'>, at: Instant, time: WorkingTime): Instant | null {
  const threshold = clock.terms.warnings[clock.warned];
  if (threshold === undefined || clock.dueAt === null) return clock.dueAt;
  const left = time.between(at, clock.dueAt);
  return left > threshold ? time.add(at, left - threshold) : at;
}

/** The next entry of a clock: what changes, and the entry that says so. */
export function step(clock: Clock, type: EntryType, at: Instant, change: Partial<Clock>, data: Record<string, unknown> = {}): Move {
  const next: Clock = { ...clock, ...change, seq: clock.seq + 1 };
  return { clock: next, entry: { clockId: clock.id, seq: next.seq, type, at, dueAt: next.dueAt, alarmAt: next.alarmAt, data } };
}
