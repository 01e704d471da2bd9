import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { cleanTags } from '../../domain/opening.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface TagRequest extends TicketRequest {
  /** All tags the ticket has afterwards. */
  readonly tags: readonly string[];
}

@Injectable()
export class TagTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TagRequest): Promise<Done<null>> {
    return this.work.run(actor, 'TAG', request, (session) => {
      session.set({ tags: cleanTags(request.tags) });
      session.event('ticket.tagged', {});
      return null;
    });
  }
}
