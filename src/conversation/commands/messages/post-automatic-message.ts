import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Channel, type Done, type TicketRequest } from '../../../tickets/index.js';
import type { Declared } from '../../domain/declared.js';
import { postMessage, type Posted } from './post-message.js';

export interface PostAutomaticMessageRequest extends TicketRequest {
  readonly message: {
    readonly channel: Channel;
    readonly body: string;
    readonly origin: 'BOT' | 'AUTOMATIC';
    /** All a program's message can stand for: telling how a leg went, and asking for the survey. */
    readonly declared: Pick<Declared, 'tellsLegIds' | 'surveys'>;
  };
}

/** Brings in what a bot or a canned notice told the customer. It never answers them: RESPOND waits for a person. */
@Injectable()
export class PostAutomaticMessage {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: PostAutomaticMessageRequest): Promise<Done<Posted>> {
    return this.work.run(actor, 'RECEIVE_MESSAGE', request, (session) => postMessage(session, request.message));
  }
}
