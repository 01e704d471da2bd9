import type { Closed, WorkingTime } from '../../calendar/domain/index.js';
import { elapsed, type Instant, type Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import type { ClockEntry, ClockTarget } from './clock.js';

/** A stretch on the way from start to due. COUNTED alone uses up the target. RETARGETED is a moment: from there on another target counts. */
export interface ExplainedSegment {
  readonly kind: 'COUNTED' | 'CLOSED' | 'PAUSED' | 'RETARGETED';
  readonly from: Instant;
  /** null: it is paused still. */
  readonly to: Instant | null;
  /** Working time this stretch took of the target; 0 unless COUNTED. */
  readonly countedMs: Millis;
  /** CLOSED: why, with the name where the calendar has one. */
  readonly closed: Closed | null;
  /** PAUSED: what was waited for. */
  readonly reason: WaitingReason | null;
  /** PAUSED, RETARGETED: who, as the ledger names them (`factAuthor`); null for the system. */
  readonly by: string | null;
  /** RETARGETED: the rule that set the new target, and both targets. */
  readonly rule: string | null;
  readonly targetMs: Millis | null;
  readonly wasMs: Millis | null;
}

export interface Explanation {
  readonly startedAt: Instant;
  /** The due time the segments lead to; null while it is paused. */
  readonly dueAt: Instant | null;
  readonly targetMs: Millis;
  readonly segments: readonly ExplainedSegment[];
  /** The sum of what was counted. Equal to the target where there is a due time; while paused, the target less what is left. */
  readonly countedMs: Millis;
  /** What a retarget found spent beyond the target it brought: the sum is larger than the target by so much. */
  readonly overspentMs: Millis;
}

/**
 * Why a clock is due when it is due, from its ledger and the calendar versions it names, and from nothing else. What came after the due time, or
 * after its end, changes nothing of the answer: a clock met early is explained up to where it would have been due.
 */
export function explainClock(ledger: readonly ClockEntry[], timeOf: (calendarId: string | null) => WorkingTime): Explanation {
  const [first, ...rest] = ledger;
  if (!first) throw new Error('a ledger begins with STARTED');
  const segments: ExplainedSegment[] = [];
  let target = first.data as unknown as ClockTarget;
  let { at, dueAt } = first;
  let paused: { readonly reason: WaitingReason; readonly by: string | null } | null = null;
  const until = (to: Instant): void => {
    segments.push(...(paused ? [stop(at, to, paused)] : stretches(at, to, timeOf(target.calendarId ?? null))));
    at = to;
  };
  for (const entry of rest) {
    if (entry.type === 'BREACHED' || entry.type === 'SATISFIED' || entry.type === 'CANCELLED') break;
    if (entry.type === 'WARNED') continue;
    until(entry.at);
    dueAt = entry.dueAt;
    if (entry.type === 'PAUSED') paused = entry.data as { reason: WaitingReason; by: string | null };
    if (entry.type === 'RESUMED') paused = null;
    if (entry.type !== 'RETARGETED') continue;
    segments.push(retargeted(entry));
    target = entry.data as unknown as ClockTarget;
  }
  if (dueAt !== null) until(dueAt);
  else if (paused) segments.push(stop(at, null, paused));
  const countedMs = segments.reduce((sum, segment) => sum + segment.countedMs, 0);
  const overspentMs = dueAt === null ? 0 : Math.max(countedMs - target.targetMs, 0);
  return { startedAt: first.at, dueAt, targetMs: target.targetMs, segments: segments.filter(({ from, to, kind }) => from !== to || kind === 'RETARGETED'), countedMs, overspentMs };
}

const BLANK = { countedMs: 0, closed: null, reason: null, by: null, rule: null, targetMs: null, wasMs: null } as const;

function stretches(from: Instant, to: Instant, time: WorkingTime): ExplainedSegment[] {
  return time.segments(from, to).map((segment) => (
    segment.closed
      ? { ...BLANK, kind: 'CLOSED', from: segment.from, to: segment.to, closed: segment.closed }
      : { ...BLANK, kind: 'COUNTED', from: segment.from, to: segment.to, countedMs: elapsed(segment.from, segment.to) }
  ));
}

function stop(from: Instant, to: Instant | null, { reason, by }: { readonly reason: WaitingReason; readonly by: string | null }): ExplainedSegment {
  return { ...BLANK, kind: 'PAUSED', from, to, reason, by: by ?? null };
}

function retargeted({ at, data }: ClockEntry): ExplainedSegment {
  const { targetMs, terms, wasMs, by } = data as unknown as ClockTarget & { wasMs: Millis; by: string | null };
  return { ...BLANK, kind: 'RETARGETED', from: at, to: at, rule: terms.rule, targetMs, wasMs, by };
}
