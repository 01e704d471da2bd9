import type { Instant, Millis } from '../../kernel/instant.js';
import type { Emotion, Severity } from '../../kernel/words.js';
import type { ClockKind } from '../../sla/domain/clock.js';
import type { Ticket } from '../../tickets/domain/ticket.js';
import { OUTSIDERS, type Outsider } from './rule.js';

/** Something that happened to a ticket and that a rule may wait for. */
export type Occurrence =
  | {
    readonly on: 'CLOCK_BREACHED' | 'CLOCK_WARNED';
    readonly clockId: string; readonly kind: ClockKind; readonly subject: string; readonly targetMs: Millis; readonly generation: number;
    /** When the deadline was missed or its warning was due, however late that was noticed. */
    readonly at: Instant;
    /** Of a warning, which, from 1; of a breach 0. */
    readonly level: number;
  }
  | { readonly on: 'SEVERITY'; readonly is: Severity; readonly stands?: Stands }
  | { readonly on: 'EMOTION'; readonly is: Emotion; readonly stands?: Stands }
  | { readonly on: 'REPEATED_CONTACT' | 'REOPENED' | 'PROMISE_BROKEN'; readonly times: number }
  | { readonly on: 'REPEATED_TICKETS'; readonly openedAt: readonly Instant[]; readonly now: Instant }
  | { readonly on: 'OUTSIDER'; readonly who: Outsider }
  | { readonly on: 'AMOUNT'; readonly of: 'ORDER' | 'OFFER'; readonly minor: bigint; readonly currency: string }
  | { readonly on: 'KEYWORD'; readonly classes: readonly string[] }
  | { readonly on: 'TAGGED'; readonly tag: string }
  | { readonly on: 'UNASSIGNED' };

/** It was so before, on a ticket that is of another kind now: only the rules that did not apply to it then hear of it. */
type Stands = true;

/** What was recorded, as far as it is read here. */
export interface Recorded {
  readonly type: string;
  readonly data: object;
}

/** What of the ticket itself happened in a command: its recorded events, and the ticket before and after. Clocks and sums are looked up elsewhere. */
export function occurrencesOf(recorded: readonly Recorded[], before: Ticket, after: Ticket, counts: Counts): Occurrence[] {
  const has = (type: string): boolean => recorded.some((event) => event.type === type);
  const begins = has('ticket.opened') || has('ticket.reopened');
  const found: Occurrence[] = [];
  const converted = has('ticket.converted');
  if (begins || before.severity !== after.severity) found.push({ on: 'SEVERITY', is: after.severity });
  else if (converted) found.push({ on: 'SEVERITY', is: after.severity, stands: true });
  if (begins || before.emotion !== after.emotion) found.push({ on: 'EMOTION', is: after.emotion });
  else if (converted) found.push({ on: 'EMOTION', is: after.emotion, stands: true });
  if (has('assignment.waiting')) found.push({ on: 'UNASSIGNED' });
  if (has('ticket.reopened')) found.push({ on: 'REOPENED', times: counts.reopenings() });
  if (has('promise.broken')) found.push({ on: 'PROMISE_BROKEN', times: counts.brokenPromises() });
  if (has('message.received')) found.push({ on: 'REPEATED_CONTACT', times: counts.unansweredTurns() });
  for (const tag of after.tags) if (has('ticket.opened') || !before.tags.includes(tag)) found.push({ on: 'TAGGED', tag });
  for (const who of outsidersIn(recorded, after)) found.push({ on: 'OUTSIDER', who });
  const classes = recorded.flatMap(({ type, data }) => (type === 'message.received' ? ((data as { mentions?: string[] }).mentions ?? []) : []));
  if (classes.length > 0) found.push({ on: 'KEYWORD', classes });
  return found;
}

/** Counted from the ticket's facts. */
export interface Counts {
  readonly reopenings: () => number;
  readonly brokenPromises: () => number;
  /** The customer's turns since a person of ours last answered. */
  readonly unansweredTurns: () => number;
}

function outsidersIn(recorded: readonly Recorded[], ticket: Ticket): Set<Outsider> {
  const found = new Set<Outsider>();
  for (const { type, data } of recorded) {
    if (type === 'ticket.held' && (data as { reason?: string }).reason === 'PLATFORM_INTERVENTION') found.add('PLATFORM');
    const origin = type === 'ticket.opened' || type === 'ticket.converted' ? OUTSIDERS.find((who) => who === ticket.details['origin']) : undefined;
    if (origin) found.add(origin);
  }
  return found;
}
