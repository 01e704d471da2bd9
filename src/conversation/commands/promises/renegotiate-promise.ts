import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Instant } from '../../../kernel/instant.js';
import { optionalText } from '../../../kernel/text.js';
import { requireCustomerMessage, TicketWork, type Channel, type Done, type TicketRequest } from '../../../tickets/index.js';
import { PROMISE_TEXT, requireAhead } from '../../domain/promise.js';
import { sinceFact } from '../evidence.js';
import { replacePromise, unsettledOne } from './promise-book.js';

export interface RenegotiatePromiseRequest extends TicketRequest {
  readonly promiseId: string;
  /** The customer's message that agrees, written after the promise was made. */
  readonly messageId: string;
  readonly dueAt: Instant;
  /** null: as it was. */
  readonly what: string | null;
  readonly channel: Channel | null;
}

/** Another time, or another thing, that the customer agreed to. What was agreed is owed even at a loss, so nobody drops a promise alone. */
@Injectable()
export class RenegotiatePromise {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RenegotiatePromiseRequest): Promise<Done<{ promiseId: string }>> {
    return this.work.run(actor, 'RENEGOTIATE_PROMISE', request, async (session) => {
      const { promiseId, messageId, dueAt } = request;
      const promise = await unsettledOne(session, promiseId);
      requireAhead(dueAt, session.now, 'dueAt');
      const made = sinceFact(session.facts, (fact) => fact.type === 'promise.made' && fact.data.promiseId === promiseId);
      requireCustomerMessage(session.facts, messageId, 'messageId', made);
      const what = optionalText(request.what, 'what', PROMISE_TEXT) ?? promise.what;
      const channel = request.channel ?? promise.channel;
      return { promiseId: replacePromise(session, promise, {
        kind: promise.kind, what, channel, due: dueAt, timeFrom: 'SENDER', messageId, agreedByCustomer: true,
      }) };
    });
  }
}
