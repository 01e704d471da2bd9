import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { cleanText, optionalText } from '../../../kernel/text.js';
import { resume, TicketWork, type Channel, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { claimAttachments } from '../../attachment.repository.js';
import { alertsIn } from '../../domain/alerts.js';
import { BODY } from '../../domain/message.js';
import { findByExternalId, insertMessage } from '../../message.repository.js';

export interface ReceiveMessageRequest extends TicketRequest {
  readonly channel: Channel;
  readonly text: string;
  /** The message's own id where it came from; the same id on the same ticket is the same message. */
  readonly externalId: string | null;
  readonly attachmentIds: readonly string[];
}

export interface Received {
  readonly messageId: string;
  /** False when its external id was known already. */
  readonly created: boolean;
  /** The ticket is closed; what the customer says may ask for a reopening. */
  readonly reopeningPossible: boolean;
}

/** The customer's turn. Taken in whatever the ticket's state, so that nothing a customer says is lost. */
@Injectable()
export class ReceiveMessage {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ReceiveMessageRequest): Promise<Done<Received>> {
    return this.work.run(actor, 'RECEIVE_MESSAGE', request, (session) => receive(session, request));
  }
}

async function receive(session: TicketSession, request: ReceiveMessageRequest): Promise<Received> {
  const { tx, ticket, now } = session;
  const body = cleanText(request.text, 'body', BODY);
  const externalId = optionalText(request.externalId, 'externalId', { max: 128 });
  const reopeningPossible = ticket.status === 'CLOSED' && ticket.resolution !== 'MERGED';
  // The ticket is locked, so of twenty deliveries at once nineteen find the first.
  const known = externalId === null ? undefined : await findByExternalId(tx, ticket.id, externalId);
  if (known) {
    if (known.redactedAt === null && known.body !== body) {
      throw new DomainError('DUPLICATE', { en: 'Another text came under this id before.', zh: '该外部编号已对应另一条消息。' }, 'externalId');
    }
    return { messageId: known.id, created: false, reopeningPossible };
  }
  const messageId = uuidv7();
  insertMessage(tx, {
    id: messageId, ticketId: ticket.id, authorKind: 'CUSTOMER', authorId: null, origin: 'HUMAN', visibility: 'PUBLIC', channel: request.channel, body,
    signals: {}, externalId, at: now,
  });
  await claimAttachments(tx, ticket.id, messageId, request.attachmentIds);
  const mentions = alertsIn(body);
  session.fact('message.received', { messageId, ...(mentions.length > 0 ? { mentions } : {}) });
  session.set({ lastCustomerMessageAt: now, lastPublicMessageAt: now });
  session.clocks.cancelAll(['RESTATEMENT']); // they are not silent
  if (ticket.holdReason === 'WAITING_ON_CUSTOMER') resume(session);
  return { messageId, created: true, reopeningPossible };
}
