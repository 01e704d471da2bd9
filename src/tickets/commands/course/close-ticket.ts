import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

/** Closes a ticket whose steps are all done, skipped or waived; nothing else closes one, in bulk neither. */
@Injectable()
export class CloseTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TicketRequest): Promise<Done<null>> {
    return this.work.run(actor, 'CLOSE', request, (session) => {
      const resolution = session.summary.withdrawn ? 'WITHDRAWN' : 'COMPLETED';
      session.set({ status: 'CLOSED', resolution, closedAt: session.now });
      session.fact('ticket.closed', { resolution });
      return null;
    });
  }
}
