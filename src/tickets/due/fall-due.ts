import { Injectable } from '@nestjs/common';
import type { ClockKind, Fired } from '../../sla/index.js';
import { TicketWork, type Done } from '../ticket-work.js';
import { systemOf } from '../system-actor.js';
import { lockDueTickets } from '../ticket.repository.js';
import type { TicketSession } from '../ticket-session.js';
import { DueHandlers } from './due-handlers.js';

/**
 * Fires what is due on one ticket, warnings and breaches, the earliest first and each at its own instant. Whoever comes second under the row lock
 * finds nothing due, and the firing's primary key refuses what a lock did not: firing twice is impossible, however many workers look. Answers how
 * many fired.
 */
@Injectable()
export class FallDue {
  constructor(
    private readonly work: TicketWork,
    private readonly handlers: DueHandlers,
  ) {}

  async execute(merchantId: string, ticketId: string): Promise<Done<number>> {
    const done = await this.work.run(systemOf(merchantId), 'FALL_DUE', { ticketId, body: {} }, (session) => this.fire(session));
    return { ...done, value: done.value.length };
  }

  /** The same for several tickets of a merchant in one transaction; those that somebody holds are left for the next look-out. */
  async executeMany(merchantId: string, ticketIds: readonly string[]): Promise<number> {
    const done = await this.work.runMany(systemOf(merchantId), 'FALL_DUE', (tx) => lockDueTickets(tx, ticketIds), (session) => this.fire(session));
    const fired = [...done.values()].flat();
    return fired.length;
  }

  /** Whether a ticket whose clocks of these kinds are due goes by itself. */
  goesAlone(kinds: readonly ClockKind[]): boolean {
    return kinds.some((kind) => this.handlers.goesAlone(kind));
  }

  private async fire(session: TicketSession): Promise<readonly Fired[]> {
    const fired = session.clocks.notice();
    for (const { clock, level } of fired) if (level === 0) await this.handlers.handle(session, clock);
    return fired;
  }
}
