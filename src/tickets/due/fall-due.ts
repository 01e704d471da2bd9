import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { TicketWork, type Done } from '../ticket-work.js';
import { DueHandlers } from './due-handlers.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What acts when nobody does: its facts carry no actor. */
export function systemOf(merchantId: string): Actor {
  return { kind: 'SYSTEM', id: NOBODY, merchantId, personId: null, name: 'Amends', grants: [], scopes: [] };
}

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
