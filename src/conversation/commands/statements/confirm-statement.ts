import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { hoursOf } from '../../../process/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { checkConfirmation, DEFAULT_SILENCE_HOURS, silenceLacks, type ConfirmationRequest } from '../../domain/statement.js';

export interface ConfirmStatementRequest extends TicketRequest, ConfirmationRequest {}

/** The customer agrees that this is what they said; or is silent after a reminder; or said it themselves in the platform's form. */
@Injectable()
export class ConfirmStatement {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ConfirmStatementRequest): Promise<Done<{ statementId: string }>> {
    return this.work.run(actor, 'CONFIRM_STATEMENT', request, (session) => {
      const { summary, facts, now } = session;
      checkConfirmation(request, { summary, facts, now, silenceHours: silenceHours(session) });
      confirm(session, request.statementId, request.by, request.by === 'CUSTOMER' ? request.messageId : null);
      return { statementId: request.statementId };
    });
  }
}

/** What the falling due of a RESTATEMENT clock does. Answers false when the customer spoke, or the account was confirmed, meanwhile. */
export function confirmBySilence(session: TicketSession): boolean {
  const { statement } = session.summary;
  if (!statement || silenceLacks(session.summary, session.now, silenceHours(session))) return false;
  confirm(session, statement.id, 'SILENCE', null);
  return true;
}

function confirm(session: TicketSession, statementId: string, by: ConfirmationRequest['by'], messageId: string | null): void {
  session.fact('statement.confirmed', { statementId, by, messageId }, `statement:confirmed:${statementId}`);
  session.clocks.satisfy('RESTATEMENT', statementId);
}

function silenceHours({ definition, ticket }: TicketSession): number {
  return hoursOf(definition, ticket.kind, 'STATEMENT_CONFIRMED') ?? DEFAULT_SILENCE_HOURS;
}
