import type { Fact, Progress } from '../../process/index.js';
import { clockTarget, sameTarget, targetOf, type Clock, type ClockBook, type ClockTimes, type PolicyMatter, type SlaPolicy } from '../../sla/index.js';
import { holdsIn } from '../domain/courses.js';
import type { Ticket } from '../domain/ticket.js';
import { targetNameOf, wantedClocks } from '../domain/wanted-clocks.js';
import { wholeOf } from '../domain/whole-clock.js';
import type { TradeTerms } from '../queries/trade-terms.query.js';

/** The policy a ticket follows, with what its rules are asked of. */
export interface Following {
  readonly policyId: string;
  readonly policy: SlaPolicy;
  readonly matter: PolicyMatter;
  readonly times: ClockTimes;
  /** True: clocks that run go over to the newest version of their calendar. Only a re-application asks for it. */
  readonly newestCalendars?: boolean;
}

export function matterOf(ticket: Ticket, terms: TradeTerms): PolicyMatter {
  const { shopId, kind, priority, severity, channel, tags, details } = ticket;
  const subtype = details['subtype'] ?? details['type'] ?? details['requestType'];
  return { shopId, kind, priority, severity, channel, tags, subtype: typeof subtype === 'string' ? subtype : null, ...terms };
}

/**
 * Keeps the clocks in step with facts, steps and policy: what was answered or completed is met at its own instant, what the customer waits for now
 * runs, what runs goes by the rule that holds now, and what waits stands still. A clock starts when the command that made it wanted is at work, so a rule that begins to
 * hold later asks nothing of the past.
 */
export function keepClocks(clocks: ClockBook, ticket: Pick<Ticket, 'status' | 'resolution' | 'closedAt' | 'holdReason'>, progress: Progress, facts: readonly Fact[], following: Following): void {
  if (ticket.status === 'CLOSED') {
    if (ticket.resolution !== 'MERGED' && ticket.closedAt !== null) clocks.satisfy('RESOLUTION', wholeOf(facts).subject, ticket.closedAt);
    clocks.cancelAll();
    return;
  }
  const wanted = wantedClocks(progress, facts);
  for (const { kind, subject, ended } of wanted) {
    if (ended?.how === 'SATISFIED') clocks.satisfy(kind, subject, ended.at);
    else if (ended) clocks.cancel(kind, subject);
  }
  const rounds = new Set(progress.steps.map(({ step, round }) => `${step}:${round}`));
  // A step in another round, reopened or owed again, is timed by that round's clock, which starts when it can be worked on. One that was open when another
  // kind had a step before it owed again stays in its round, and its clock runs on: time spent stays spent.
  for (const { kind, subject } of clocks.openClocks) if (kind === 'STEP' && !rounds.has(subject)) clocks.cancel(kind, subject);
  for (const clock of clocks.openClocks) retarget(clocks, clock, following);
  for (const { kind, subject, target, ended } of wanted) {
    const ruled = ended ? undefined : targetOf(following.policy, target, following.matter);
    if (ruled) clocks.start(kind, subject, clockTarget(ruled, following.policyId, following.times));
  }
  if (ticket.holdReason) clocks.pause(ticket.holdReason, holdsIn(facts));
}

/** A clock the policy set goes by the rule that holds now, or is called off when none does. Agreed times are nobody's to rule. */
function retarget(clocks: ClockBook, clock: Clock, { policyId, policy, matter, times, newestCalendars = false }: Following): void {
  if (clock.terms.policyId === null || clock.state === 'BREACHED') return;
  const ruled = targetOf(policy, targetNameOf(clock), matter);
  if (!ruled) {
    clocks.cancel(clock.kind, clock.subject);
    return;
  }
  const target = clockTarget(ruled, policyId, times, newestCalendars ? undefined : clock);
  if (!sameTarget(clock, target)) clocks.retarget(clock, target);
}
