import type { Instant } from '../../kernel/instant.js';
import type { Fact } from '../../process/domain/index.js';

/** What is on record of a platform that stepped in and decided, by when it happened and not when it was told. */
export interface Interventions {
  /** When it stepped in of which the ticket is on hold now; null: it is not, or that time was never told. */
  readonly steppedInAt: Instant | null;
  /** Its last decision. */
  readonly decidedAt: Instant | null;
  /** The last end of an intervention: its decision, or a person who resumed the ticket. */
  readonly overAt: Instant | null;
}

/** Words may be told twice, late, and in another order than they came to be: each counts from its own time. */
export function interventionsIn(facts: readonly Fact[]): Interventions {
  let known: Interventions = { steppedInAt: null, decidedAt: null, overAt: null };
  let held = false;
  for (const fact of facts) {
    if (fact.type === 'ticket.held') {
      held = fact.data.reason === 'PLATFORM_INTERVENTION';
      known = { ...known, steppedInAt: held ? (fact.data.since ?? null) : null };
    } else if (fact.type === 'platform.decided') known = over(known, fact.data.at, true);
    else if (fact.type === 'ticket.resumed' || fact.type === 'ticket.closed') {
      const decidedAt = fact.type === 'ticket.resumed' ? fact.data.decidedAt : undefined;
      if (held) known = over({ ...known, steppedInAt: null }, decidedAt ?? fact.at, decidedAt !== undefined);
      held = false;
    }
  }
  return known;
}

function over({ steppedInAt, decidedAt, overAt }: Interventions, at: Instant, decided: boolean): Interventions {
  return { steppedInAt, decidedAt: decided ? later(decidedAt, at) : decidedAt, overAt: later(overAt, at) };
}

function later(known: Instant | null, at: Instant): Instant {
  return known !== null && known > at ? known : at;
}

/** That it stepped in then is over and done with: it has decided since, or at that moment. */
export function isOver({ overAt }: Interventions, steppedInAt: Instant): boolean {
  return overAt !== null && steppedInAt <= overAt;
}

/** The decision is one that is known, or of an intervention before the present one. */
export function isOldDecision({ decidedAt, steppedInAt }: Interventions, at: Instant): boolean {
  return (decidedAt !== null && at <= decidedAt) || (steppedInAt !== null && at < steppedInAt);
}
