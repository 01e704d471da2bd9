import type { WorkingTime } from '../../calendar/domain/index.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import type { Clock, ClockTerms } from './clock.js';

/** A stretch in which a ticket was on hold; `to` null: it is still. */
export interface Hold {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly reason: WaitingReason;
}

/** Working time the ticket was on hold for a reason before `at`, in all: what its budget for that reason has lost by then. */
export function heldMs(holds: readonly Hold[], reason: WaitingReason, at: Instant, time: WorkingTime): Millis {
  return holds.filter((hold) => hold.reason === reason && hold.from < at).reduce((sum, { from, to }) => sum + time.between(from, to !== null && to < at ? to : at), 0);
}

/** How long a reason may stop a clock yet, by its own budget and by the ticket's: the lesser. null: as long as it takes; undefined: not at all. */
export function pauseLeft({ pauses, holds = {} }: ClockTerms, { pauseUsed }: Pick<Clock, 'pauseUsed'>, reason: WaitingReason, held: Millis): Millis | null | undefined {
  const [own, ofTicket] = [pauses[reason], holds[reason]];
  if (own === undefined) return undefined;
  const left = Math.min(own === null ? Infinity : own - (pauseUsed[reason] ?? 0), ofTicket === undefined ? Infinity : ofTicket - held);
  return left === Infinity ? null : left;
}
