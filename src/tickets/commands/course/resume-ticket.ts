import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Instant } from '../../../kernel/instant.js';
import type { TicketSession } from '../../session/ticket-session.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

/** Ends a hold; paused clocks go on with what they had left. */
@Injectable()
export class ResumeTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TicketRequest): Promise<Done<null>> {
    return this.work.run(actor, 'RESUME', request, (session) => {
      resume(session);
      return null;
    });
  }
}

/** Also what a customer's answer does to a ticket that waited for it, and the platform's decision, made at `decidedAt`. */
export function resume(session: TicketSession, decidedAt: Instant | null = null): void {
  session.set({ status: 'OPEN', holdReason: null });
  session.fact('ticket.resumed', decidedAt === null ? {} : { decidedAt });
  session.clocks.resume();
}
