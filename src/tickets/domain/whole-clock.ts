import type { Fact } from '../../process/domain/index.js';

/**
 * The subject of the clock of the whole: another one only after a closing that was undone, so that a ticket reopened later does not inherit a due
 * time of the past. To reopen a step of an open ticket goes on with the one it has: else whoever did so again and again would never be late.
 */
export function wholeOf(facts: readonly Fact[]): string {
  let round = 1;
  let closed = false;
  for (const { type } of facts) {
    if (closed && type === 'ticket.reopened') round += 1;
    if (type === 'ticket.closed' || type === 'ticket.reopened') closed = type === 'ticket.closed';
  }
  return `TICKET:${round}`;
}
