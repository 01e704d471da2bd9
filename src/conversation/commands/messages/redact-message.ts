import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, notFound } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { REDACTED_BODY } from '../../domain/message.js';
import { findMessage, redact } from '../../message.repository.js';

export interface RedactMessageRequest extends TicketRequest {
  readonly messageId: string;
  readonly reason: string;
}

/**
 * Takes a text out of the transcript, for good: the row keeps its place, its id and its standing as evidence, and says that it was redacted, why
 * and by whom.
 */
@Injectable()
export class RedactMessage {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RedactMessageRequest): Promise<Done<{ messageId: string }>> {
    return this.work.run(actor, 'REDACT_MESSAGE', request, async (session) => {
      const { tx, ticket, now, by } = session;
      const reason = cleanText(request.reason, 'reason', { max: 500 });
      const message = await findMessage(tx, ticket.id, request.messageId);
      if (!message) throw notFound('messageId');
      if (message.redactedAt !== null) {
        throw new DomainError('ALREADY_DECIDED', { en: 'This message was redacted before.', zh: '该消息此前已被删除内容。' }, 'messageId');
      }
      redact(tx, message.id, { body: REDACTED_BODY, at: now, by, reason });
      session.event('message.redacted', { messageId: message.id });
      return { messageId: message.id };
    });
  }
}
