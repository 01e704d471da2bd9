import type { Instant } from '../../kernel/instant.js';
import type { Fact } from '../../process/domain/index.js';

/** The clock of the whole ticket, by its subject, and since when it counts. */
export interface WholeClock {
  readonly subject: string;
  readonly since: Instant;
}

/**
 * Another one only after a closing that was undone, so that a ticket reopened later does not inherit a due time of the past. To reopen a step of an
 * open ticket goes on with the one it has: else whoever did so again and again would never be late.
 */
export function wholeOf(facts: readonly Fact[]): WholeClock {
  let since = facts[0]?.at ?? '';
  let round = 1;
  let closed = false;
  for (const { type, at } of facts) {
    if (closed && type === 'ticket.reopened') {
      round += 1;
      since = at;
    }
    if (type === 'ticket.closed' || type === 'ticket.reopened') closed = type === 'ticket.closed';
  }
  return { subject: `TICKET:${round}`, since };
}
