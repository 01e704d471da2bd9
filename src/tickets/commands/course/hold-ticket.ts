import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Instant } from '../../../kernel/instant.js';
import { DomainError } from '../../../kernel/error.js';
import { openOffer, type Summary, type WaitingReason } from '../../../process/index.js';
import type { TicketSession } from '../../session/ticket-session.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface HoldRequest extends TicketRequest {
  readonly reason: WaitingReason;
}

/** Puts a ticket on hold. Only waiting for the customer (who was asked something) or for the platform stops the customer's clocks. */
@Injectable()
export class HoldTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: HoldRequest): Promise<Done<null>> {
    return this.work.run(actor, 'HOLD', request, (session) => {
      if (request.reason !== 'PLATFORM_INTERVENTION') requireAnswer(session.summary);
      if (request.reason === 'WAITING_ON_CUSTOMER') requireQuestion(session.summary);
      hold(session, request.reason);
      return null;
    });
  }
}

/**
 * Also what a marketplace that steps in does, whatever the ticket waited for. A hold that is replaced ends here: each clock counts what it stood still
 * under that reason, and only those the new one stops stand still on. `since`: when that happened, where it was told; the hold begins now all the same.
 */
export function hold(session: TicketSession, reason: WaitingReason, since: Instant | null = null): void {
  if (session.ticket.holdReason) session.clocks.resume();
  session.set({ status: 'ON_HOLD', holdReason: reason });
  session.fact('ticket.held', { reason, ...(since !== null && { since }) });
}

/** Waiting begins after an answer. Only the marketplace steps in whenever it likes. */
function requireAnswer({ lastHumanReply }: Summary): void {
  if (!lastHumanReply) throw unasked({ en: 'Answer the customer before putting the ticket on hold.', zh: '请先回复顾客，再挂起工单。' });
}

/** Nobody waits for a customer who waits for us, or who was asked nothing. An offer they have not decided about is a question too. */
function requireQuestion(summary: Summary): void {
  const { lastCustomerTurn, messages } = summary;
  const since = lastCustomerTurn?.seq ?? 0;
  const ours = messages.filter(({ seq, data }) => seq > since && data.origin === 'HUMAN');
  if (ours.length === 0 && lastCustomerTurn !== null) {
    throw unasked({ en: 'The customer spoke last: it is they who wait for us. Answer first.', zh: '最后一条消息来自顾客，顾客正在等待答复，请先回复。' });
  }
  const offered = openOffer(summary)?.sent;
  if (ours.some(({ data }) => data.asks) || (offered && offered.seq > since)) return;
  throw unasked({ en: 'The customer was asked nothing; send the question first.', zh: '尚未向顾客提出问题，请先发送需要其答复的问题。' });
}

function unasked(text: DomainError['text']): DomainError {
  return new DomainError('EVIDENCE_MISSING', text, 'reason');
}
