import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../../kernel/error.js';
import { can } from '../../../identity/index.js';
import type { Ticket } from '../../domain/ticket.js';
import { link } from '../../ticket-links.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface MergeRequest extends TicketRequest {
  readonly intoTicketId: string;
}

/** Closes a duplicate into the ticket that goes on. Both keep their transcripts; the link says what became of the one. */
@Injectable()
export class MergeTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: MergeRequest): Promise<Done<null>> {
    if (request.intoTicketId === request.ticketId) {
      throw invalid('intoTicketId', { en: 'A ticket is not merged into itself.', zh: '工单不能合并到自身。' });
    }
    return this.work.run(actor, 'MERGE', { ...request, alsoTicketId: request.intoTicketId }, async (session) => {
      const { ticket, now } = session;
      const into = requireTarget(actor, ticket, session.also);
      session.set({ status: 'CLOSED', resolution: 'MERGED', closedAt: now, mergedIntoId: into.id, holdReason: null });
      session.fact('ticket.merged', { intoId: into.id });
      session.fact('ticket.closed', { resolution: 'MERGED' });
      session.eventOf({ subjectType: 'ticket', subjectId: into.id, subjectVersion: into.version }, 'ticket.absorbed', { ticketId: ticket.id });
      await link(session, { kind: 'DUPLICATE_OF', targetId: into.id }, 'intoTicketId');
      return null;
    });
  }
}

function requireTarget(actor: Actor, ticket: Ticket, into: Ticket | undefined): Ticket {
  if (!into || !can(actor, 'ticket.read', { shopId: into.shopId })) throw notFound('intoTicketId');
  const field = 'intoTicketId';
  if (into.shopId !== ticket.shopId) throw invalid(field, { en: 'Both tickets belong to one shop.', zh: '两个工单须属于同一店铺。' });
  if (ticket.customerId && into.customerId && ticket.customerId !== into.customerId) {
    throw invalid(field, { en: 'The tickets belong to different customers.', zh: '两个工单属于不同顾客。' });
  }
  if (into.status === 'CLOSED') {
    throw new DomainError('TICKET_CLOSED', { en: 'The ticket to merge into is closed.', zh: '目标工单已关闭。' }, field);
  }
  return into;
}
