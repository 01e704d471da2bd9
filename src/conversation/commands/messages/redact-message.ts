import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, notFound } from '../../../kernel/error.js';
import { cleanText, REDACTED } from '../../../kernel/text.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { errorFacts, LOG, type Log } from '../../../platform/runtime/log.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { redactAttachments, redactedKeys } from '../../attachment.repository.js';
import { FILE_STORE, type FileStore } from '../../files/file-store.js';
import { findMessage, redact } from '../../message.repository.js';

export interface RedactMessageRequest extends TicketRequest {
  readonly messageId: string;
  readonly reason: string;
}

/**
 * Takes a text out of the transcript, for good, with the files it brought: their rows keep their place, their ids and their standing as evidence, and
 * say that they were redacted; the message also why and by whom.
 */
@Injectable()
export class RedactMessage {
  constructor(
    private readonly work: TicketWork,
    private readonly unit: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(actor: Actor, request: RedactMessageRequest): Promise<Done<{ messageId: string }>> {
    const done = await this.work.run(actor, 'REDACT_MESSAGE', request, async (session) => {
      const { tx, ticket, now, by } = session;
      const reason = cleanText(request.reason, 'reason', { max: 500 });
      const message = await findMessage(tx, ticket.id, request.messageId);
      if (!message) throw notFound('messageId');
      if (message.redactedAt !== null) {
        throw new DomainError('ALREADY_DECIDED', { en: 'This message was redacted before.', zh: '该消息此前已被删除内容。' }, 'messageId');
      }
      redact(tx, message.id, { body: REDACTED, at: now, by, reason });
      const attachmentIds = await redactAttachments(tx, ticket.id, message.id, now);
      session.event('message.redacted', { messageId: message.id, ...(attachmentIds.length > 0 ? { attachmentIds } : {}) });
      return { messageId: message.id };
    });
    await this.removeFiles(actor.merchantId, request);
    return done;
  }

  /** Only once the redaction is committed, else a failed one would have lost evidence. What cannot be removed now is by the sweep. */
  private async removeFiles(merchantId: string, { ticketId, messageId }: RedactMessageRequest): Promise<void> {
    try {
      const keys = await this.unit.read(merchantId, (tx) => redactedKeys(tx, ticketId, messageId));
      for (const key of keys) await this.store.delete(key);
    } catch (error) {
      this.log.error({ messageId, error: errorFacts(error) }, 'files of a redacted message are still in the store; the sweep removes them');
    }
  }
}
