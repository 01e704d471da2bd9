import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { BODY } from '../../domain/message.js';
import { insertMessage } from '../../message.repository.js';

export interface AddNoteRequest extends TicketRequest {
  readonly text: string;
}

/** A word among colleagues. The customer never sees it, and no note ever completes a step. */
@Injectable()
export class AddNote {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: AddNoteRequest): Promise<Done<{ messageId: string }>> {
    return this.work.run(actor, 'ADD_NOTE', request, (session) => {
      const messageId = uuidv7();
      insertMessage(session.tx, {
        id: messageId, ticketId: session.ticket.id, authorKind: 'AGENT', authorId: session.by, origin: 'HUMAN', visibility: 'INTERNAL',
        channel: session.ticket.channel, body: cleanText(request.text, 'body', BODY), signals: {}, externalId: null, at: session.now,
      });
      session.event('note.added', { messageId });
      return { messageId };
    });
  }
}
