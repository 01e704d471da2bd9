import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ClockKind, Fired } from '../../sla/index.js';
import type { Ticket } from '../domain/ticket.js';
import { TicketWork, type Done } from '../session/ticket-work.js';
import { systemOf } from '../session/system-actor.js';
import type { TicketSession } from '../session/ticket-session.js';
import { DueHandlers } from './due-handlers.js';
import { claimDue } from './due.query.js';

/** What came of a claim. */
export interface Batch {
  readonly ticketIds: readonly string[];
  readonly fired: number;
  /** null: it went through. */
  readonly failure: unknown;
}

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

  /**
   * The same for tickets of a merchant that are claimed in one transaction; those that somebody holds are left out. What fails there fails for all of
   * them, and is answered with their names: nothing of it was entered.
   */
  async executeMany(merchantId: string, most: number, except: readonly string[]): Promise<Batch> {
    const { alone } = this.handlers;
    let ticketIds: string[] = [];
    const claim = async (tx: Tx): Promise<Ticket[]> => {
      const tickets = await claimDue(tx, { most, except, alone });
      ticketIds = tickets.map(({ id }) => id);
      return tickets;
    };
    // With a clock that is due and goes by itself, a ticket is left to the one who looks for that.
    const together = (session: TicketSession): boolean => !session.clocks.due.some(({ kind }) => alone.includes(kind));
    try {
      const done = await this.work.runMany(systemOf(merchantId), 'FALL_DUE', claim, (session) => (together(session) ? this.fire(session) : []));
      return { ticketIds, fired: [...done.values()].flat().length, failure: null };
    } catch (failure) {
      if (ticketIds.length === 0) throw failure;
      return { ticketIds, fired: 0, failure };
    }
  }

  /** The kinds of clocks whose tickets go by themselves. */
  get alone(): readonly ClockKind[] {
    return this.handlers.alone;
  }

  private async fire(session: TicketSession): Promise<readonly Fired[]> {
    const fired = session.clocks.notice();
    for (const { clock, level } of fired) if (level === 0) await this.handlers.handle(session, clock);
    return fired;
  }
}
