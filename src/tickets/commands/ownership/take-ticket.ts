import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import { giveTo } from './owner.js';

/** An agent accepts a ticket as their own. */
@Injectable()
export class TakeTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TicketRequest): Promise<Done<null>> {
    return this.work.run(actor, 'TAKE', request, async (session) => {
      await giveTo(session, { memberId: actor.id });
      return null;
    });
  }
}
