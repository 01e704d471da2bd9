import type { Instant } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import type { Clock, ClockEntry, Move } from './clock.js';
import { cancelClock, noticeClock, pauseClock, resumeClock, retargetClock, satisfyClock, startClock } from './clock-moves.js';
import { replayClock } from './clock-replay.js';
import { clockTarget, sameTarget, type ClockTimes } from './clock-times.js';
import { heldMs, type Hold } from './holds.js';
import { targetOf, type PolicyMatter, type Ruled, type SlaPolicy, type TargetName } from './policy.js';

/** How a clock stands at an instant. NONE: there is no such clock. A breached one is BREACHED whatever became of it later. */
export type Verdict = 'MET' | 'BREACHED' | 'OPEN' | 'CANCELLED' | 'NONE';

export interface Outcome {
  readonly verdict: Verdict;
  /** At least one warning was, or would have been, given. */
  readonly warned: boolean;
  readonly dueAt: Instant | null;
  readonly rule: string | null;
}

/** What happened to the thing a clock measures, whichever policy was in force. */
export interface Course {
  readonly target: TargetName;
  readonly startedAt: Instant;
  readonly ended: { readonly at: Instant; readonly how: 'SATISFIED' | 'CANCELLED' } | null;
  /** The ticket's holds, in order, those before the clock began included. */
  readonly holds: readonly Hold[];
  /** What the ticket was from each instant on, in order; the first holds from before. */
  readonly matters: readonly { readonly from: Instant; readonly matter: PolicyMatter }[];
}

const NOTHING: Outcome = { verdict: 'NONE', warned: false, dueAt: null, rule: null };

/** What the ledger amounts to at the horizon; breaches and warnings due by then count as given, whether or not anybody has noticed them. */
export function outcomeOf(ledger: readonly ClockEntry[], times: ClockTimes, horizon: Instant): Outcome {
  const known = ledger.filter(({ at }) => at <= horizon);
  if (known.length === 0) return NOTHING;
  const clock = replayClock(known);
  const moves = noticeClock(clock, horizon, times.of(clock.calendarId));
  return toOutcome(moves.at(-1)?.clock ?? clock, known.some(({ type }) => type === 'WARNED') || warns(moves));
}

type Deed = readonly [at: Instant, does: 'RETARGET' | 'RESUME' | 'PAUSE', value: PolicyMatter | WaitingReason | null];

/** How the same course would have gone under another policy: started, stopped, retargeted and ended as it was, by that policy's rules. */
export function replayUnder(policy: SlaPolicy, course: Course, times: ClockTimes, horizon: Instant): Outcome {
  const end = course.ended !== null && course.ended.at <= horizon ? course.ended : null;
  const begin = beginUnder(policy, course, horizon);
  if (!begin) return NOTHING;
  const { startedAt, ruled } = begin;
  const life = new Life(startClock('simulated', 'STEP', course.target, clockTarget(ruled, 'draft', times), startedAt, times.of(ruled.calendar && times.newest(ruled.calendar))), times);
  for (const [at, does, value] of deedsOf({ ...course, startedAt })) {
    if (at > horizon || (end !== null && at > end.at)) break;
    life.notice(at);
    if (does === 'PAUSE') life.pause(at, value as WaitingReason, course.holds);
    else if (does === 'RESUME') life.resume(at);
    else if (!life.retarget(at, policy, course.target, value as PolicyMatter)) {
      // A rule that asks for it again later starts another clock, which is what it comes to.
      const again = replayUnder(policy, { ...course, startedAt: at }, times, horizon);
      return again.verdict === 'NONE' ? life.outcome : again;
    }
  }
  if (end) life.end(end.at, end.how);
  else life.notice(horizon);
  return life.outcome;
}

/**
 * When its clock starts: with the course or, where no rule gives it a time then, with the first change of the ticket after which one does. Never at
 * the instant it ends: what one command begins and ends is owed to nobody.
 */
function beginUnder(policy: SlaPolicy, { target, startedAt, ended, matters }: Course, horizon: Instant): { readonly startedAt: Instant; readonly ruled: Ruled } | undefined {
  const first = matters.findLast(({ from }) => from <= startedAt) ?? matters[0];
  const asked = [...(first ? [{ ...first, from: startedAt }] : []), ...matters.filter(({ from }) => from > startedAt)];
  for (const { from, matter } of asked) {
    const ruled = from <= horizon && (ended === null || from < ended.at) ? targetOf(policy, target, matter) : undefined;
    if (ruled) return { startedAt: from, ruled };
  }
  return undefined;
}

/** In the order of time; at the same instant a rule is asked first, once and of all that changed, then a hold ends, then one begins. One that ended as it began stopped nothing. */
function deedsOf({ startedAt, holds, matters }: Course): Deed[] {
  const rank = { RETARGET: 0, RESUME: 1, PAUSE: 2 };
  const deeds: Deed[] = [
    ...matters.filter(({ from }, at) => from > startedAt && matters[at + 1]?.from !== from).flatMap(({ from: at, matter }): Deed[] => [
      // New terms may let a hold stop the clock that the old ones did not, or no longer did.
      [at, 'RETARGET', matter], ...holds.filter(({ from, to }) => from <= at && (to === null || to > at)).map(({ reason }): Deed => [at, 'PAUSE', reason]),
    ]),
    ...holds.filter(({ from, to }) => to === null || (to > startedAt && to > from)).flatMap(({ from, to, reason }): Deed[] => [
      [from > startedAt ? from : startedAt, 'PAUSE', reason], ...(to === null ? [] : [[to, 'RESUME', null] as const]),
    ]),
  ];
  return deeds.sort((a, b) => a[0].localeCompare(b[0]) || rank[a[1]] - rank[b[1]]);
}

/** A clock that never was, living through a course. */
class Life {
  private clock: Clock;
  private warned = false;

  constructor({ clock }: Move, private readonly times: ClockTimes) {
    this.clock = clock;
  }

  get outcome(): Outcome {
    return toOutcome(this.clock, this.warned);
  }

  notice(at: Instant): void {
    this.enter(noticeClock(this.clock, at, this.time));
  }

  pause(at: Instant, reason: WaitingReason, holds: readonly Hold[]): void {
    this.enter([pauseClock(this.clock, at, { reason, by: null, heldMs: heldMs(holds, reason, at, this.time) }, this.time)]);
  }

  resume(at: Instant): void {
    this.enter([resumeClock(this.clock, at, null, this.time)]);
  }

  /** False: no rule asks for it any more, and it is called off, unless it was missed before. */
  retarget(at: Instant, policy: SlaPolicy, name: TargetName, matter: PolicyMatter): boolean {
    const ruled = targetOf(policy, name, matter);
    if (!ruled) this.enter(cancelClock(this.clock, at, this.time));
    const target = ruled && clockTarget(ruled, 'draft', this.times, this.clock);
    if (target && !sameTarget(this.clock, target)) this.enter(retargetClock(this.clock, at, { target, from: this.time, to: this.times.of(target.calendarId), by: null, cause: 'SIMULATE' }));
    return this.clock.state !== 'CANCELLED';
  }

  end(at: Instant, how: 'SATISFIED' | 'CANCELLED'): void {
    this.notice(at);
    this.enter(how === 'SATISFIED' ? satisfyClock(this.clock, at, this.time) : cancelClock(this.clock, at, this.time));
  }

  private get time(): ReturnType<ClockTimes['of']> {
    return this.times.of(this.clock.calendarId);
  }

  private enter(moves: readonly (Move | undefined)[]): void {
    const made = moves.filter((move) => move !== undefined);
    this.warned ||= warns(made);
    this.clock = made.at(-1)?.clock ?? this.clock;
  }
}

function warns(moves: readonly Move[]): boolean {
  return moves.some(({ entry }) => entry.type === 'WARNED');
}

const VERDICTS = { RUNNING: 'OPEN', PAUSED: 'OPEN', SATISFIED: 'MET', BREACHED: 'BREACHED', CANCELLED: 'CANCELLED' } as const;

function toOutcome({ state, dueAt, terms }: Clock, warned: boolean): Outcome {
  return { verdict: VERDICTS[state], warned, dueAt, rule: terms.rule };
}
