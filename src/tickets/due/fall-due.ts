import { Injectable } from '@nestjs/common';
import type { ClockKind } from '../../sla/index.js';
import { TicketWork, type Done } from '../ticket-work.js';
import { systemOf } from '../system-actor.js';
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

  execute(merchantId: string, ticketId: string): Promise<Done<number>> {
    return this.work.run(systemOf(merchantId), 'FALL_DUE', { ticketId, body: {} }, (session) => this.fire(session));
  }

  /** The same for several tickets of a merchant in one transaction; those that somebody holds are left for the next look-out. Answers by ticket. */
  executeMany(merchantId: string, ticketIds: readonly string[]): Promise<Map<string, number>> {
    return this.work.runMany(systemOf(merchantId), 'FALL_DUE', ticketIds, (session) => this.fire(session));
  }

  /** Whether more follows than the breach when a clock of these kinds falls due. */
  doesMore(kinds: readonly ClockKind[]): boolean {
    return kinds.some((kind) => this.handlers.has(kind));
  }

  private async fire(session: TicketSession): Promise<number> {
    const fired = session.clocks.notice();
    for (const { clock, level } of fired) if (level === 0) await this.handlers.handle(session, clock);
    return fired.length;
  }
}
