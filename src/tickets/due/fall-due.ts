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
    return this.work.run(systemOf(merchantId), 'FALL_DUE', { ticketId, body: {} }, async (session) => {
      const fired = session.clocks.notice();
      for (const { clock, level } of fired) if (level === 0) await this.handlers.handle(session, clock);
      return fired.length;
    });
  }
}
