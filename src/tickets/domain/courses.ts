import type { Instant } from '../../kernel/instant.js';
import type { Fact, Progress } from '../../process/domain/index.js';
import type { Clock, ClockEntry, Course, Hold, PolicyMatter } from '../../sla/domain/index.js';
import type { Ticket } from './ticket.js';
import { targetNameOf, wantedClocks, type WantedClock } from './wanted-clocks.js';

/** A change of the ticket's columns, as its log has it. */
export interface LoggedChange {
  readonly at: Instant;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

/** What of one ticket a draft is tried on: a course, and the ledger of the clock that measured it, if one did. */
export interface Trial {
  readonly kind: Clock['kind'];
  readonly subject: string;
  readonly course: Course;
  readonly ledger: readonly ClockEntry[];
}

/** Every course of a ticket that a policy may rule: those that had a clock, also of earlier rounds, and those no rule gave one. */
export function coursesOf(
  ticket: Pick<Ticket, 'status' | 'resolution' | 'closedAt'>, progress: Progress, facts: readonly Fact[],
  clocks: readonly (Pick<Clock, 'kind' | 'subject' | 'startedAt' | 'terms'> & { readonly ledger: readonly ClockEntry[] })[], matters: Course['matters'],
): Trial[] {
  const holds = holdsIn(facts);
  const wanted = new Map(wantedClocks(progress, facts).map((one) => [`${one.kind} ${one.subject}`, one]));
  const ruled = clocks.filter(({ terms }) => terms.policyId !== null);
  const measured = ruled.map(({ kind, subject, startedAt, ledger }): Trial => {
    // One that was called off and asked for again has another clock, which has the end.
    const again = ruled.some((other) => other.kind === kind && other.subject === subject && other.startedAt > startedAt);
    const known = again ? undefined : wanted.get(`${kind} ${subject}`);
    const ended = known ? endOf(known, ticket) : endIn(ledger);
    return { kind, subject, ledger, course: { target: targetNameOf({ kind, subject }), startedAt, ended, holds, matters } };
  });
  const had = new Set(measured.map(({ kind, subject }) => `${kind} ${subject}`));
  const unmeasured = [...wanted].filter(([key]) => !had.has(key)).map(([, one]): Trial => (
    { kind: one.kind, subject: one.subject, ledger: [], course: { target: one.target, startedAt: one.since, ended: endOf(one, ticket), holds, matters } }
  ));
  return [...measured, ...unmeasured];
}

/** Closing ends what is open: the whole is met by it, the rest is not asked for any more. */
function endOf({ kind, ended }: WantedClock, { resolution, closedAt }: Pick<Ticket, 'resolution' | 'closedAt'>): Course['ended'] {
  if (ended || closedAt === null) return ended;
  return { at: closedAt, how: kind === 'RESOLUTION' && resolution !== 'MERGED' ? 'SATISFIED' : 'CANCELLED' };
}

function endIn(ledger: readonly ClockEntry[]): Course['ended'] {
  const last = ledger.at(-1);
  return last?.type === 'SATISFIED' || last?.type === 'CANCELLED' ? { at: last.at, how: last.type } : null;
}

/** The stretches in which a ticket was on hold, in order. */
export function holdsIn(facts: readonly Fact[]): readonly Hold[] {
  const holds: Hold[] = [];
  for (const fact of facts) {
    const open = holds.at(-1);
    const over = fact.type === 'ticket.resumed' || fact.type === 'ticket.held' || fact.type === 'ticket.closed';
    if (over && open?.to === null) holds[holds.length - 1] = { ...open, to: fact.at };
    if (fact.type === 'ticket.held') holds.push({ from: fact.at, to: null, reason: fact.data.reason });
  }
  return holds;
}

const SUBTYPES: ReadonlySet<string> = new Set(['subtype', 'type', 'requestType']);
const FIELDS: ReadonlySet<string> = new Set(['kind', 'priority', 'severity', 'channel', 'tags', 'customerTier', 'amount']);

/**
 * What the policy's conditions were asked of over time: the ticket as it is now, undone change by change. `traded`: changes of the tier of its customer and
 * the amount of its order, as their own log has them; what changed before the ticket was opened is no change of the ticket.
 */
export function mattersOf(now: PolicyMatter, openedAt: Instant, changes: readonly LoggedChange[], traded: readonly LoggedChange[] = []): Course['matters'] {
  const matters: { from: Instant; matter: PolicyMatter }[] = [];
  let matter = now;
  const all = [...changes, ...traded.filter(({ at }) => at > openedAt)].sort((a, b) => a.at.localeCompare(b.at));
  for (const { at, changes: changed } of all.reverse()) {
    // With another kind one subtype goes and another comes: the one that went is the one it had.
    const undone = Object.entries(changed).filter(([field, [before]]) => FIELDS.has(field) || (SUBTYPES.has(field) && before !== null))
      .map(([field, [before]]) => [SUBTYPES.has(field) ? 'subtype' : field, before]);
    if (undone.length === 0) continue;
    matters.unshift({ from: at, matter });
    matter = { ...matter, ...(Object.fromEntries(undone) as Partial<PolicyMatter>) };
  }
  return [{ from: openedAt, matter }, ...matters];
}
