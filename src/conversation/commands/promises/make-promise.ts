import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import type { Instant } from '../../../kernel/instant.js';
import { cleanText } from '../../../kernel/text.js';
import { requireCustomerMessage, TicketWork, type Channel, type Done, type TicketRequest } from '../../../tickets/index.js';
import { PROMISE_TEXT, requireAhead } from '../../domain/promise.js';
import { requireMessageOf } from '../evidence.js';
import { makePromise } from './promise-book.js';

export interface MakePromiseRequest extends TicketRequest {
  readonly kind: 'CALLBACK' | 'DEED';
  readonly what: string;
  readonly channel: Channel;
  readonly dueAt: Instant;
  /** CALLBACK: the customer's message that agrees to time and channel. DEED: the message, of either side, in which it was given; optional. */
  readonly messageId: string | null;
}

/** A call-back the customer agreed to, or something that will have been done. Replies are promised by sending a holding reply. */
@Injectable()
export class MakePromise {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: MakePromiseRequest): Promise<Done<{ promiseId: string }>> {
    return this.work.run(actor, 'MAKE_PROMISE', request, (session) => {
      const { kind, channel, dueAt, messageId } = request;
      requireAhead(dueAt, session.now, 'dueAt');
      if (kind === 'CALLBACK') {
        if (messageId === null) {
          throw new DomainError('EVIDENCE_MISSING', {
            en: 'Name the message in which the customer agreed to time and channel.', zh: '请指明顾客同意联系时间和方式的消息。',
          }, 'messageId');
        }
        requireCustomerMessage(session.facts, messageId, 'messageId');
      } else if (messageId !== null) requireMessageOf(session.facts, messageId, 'messageId');
      const promiseId = makePromise(session, {
        kind, what: cleanText(request.what, 'what', PROMISE_TEXT), channel, due: dueAt, timeFrom: 'SENDER', messageId,
        agreedByCustomer: session.facts.some((fact) => fact.type === 'message.received' && fact.data.messageId === messageId),
      });
      return { promiseId };
    });
  }
}
