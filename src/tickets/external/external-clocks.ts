import { elapsed, HOUR, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { EXTERNAL_KINDS, PLAIN_TERMS, type Clock, type ClockTarget, type ExternalKind } from '../../sla/index.js';
import { replaces, type Observation } from '../domain/external.js';
import type { TicketSession } from '../ticket-session.js';
import { deadlinesOf, saveDeadline, saveHeard, type DeadlineRow } from './external-deadline.repository.js';

/** A day and four hours before: time enough to hand it to somebody who can still act. */
const WARNINGS = [24 * HOUR, 4 * HOUR];

// Deadlines others set, on one locked ticket. Nothing of ours moves them: no pause for the customer, no change of a policy or pack.

/** Puts the observation in the place of what is known, unless that is as new or newer. Answers whether it was taken. */
export async function observe(session: TicketSession, observation: Observation): Promise<boolean> {
  const known = await knownOf(session, observation.kind);
  if (!replaces(known && { ...known, observedVersion: versionOf(known), open: isOpen(session, observation.kind) }, observation)) return false;
  const before = session.clocks.find('EXTERNAL', observation.kind);
  take(session, observation);
  // What was overdue already was missed, and stays so.
  if (before && known && hasBreached(session, before)) recordMissed(session, before, known);
  return true;
}

/** The same for a deadline of which nothing can be known: on a ticket that is being opened. */
export function take(session: TicketSession, observation: Observation): void {
  const { kind, source, startedAt, dueAt, consequence, version, packRow } = observation;
  const before = session.clocks.find('EXTERNAL', kind);
  session.clocks.cancel('EXTERNAL', kind);
  // What was due before it was heard of is overdue from its own due time on.
  const from = startedAt < dueAt ? startedAt : plus(dueAt, -1);
  const clock = session.clocks.start('EXTERNAL', kind, targetOf(kind, elapsed(from, dueAt)), from);
  saveDeadline(session, clock.id, observation);
  session.event('deadline.observed', {
    kind, source, dueAt, consequence, owedBy: EXTERNAL_KINDS[kind].owedBy, version: version?.toString() ?? null, packRow, clockId: clock.id,
    replaced: before?.dueAt ?? null,
  });
}

/** Around the clock; nothing of ours stops it, and the platform only where its own timers stop. */
function targetOf(kind: ExternalKind, targetMs: Millis): ClockTarget {
  const { owedBy, stopsOnIntervention } = EXTERNAL_KINDS[kind];
  const warnings = owedBy === 'MERCHANT' ? WARNINGS.filter((left) => left < targetMs) : [];
  return { targetMs, calendarId: null, terms: { ...PLAIN_TERMS, warnings, pauses: stopsOnIntervention ? { PLATFORM_INTERVENTION: null } : {} } };
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
  if (hasBreached(session, clock)) recordMissed(session, clock, known);
  return true;
}

/** What the EXTERNAL clock asks for when it falls due: what follows from it is put on record. */
export async function fallDue(session: TicketSession, clock: Clock): Promise<void> {
  const known = await knownOf(session, clock.subject as ExternalKind);
  if (known) recordMissed(session, clock, known);
}

function recordMissed(session: TicketSession, clock: Clock, { consequence, source, packRow }: DeadlineRow): void {
  const { owedBy } = EXTERNAL_KINDS[clock.subject as ExternalKind];
  session.event('deadline.missed', { kind: clock.subject, consequence, source, packRow, owedBy, dueAt: clock.dueAt, clockId: clock.id }, `missed:${clock.id}`);
}

/** Read under the ticket's lock: of two observations at once, the second sees what the first made. */
async function knownOf({ tx, ticket }: TicketSession, kind: ExternalKind): Promise<DeadlineRow | undefined> {
  return (await deadlinesOf(tx, [ticket.id])).find((row) => row.kind === kind);
}

/** This command entered its breach. */
function hasBreached({ clocks }: TicketSession, { id }: Clock): boolean {
  return clocks.fired.some(({ clock, level }) => level === 0 && clock.id === id);
}

function isOpen(session: TicketSession, kind: ExternalKind): boolean {
  return session.clocks.isOpen('EXTERNAL', kind);
}

function versionOf({ observedVersion }: DeadlineRow): bigint | null {
  return observedVersion === null ? null : BigInt(observedVersion);
}
