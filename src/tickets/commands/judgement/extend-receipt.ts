import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface ExtendReceiptRequest extends TicketRequest {
  /** 1 to 30 days. */
  readonly days: number;
  /** The platform's acknowledgement. */
  readonly platformRef: string;
}

/** Buys the customer time: the platform's automatic receipt is put off while the matter is looked into. */
@Injectable()
export class ExtendReceipt {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ExtendReceiptRequest): Promise<Done<null>> {
    return this.work.run(actor, 'EXTEND_RECEIPT', request, (session) => {
      if (!Number.isInteger(request.days) || request.days < 1 || request.days > 30) {
        throw invalid('days', { en: 'Extend by 1 to 30 days.', zh: '可延长 1 至 30 天。' });
      }
      session.fact('receipt.extended', { days: request.days, platformRef: cleanText(request.platformRef, 'platformRef', { max: 128 }) });
      return null;
    });
  }
}
