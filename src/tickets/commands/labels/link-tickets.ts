import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid, notFound } from '../../../kernel/error.js';
import { can } from '../../../identity/index.js';
import { link, type TicketLink } from '../../ticket-links.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface LinkRequest extends TicketRequest {
  readonly kind: TicketLink['kind'];
  readonly targetId: string;
}

/** Says how two tickets belong together. The same link twice is one link and one event. */
@Injectable()
export class LinkTickets {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: LinkRequest): Promise<Done<null>> {
    if (request.targetId === request.ticketId) throw invalid('targetId', { en: 'A ticket is not linked to itself.', zh: '工单不能与自身关联。' });
    return this.work.run(actor, 'LINK', { ...request, alsoTicketId: request.targetId }, async (session) => {
      if (!session.also || !can(actor, 'ticket.read', { shopId: session.also.shopId })) throw notFound('targetId');
      const { kind, targetId } = request;
      if (await link(session, { kind, targetId }, 'targetId')) session.event('ticket.linked', { kind, targetId });
      return null;
    });
  }
}
