import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import { giveTo, type NewOwner } from './owner.js';

export interface AssignRequest extends TicketRequest, NewOwner {}

/** A leader gives a ticket to a member or to a team's queue. */
@Injectable()
export class AssignTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: AssignRequest): Promise<Done<null>> {
    return this.work.run(actor, 'ASSIGN', request, async (session) => {
      const { ticket } = session;
      if (ticket.assigneeId === request.memberId && (request.teamId ?? ticket.teamId) === ticket.teamId) {
        throw new DomainError('NOTHING_TO_DO', { en: 'The ticket is there already.', zh: '工单已由其负责，或已在该小组队列中。' }, 'memberId');
      }
      await giveTo(session, request);
      return null;
    });
  }
}
