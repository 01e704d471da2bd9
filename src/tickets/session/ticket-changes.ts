import { withPublicEvidence, type Fact, type Progress } from '../../process/index.js';
import { clockName, REMINDERS, type Clock, type ClockBook } from '../../sla/index.js';
import type { Ticket, TicketPatch } from '../domain/ticket.js';

/** What the timeline is told. `onceKey`: a second one of it fails the command. */
export interface News {
  readonly type: string;
  readonly data: object;
  readonly onceKey: string | null;
}

/** Of the kind's own data, words of our vocabulary; the rest of it may be a customer's text, which the log never holds. */
const LOGGED_DETAILS = ['subtype', 'type', 'requestType', 'goodsState', 'wish', 'origin'];

/** What the patch really changes. Who stands behind an account is not the ticket's to tell. */
export function changesOf(ticket: Ticket, patch: TicketPatch): Record<string, [unknown, unknown]> | null {
  const { details = ticket.details, respondentPersonId: _person, ...columns } = patch;
  const changes = { ...differing(ticket, columns), ...differing(logged(ticket.details), logged(details)) };
  return Object.keys(changes).length > 0 ? changes : null;
}

/** Every one of them, so that what another kind does not know is seen to go. */
function logged(details: Ticket['details']): Record<string, unknown> {
  return Object.fromEntries(LOGGED_DETAILS.map((key) => [key, details[key] ?? null]));
}

function differing(was: object, is: object): Record<string, [unknown, unknown]> {
  const before = new Map(Object.entries(was));
  const changed = Object.entries(is).filter(([key, value]) => JSON.stringify(before.get(key)) !== JSON.stringify(value));
  return Object.fromEntries(changed.map(([key, value]) => [key, [before.get(key) ?? null, value ?? null]]));
}

/** A step that became done, skipped or waived is an event of its own, once per round by key. */
export function stepsEnded(before: Progress, after: Progress, facts: readonly Fact[]): News[] {
  const known = new Map(before.steps.map((step) => [step.step, step]));
  return after.steps.flatMap((step): News[] => {
    const was = known.get(step.step);
    if (step.completedAt === null || (was?.completedAt !== null && was?.round === step.round)) return [];
    const { step: name, round, status, completedAt, completedBy } = step;
    const [{ evidence } = step] = withPublicEvidence([step], facts);
    return [{ type: 'step.completed', data: { step: name, status, round, completedAt, completedBy, evidence }, onceKey: `step:${name}:${round}` }];
  });
}

/** Retargets, warnings and breaches; a reminder is told of by whoever set it. */
export function clocksMoved(retargeted: ClockBook['retargeted'], fired: ClockBook['fired']): News[] {
  const moved = retargeted.map(({ clock: { id: clockId, kind, subject, terms, dueAt }, wasDueAt }): News =>
    ({ type: 'clock.retargeted', data: { clockId, kind, subject, rule: terms.rule, dueAt, wasDueAt }, onceKey: null }));
  const due = fired.filter(({ clock }) => !REMINDERS.includes(clock.kind)).map(({ clock: { id: clockId, kind, subject, generation, dueAt }, level }): News =>
    (level === 0
      ? { type: 'clock.breached', data: { clockId, kind, subject, dueAt }, onceKey: `breach:${clockId}` }
      : { type: 'clock.warned', data: { clockId, kind, subject, level, dueAt }, onceKey: `warn:${clockId}:${generation}:${level}` }));
  return [...moved, ...due];
}

/** The deadline that binds next, as it stands on the ticket's row. */
export function nextDue(clock: Clock | null): Pick<Ticket, 'nextDueAt' | 'nextDueClock'> {
  return { nextDueAt: clock?.dueAt ?? null, nextDueClock: clock && clockName(clock) };
}
