import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { optionalText } from '../../../kernel/text.js';
import { requireCustomerMessage } from '../../domain/evidence.js';
import { DomainError } from '../../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface WithdrawRequest extends TicketRequest {
  /** The customer's message that withdraws. */
  readonly messageId: string | null;
  /** Or the platform's record of it. */
  readonly platformRef: string | null;
}

/** The customer withdraws: what is open of the steps is waived, and we still see them off. */
@Injectable()
export class WithdrawTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: WithdrawRequest): Promise<Done<null>> {
    return this.work.run(actor, 'WITHDRAW', request, (session) => {
      const platformRef = optionalText(request.platformRef, 'platformRef', { max: 128 });
      if (request.messageId !== null) requireCustomerMessage(session.facts, request.messageId, 'messageId');
      else if (platformRef === null) {
        throw new DomainError('EVIDENCE_MISSING', {
          en: "Name the customer's message that withdraws, or the platform's record of it.", zh: '请指明顾客撤销的消息或平台撤销记录。',
        }, 'messageId');
      }
      session.event('ticket.withdrawal', { platformRef });
      session.fact('ticket.withdrawn', { messageId: request.messageId });
      return null;
    });
  }
}
