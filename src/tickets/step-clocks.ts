import type { Fact, Progress, WaitingReason } from '../process/index.js';
import type { ClockBook, SlaPolicy } from '../sla/index.js';
import type { Ticket } from './domain/ticket.js';
import { wholeOf } from './domain/whole-clock.js';

/** The clocks a customer's waiting is measured by; they pause on hold for the customer or the platform. */
export const CUSTOMER_CLOCKS = ['STEP', 'RESOLUTION'] as const;

/** Only these stop a customer's clock: whatever we wait for inside or at a carrier is our time, not theirs. */
export function pausesCustomerClocks(reason: WaitingReason | null): boolean {
  return reason === 'WAITING_ON_CUSTOMER' || reason === 'PLATFORM_INTERVENTION';
}

/**
 * Keeps one clock per step at work, and one for the whole, in step with the evaluation: a step that completed meets its clock at the instant it
 * completed, the step that became current starts its own at the instant it started. Closing meets the clock of the whole.
 */
export function keepStepClocks(
  clocks: ClockBook, progress: Progress, facts: readonly Fact[], policy: SlaPolicy, ticket: Pick<Ticket, 'status' | 'resolution' | 'closedAt'>,
): void {
  if (ticket.status === 'CLOSED') {
    if (ticket.resolution !== 'MERGED' && ticket.closedAt !== null) clocks.satisfy('RESOLUTION', wholeOf(facts), ticket.closedAt);
    clocks.cancelAll();
    return;
  }
  for (const step of progress.steps) {
    const subject = `${step.step}:${step.round}`;
    if (step.completedAt !== null) {
      if (step.status === 'DONE') clocks.satisfy('STEP', subject, step.completedAt);
      else clocks.cancel('STEP', subject);
    } else if (step.status === 'CURRENT' && step.startedAt !== null) {
      const target = policy.targets[step.step];
      if (target !== undefined) clocks.start('STEP', subject, target, step.startedAt);
    }
  }
  keepResolutionClock(clocks, facts, policy);
}

/**
 * The resolution clock runs until the ticket is closed, not only until its steps are over: else a ticket that everybody forgot to close would have
 * no clock at all.
 */
function keepResolutionClock(clocks: ClockBook, facts: readonly Fact[], policy: SlaPolicy): void {
  const target = policy.targets['RESOLUTION'];
  if (target !== undefined) clocks.start('RESOLUTION', wholeOf(facts), target);
}
