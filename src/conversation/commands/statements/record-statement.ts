import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, notFound } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest, type Wish } from '../../../tickets/index.js';
import { BODY } from '../../domain/message.js';
import { disputedAmong, insertStatement } from '../../statement.repository.js';

export interface RecordStatementRequest extends TicketRequest {
  /** The customer's account in their words, 1 to 5000 characters. */
  readonly text: string;
  readonly wish: Wish;
  /** Lines of the dispute it speaks of; empty: of the whole. */
  readonly orderLineIds: readonly string[];
}

const MOST_LINES = 100;

/** Writes down what the customer told. A later one replaces it, and is confirmed anew. */
@Injectable()
export class RecordStatement {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RecordStatementRequest): Promise<Done<{ statementId: string }>> {
    return this.work.run(actor, 'RECORD_STATEMENT', request, async (session) => {
      const { tx, ticket, now, by, clocks } = session;
      const text = cleanText(request.text, 'text', BODY);
      const orderLineIds = [...new Set(request.orderLineIds)];
      if (orderLineIds.length > MOST_LINES) {
        throw new DomainError('LIMIT_EXCEEDED', { en: `Name at most ${MOST_LINES} lines.`, zh: `最多 ${MOST_LINES} 行。` }, 'orderLineIds');
      }
      const disputed = orderLineIds.length > 0 ? await disputedAmong(tx, ticket.id, orderLineIds) : new Set<string>();
      const strange = request.orderLineIds.findIndex((id) => !disputed.has(id));
      if (strange >= 0) throw notFound(`orderLineIds.${strange}`);
      const statementId = uuidv7();
      insertStatement(tx, { id: statementId, ticketId: ticket.id, text, wish: request.wish, orderLineIds, recordedBy: by, at: now });
      clocks.cancelAll(['RESTATEMENT']); // of the one it replaces
      session.fact('statement.recorded', { statementId, wish: request.wish });
      return { statementId };
    });
  }
}
