import type { Ticket, TicketPatch } from './domain/ticket.js';

/** What the patch really changes. Of the kind's own data only the keys that differ: the rest of it may be a customer's text. */
export function changesOf(ticket: Ticket, patch: TicketPatch): Record<string, [unknown, unknown]> | null {
  const { details = ticket.details, ...columns } = patch;
  const changes = { ...differing(ticket, columns), ...differing(ticket.details, details) };
  return Object.keys(changes).length > 0 ? changes : null;
}

function differing(was: object, is: object): Record<string, [unknown, unknown]> {
  const before = new Map(Object.entries(was));
  const changed = Object.entries(is).filter(([key, value]) => JSON.stringify(before.get(key)) !== JSON.stringify(value));
  return Object.fromEntries(changed.map(([key, value]) => [key, [before.get(key) ?? null, value ?? null]]));
}
