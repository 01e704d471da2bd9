import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import type { WaitingReason } from '../../../process/index.js';
import { TicketWork, type Done, type TicketRequest } from '../../ticket-work.js';

export interface HoldRequest extends TicketRequest {
  readonly reason: WaitingReason;
}

/** Puts a ticket on hold. Only waiting for the customer (once answered) or for the platform stops the customer's clocks. */
@Injectable()
export class HoldTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: HoldRequest): Promise<Done<null>> {
    return this.work.run(actor, 'HOLD', request, (session) => {
      const { lastHumanReply, lastCustomerTurn } = session.summary;
      const answered = lastHumanReply !== null && (lastCustomerTurn === null || lastHumanReply.seq > lastCustomerTurn.seq);
      if (request.reason === 'WAITING_ON_CUSTOMER' && !answered) {
        throw new DomainError('EVIDENCE_MISSING', {
          en: 'The customer spoke last: it is they who wait for us. Answer first.', zh: '顾客刚刚发言，正在等待我们回复，请先回复。',
        }, 'reason');
      }
      session.set({ status: 'ON_HOLD', holdReason: request.reason });
      session.fact('ticket.held', { reason: request.reason });
      return null;
    });
  }
}
