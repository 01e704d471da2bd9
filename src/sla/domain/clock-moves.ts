import type { WorkingTime } from '../../calendar/domain/index.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import {
  alarmOf, isDue, isEnded, remainingAt, step, wantsNotice, type Clock, type ClockKind, type ClockTarget, type Move,
} from './clock.js';
import { pauseLeft } from './holds.js';

/** `at` may lie in the past: warnings and breach then come at their own instants. */
export function startClock(id: string, kind: ClockKind, subject: string, target: ClockTarget, at: Instant, time: WorkingTime): Move {
  const { targetMs, calendarId, terms } = target;
  const dueAt = time.add(at, targetMs);
  const clock: Clock = {
    id, kind, subject, state: 'RUNNING', targetMs, startedAt: at, dueAt, remainingMs: null, endedAt: null, seq: 1, calendarId, terms,
    generation: 1, warned: 0, alarmAt: alarmOf({ terms, warned: 0, dueAt }, at, time), pause: null, pauseUsed: {},
  };
  return { clock, entry: { clockId: id, seq: 1, type: 'STARTED', at, dueAt, alarmAt: clock.alarmAt, data: { kind, subject, ...target } } };
}

export interface Waiting {
  readonly reason: WaitingReason;
  /** Member or key that put the ticket on hold; null for the system. */
  readonly by: string | null;
  /** Working time the ticket was on hold for this reason before; see `heldMs`. */
  readonly heldMs: Millis;
}

/**
 * Stops the time. Undefined, and it runs on, when its terms do not let this reason stop it, when the reason's budget is used up, and when it is
 * already due: a pause does not save it, it must breach.
 */
export function pauseClock(clock: Clock, at: Instant, { reason, by, heldMs }: Waiting, time: WorkingTime): Move | undefined {
  if (clock.state !== 'RUNNING' || clock.dueAt === null || clock.dueAt <= at) return undefined;
  const left = pauseLeft(clock.terms, clock, reason, heldMs);
  if (left === undefined || (left !== null && left <= 0)) return undefined;
  const remainingMs = time.between(at, clock.dueAt);
  const alarmAt = left === null ? null : time.add(at, left);
  const before = heldMs > 0 ? { heldMs } : {};
  return step(clock, 'PAUSED', at, { state: 'PAUSED', remainingMs, dueAt: null, alarmAt, pause: { reason, since: at, ...before } }, { reason, by, remainingMs, ...before });
}

/** Goes on with what was left. A pause whose budget ended before `at` ended then, by itself. */
export function resumeClock(clock: Clock, at: Instant, by: string | null, time: WorkingTime): Move | undefined {
  const { pause, remainingMs, pauseUsed } = clock;
  if (pause === null || remainingMs === null) return undefined;
  const budgetEnd = clock.alarmAt !== null && clock.alarmAt <= at ? clock.alarmAt : null;
  const from = budgetEnd ?? at;
  const { reason, since } = pause;
  const usedMs = Math.max(time.between(since, from), 0);
  const dueAt = remainingMs > 0 ? time.add(from, remainingMs) : from;
  const change = { dueAt, alarmAt: alarmOf({ ...clock, dueAt }, from, time), remainingMs: null, pause: null, pauseUsed: { ...pauseUsed, [reason]: (pauseUsed[reason] ?? 0) + usedMs } };
  const data = { reason, since, usedMs, ...(budgetEnd === null ? { by } : { by: null, budgetEnded: true }) };
  return step(clock, 'RESUMED', from, { state: 'RUNNING', ...change }, data);
}

/** Enters the next warning of a running clock whose alarm has come; undefined when all were given. */
function warnClock(clock: Clock, now: Instant, time: WorkingTime): Move | undefined {
  const { alarmAt, warned } = clock;
  if (alarmAt === null || warned >= clock.terms.warnings.length) return undefined;
  const level = warned + 1;
  return step(clock, 'WARNED', alarmAt, { warned: level, alarmAt: alarmOf({ ...clock, warned: level }, alarmAt, time) }, { level, detectedAt: now });
}

/** Enters the breach of a clock that is due, at its due time; undefined when it is not due. */
export function breachClock(clock: Clock, now: Instant): Move | undefined {
  if (!isDue(clock, now)) return undefined;
  return step(clock, 'BREACHED', clock.dueAt as Instant, { state: 'BREACHED', alarmAt: null }, { detectedAt: now });
}

/** Everything that is to be noticed by now, in the order it happened: the end of a pause's budget, warnings, the breach. */
export function noticeClock(clock: Clock, now: Instant, time: WorkingTime): Move[] {
  const moves: Move[] = [];
  for (let present = clock; wantsNotice(present, now);) {
    const next = resumeClock(present, now, null, time) ?? warnClock(present, now, time) ?? breachClock(present, now);
    if (!next) break;
    moves.push(next);
    present = next.clock;
  }
  return moves;
}

/** Met, or met late: after the due instant the breach is entered first, at its true time. */
export function satisfyClock(clock: Clock, at: Instant, time: WorkingTime): Move[] {
  return end(clock, 'SATISFIED', at, time);
}

/** No longer asked for. A breach that was due before stays on record. */
export function cancelClock(clock: Clock, at: Instant, time: WorkingTime): Move[] {
  return end(clock, 'CANCELLED', at, time);
}

function end(clock: Clock, how: 'SATISFIED' | 'CANCELLED', at: Instant, time: WorkingTime): Move[] {
  if (isEnded(clock)) return [];
  const before = overdue(clock, at, time);
  const present = before.at(-1)?.clock ?? clock;
  const state = present.state === 'BREACHED' ? 'BREACHED' : how;
  return [...before, step(present, how, at, { state, endedAt: at, remainingMs: null, alarmAt: null, pause: null })];
}

/** What must stand before an end or a retarget at `at`: a pause that ended by itself, and the breach. Warnings nobody noticed are moot by then. */
function overdue(clock: Clock, at: Instant, time: WorkingTime): Move[] {
  const resumed = wantsNotice(clock, at) ? resumeClock(clock, at, null, time) : undefined;
  const breached = breachClock(resumed?.clock ?? clock, at);
  return [resumed, breached].filter((move) => move !== undefined);
}

export interface Retargeting {
  readonly target: ClockTarget;
  /** Working time it ran under so far, and the one that counts from now on. */
  readonly from: WorkingTime;
  readonly to: WorkingTime;
  /** Who, and by which operation. */
  readonly by: string | null;
  readonly cause: string;
}

/**
 * Another target from `at` on. Time already spent stays spent; what is left of the new target runs on, and where nothing is left it is due at `at`,
 * never earlier. A breached clock stays breached with the target it missed; an ended one is not touched.
 */
export function retargetClock(clock: Clock, at: Instant, { target, from, to, by, cause }: Retargeting): Move[] {
  if (isEnded(clock) || clock.state === 'BREACHED') return [];
  const before = overdue(clock, at, from);
  const present = before.at(-1)?.clock ?? clock;
  if (present.state === 'BREACHED') return before;
  const left = target.targetMs - (present.targetMs - remainingAt(present, at, from));
  const passed = target.terms.warnings.filter((threshold) => threshold >= left).length;
  // Of the warnings already past only the last is given, and not when as many were given before.
  const warned = left <= 0 || present.warned >= passed ? passed : passed - 1;
  const data = { ...target, left, warned, wasMs: present.targetMs, by, cause };
  const common = { ...target, generation: present.generation + 1, warned };
  // Nothing stands before: a pause that had ended by itself was resumed.
  if (present.pause) return [step(present, 'RETARGETED', at, { ...common, remainingMs: left, alarmAt: pauseEnd(present, present.pause, target, at, to) }, data)];
  const dueAt = left > 0 ? to.add(at, left) : at;
  return [...before, step(present, 'RETARGETED', at, { ...common, dueAt, alarmAt: alarmOf({ terms: target.terms, warned, dueAt }, at, to) }, data)];
}

/** When a standing pause ends by itself under new terms: at once when they do not know its reason. */
function pauseEnd(clock: Clock, { reason, since, heldMs = 0 }: NonNullable<Clock['pause']>, { terms }: ClockTarget, at: Instant, time: WorkingTime): Instant | null {
  const budget = pauseLeft(terms, clock, reason, heldMs);
  if (budget === undefined) return at;
  if (budget === null) return null;
  const left = budget - time.between(since, at);
  return left > 0 ? time.add(at, left) : at;
}
