import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { postMessage, type Outgoing, type Posted } from './post-message.js';

export interface SendMessageRequest extends TicketRequest {
  readonly message: Omit<Outgoing, 'origin'>;
}

/** A person of ours writes to the customer. */
@Injectable()
export class SendMessage {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: SendMessageRequest): Promise<Done<Posted>> {
    return this.work.run(actor, 'SEND_MESSAGE', request, (session) => postMessage(session, request.message));
  }
}
