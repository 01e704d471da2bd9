import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/error.js';
import { goodsKnown } from '../../domain/kind-data.js';
import { checkNamed } from '../../domain/opening.js';
import { openingContext } from '../../queries/opening-context.query.js';
import { tradeTermsOfNamed } from '../../queries/trade-terms.query.js';
import { replaceDisputed } from '../../ticket.repository.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface IdentifyRequest extends TicketRequest {
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly parcelIds: readonly string[];
}

/** Says who the customer is and what is disputed, in place of what the ticket named before. */
@Injectable()
export class IdentifyTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: IdentifyRequest): Promise<Done<null>> {
    return this.work.run(actor, 'IDENTIFY', request, async (session) => {
      const { ticket, tx } = session;
      const named = { shopId: ticket.shopId, kind: ticket.kind, externalRef: null, teamId: null, reasonCode: null, respondentId: null };
      const known = await openingContext(tx, { ...named, customerId: request.customerId, orderId: request.orderId });
      const customerId = checkNamed({ ...request, teamId: null }, known) ?? ticket.customerId;
      if (customerId === null) throw invalid('customerId', { en: 'Name the customer or an order of theirs.', zh: '请指明顾客或其订单。' });
      session.set({ customerId, orderId: request.orderId });
      session.trade(await tradeTermsOfNamed(tx, ticket.shopId, customerId, request.orderId));
      session.fact('ticket.identified', { customerKnown: true, orderKnown: goodsKnown(ticket.kind, request) });
      const lines = request.lines.map(({ id: orderLineId, quantity }) => ({ orderLineId, quantity }));
      session.event('ticket.disputed', { lines, parcelIds: request.parcelIds });
      replaceDisputed(tx, ticket.id, request.lines, request.parcelIds);
      return null;
    });
  }
}
