import { AROUND_THE_CLOCK } from '../../calendar/index.js';
import { elapsed, HOUR, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { EXTERNAL_KINDS, PLAIN_TERMS, remainingAt, type Clock, type ClockTarget, type ExternalKind } from '../../sla/index.js';
import { replaces, type Observation } from '../domain/external.js';
import type { TicketSession } from '../session/ticket-session.js';
import { deadlinesOf, saveDeadline, saveHeard, type DeadlineRow } from './external-deadline.repository.js';

/** A day and four hours before: time enough to hand it to somebody who can still act. */
const WARNINGS = [24 * HOUR, 4 * HOUR];

// Deadlines others set, on one locked ticket. Nothing of ours moves them: no pause for the customer, no change of a policy or pack.

/** Puts the observation in the place of what is known, unless that is as new or newer. Answers whether it was taken. */
export async function observe(session: TicketSession, observation: Observation): Promise<boolean> {
  const known = await knownOf(session, observation.kind);
  if (!replaces(known && { ...known, observedVersion: versionOf(known), open: isOpen(session, observation.kind) }, observation)) return false;
  take(session, observation);
  return true;
}

/**
 * The same for a deadline of which nothing can be known: on a ticket that is being opened. A deadline that runs or stands still is moved and stays the
 * same, one generation on; one that was overdue already was missed and stays so, and the new time is another deadline.
 */
export function take(session: TicketSession, observation: Observation): void {
  const before = session.clocks.find('EXTERNAL', observation.kind);
  const clock = (before && moved(session, before, observation)) ?? begun(session, observation);
  tell(session, observation, clock, before);
}

/**
 * The rule counted again from its event: by as much as its time differs from what was said, the clock moves, also one that stands still. Less than was
 * spent is due now; what is overdue was missed and stays so.
 */
export function recount(session: TicketSession, { kind, saidDueAt }: Pick<DeadlineRow, 'kind' | 'saidDueAt'>, observation: Observation): void {
  const { clocks, now } = session;
  const before = clocks.find('EXTERNAL', kind);
  const by = elapsed(saidDueAt, observation.dueAt);
  if (!before || by === 0 || isOverdue(before, now)) return;
  clocks.retarget(before, targetOf(observation, Math.max(1, before.targetMs + by)));
  tell(session, observation, clocks.find('EXTERNAL', kind) ?? before, before);
}

function tell(session: TicketSession, observation: Observation, clock: Clock, before: Clock | undefined): void {
  const { kind, source, dueAt, consequence, version, packRow } = observation;
  saveDeadline(session, clock.id, observation);
  session.event('deadline.observed', {
    kind, source, dueAt, consequence, owedBy: EXTERNAL_KINDS[kind].owedBy, version: version?.toString() ?? null, packRow, clockId: clock.id,
    generation: clock.generation, replaced: before?.dueAt ?? null,
  });
}

/** Undefined when it cannot be moved: it is overdue, or the new time lies in the past and is missed at its own instant. */
function moved(session: TicketSession, clock: Clock, observation: Observation): Clock | undefined {
  const { clocks, now } = session;
  if (observation.dueAt <= now || isOverdue(clock, now)) return undefined;
  if (clock.dueAt === observation.dueAt) return clock;
  const spent = clock.targetMs - remainingAt(clock, now, AROUND_THE_CLOCK);
  clocks.retarget(clock, targetOf(observation, spent + elapsed(now, observation.dueAt)));
  return clocks.find('EXTERNAL', observation.kind);
}

function isOverdue({ state, dueAt }: Clock, now: Instant): boolean {
  return state === 'BREACHED' || (dueAt !== null && dueAt <= now);
}

function begun({ clocks }: TicketSession, observation: Observation): Clock {
  const { kind, startedAt, dueAt } = observation;
  clocks.cancel('EXTERNAL', kind);
  // What was due before it was heard of is overdue from its own due time on.
  const from = startedAt < dueAt ? startedAt : plus(dueAt, -1);
  return clocks.start('EXTERNAL', kind, targetOf(observation, elapsed(from, dueAt)), from);
}

/** Around the clock; nothing of ours stops it, and the platform only where its own timers stop. Its rule is where it was read. */
function targetOf({ kind, source, version, packRow, plainWeekdays }: Observation, targetMs: Millis): ClockTarget {
  const { owedBy, stopsOnIntervention } = EXTERNAL_KINDS[kind];
  const warnings = owedBy === 'MERCHANT' ? WARNINGS.filter((left) => left < targetMs) : [];
  const rule = packRow ?? (version === null ? source : `${source}@${version}`);
  const pauses = stopsOnIntervention ? { PLATFORM_INTERVENTION: null } : {};
  return { targetMs, calendarId: null, terms: { ...PLAIN_TERMS, rule, warnings, pauses, ...(plainWeekdays && { plainWeekdays }) } };
}

/** What ended a deadline: it was met, or it is not asked for any more. */
export type Ending = 'DONE' | 'VOID';

export interface Ended {
  readonly kind: ExternalKind;
  readonly ending: Ending;
  readonly source: 'PLATFORM' | 'MANUAL';
  readonly version: bigint | null;
  /** When it was met; not later than now. */
  readonly at: Instant;
}

/** Ends an open deadline by word of the platform or of a person. Answers false when an older word, and undefined when none is open. */
export async function end(session: TicketSession, { kind, ending, source, version, at }: Ended): Promise<boolean | undefined> {
  const known = await knownOf(session, kind);
  const clock = session.clocks.find('EXTERNAL', kind);
  if (!known || !clock) return undefined;
  if (!replaces({ ...known, observedVersion: versionOf(known), open: true }, { source, version })) return false;
  if (ending === 'DONE') session.clocks.satisfy('EXTERNAL', kind, at);
  else session.clocks.cancel('EXTERNAL', kind);
  saveHeard(session, kind, source, version);
  session.event(ending === 'DONE' ? 'deadline.met' : 'deadline.voided', { kind, source, version: version?.toString() ?? null, clockId: clock.id });
  return true;
}

/** Calls off a deadline that the rule it came from does not ask for any more. One that was missed stays missed. */
export function callOff(session: TicketSession, { kind, source }: Pick<DeadlineRow, 'kind' | 'source'>): void {
  const clock = session.clocks.find('EXTERNAL', kind);
  if (!clock) return;
  session.clocks.cancel('EXTERNAL', kind);
  session.event('deadline.voided', { kind, source, version: null, clockId: clock.id });
}

/** Read under the ticket's lock: of two observations at once, the second sees what the first made. */
async function knownOf({ tx, ticket }: TicketSession, kind: ExternalKind): Promise<DeadlineRow | undefined> {
  return (await deadlinesOf(tx, [ticket.id])).find((row) => row.kind === kind);
}

function isOpen(session: TicketSession, kind: ExternalKind): boolean {
  return session.clocks.isOpen('EXTERNAL', kind);
}

function versionOf({ observedVersion }: DeadlineRow): bigint | null {
  return observedVersion === null ? null : BigInt(observedVersion);
}
