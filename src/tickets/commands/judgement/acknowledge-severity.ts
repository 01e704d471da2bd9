import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

/** A supervisor takes note of a severe case that was reported. */
@Injectable()
export class AcknowledgeSeverity {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TicketRequest): Promise<Done<null>> {
    return this.work.run(actor, 'ACKNOWLEDGE_SEVERITY', request, (session) => {
      session.fact('severity.acknowledged', {});
      return null;
    });
  }
}
