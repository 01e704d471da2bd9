import { Injectable } from '@nestjs/common';
import { TicketWork, type Done } from '../ticket-work.js';
import { systemOf } from '../system-actor.js';
import { DueHandlers } from './due-handlers.js';

/**
 * Lets what is due on one ticket fall due, in due order. Whoever comes second under the row lock finds nothing due: firing twice is impossible,
 * however many workers look. Answers how many clocks fell due.
 */
@Injectable()
export class FallDue {
  constructor(
    private readonly work: TicketWork,
    private readonly handlers: DueHandlers,
  ) {}

  execute(merchantId: string, ticketId: string): Promise<Done<number>> {
    return this.work.run(systemOf(merchantId), 'FALL_DUE', { ticketId, body: {} }, async (session) => {
      const due = session.clocks.breachDue();
      for (const clock of due) await this.handlers.handle(session, clock);
      return due.length;
    });
  }
}
