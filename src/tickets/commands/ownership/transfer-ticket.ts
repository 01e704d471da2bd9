import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, forbidden, invalid } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import { can } from '../../../identity/index.js';
import { requireCustomerMessage } from '../../domain/evidence.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import { giveTo, type NewOwner } from './owner.js';

export const TRANSFER_REASONS = ['ANOTHER_AGENT_ASKED_FOR', 'BEYOND_MY_AUTHORITY', 'OTHER_SKILL', 'SHIFT_ENDS', 'ABSENCE', 'RESPONDENT'] as const;
export type TransferReason = (typeof TRANSFER_REASONS)[number];

export interface TransferRequest extends TicketRequest, NewOwner {
  readonly reason: TransferReason;
  /** What the next one needs to know; the customer is not asked again. */
  readonly summary: string;
  /** The customer's message that agrees to the transfer. */
  readonly consentMessageId: string | null;
  /** Why it goes without the customer's consent; leaders and above. */
  readonly overrideReason: string | null;
}

/** Hands a ticket over, with the customer's consent or a leader's override, and a summary for whoever comes next. */
@Injectable()
export class TransferTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: TransferRequest): Promise<Done<null>> {
    return this.work.run(actor, 'TRANSFER', request, async (session) => {
      const summary = cleanText(request.summary, 'summary', { max: 2_000, lines: true });
      const { ticket } = session;
      if (request.memberId === ticket.assigneeId) throw invalid('memberId', { en: 'The ticket is theirs already.', zh: '工单已由其负责。' });
      if (request.memberId === null && !request.teamId) throw invalid('memberId', { en: 'Name a member or a team.', zh: '请指定同事或小组。' });
      if (request.consentMessageId !== null) requireCustomerMessage(session.facts, request.consentMessageId, 'consentMessageId');
      else if (request.overrideReason === null) throw consentMissing();
      else if (!can(actor, 'ticket.override', { shopId: ticket.shopId })) throw forbidden();
      const overrideReason = request.overrideReason === null ? null : cleanText(request.overrideReason, 'overrideReason', { max: 500 });

      session.event('ticket.transferred', {
        reason: request.reason, fromMemberId: ticket.assigneeId, toMemberId: request.memberId,
        consentMessageId: request.consentMessageId, overridden: overrideReason !== null,
      });
      session.note(`${summary}${overrideReason ? `\n${overrideReason}` : ''}`);
      await giveTo(session, request);
      return null;
    });
  }
}

function consentMissing(): DomainError {
  return new DomainError('EVIDENCE_MISSING', {
    en: 'Ask the customer to agree to the transfer first, or let a leader override with a reason.',
    zh: '请先征得顾客同意再转交，或由组长说明理由后直接转交。',
  }, 'consentMessageId');
}
