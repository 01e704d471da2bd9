import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { cleanText, REDACTED } from '../../../kernel/text.js';
import { KEPT_WORDS, KINDS_WITH_WORDS, redactWords, TICKET_WORDS, TicketWork, WordKeepers, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { redactFirst, redactLeft } from '../../message.repository.js';
import { redactPromises } from '../../promise.repository.js';
import { redactStatements } from '../../statement.repository.js';

/** Beside the messages, what may hold a customer's words. */
export const REDACTABLE_TEXTS = [...TICKET_WORDS, 'STATEMENT', 'PROMISE', ...KEPT_WORDS] as const;
export type RedactableText = (typeof REDACTABLE_TEXTS)[number];

export interface RedactTicketTextRequest extends TicketRequest {
  readonly texts: readonly RedactableText[];
  readonly reason: string;
}

/**
 * Takes words out of the ticket, its statements, promises, findings, tasks, remedies, approvals and payouts, for good and once: their rows stay, as evidence and
 * in their order, with the mark of a redaction in the words' place. Nothing tells what stood there; the reason becomes a note.
 */
@Injectable()
export class RedactTicketText {
  constructor(
    private readonly work: TicketWork,
    private readonly keepers: WordKeepers,
  ) {}

  execute(actor: Actor, request: RedactTicketTextRequest): Promise<Done<null>> {
    return this.work.run(actor, 'REDACT_TEXT', request, async (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 500 });
      const texts = [...new Set(request.texts)];
      for (const text of texts) if (!(await this.redactOne(session, text, reason))) throw nothingThere(request.texts.indexOf(text));
      if (texts.includes('PROBLEM')) await redactFirstMessage(session, reason);
      session.event('ticket.text_redacted', { texts });
      session.note(reason);
      return null;
    });
  }

  private redactOne(session: TicketSession, text: RedactableText, reason: string): Promise<boolean> {
    switch (text) {
      case 'STATEMENT': return redactStatements(session.tx, session.ticket.id);
      case 'PROMISE': return redactPromises(session.tx, session.ticket.id);
      case 'TASK': case 'REMEDY': case 'APPROVAL': case 'PAYOUT': return this.keepers.redact(session, text);
      case 'DETAILS': return redactDetails(session, reason);
      default: return redactWords(session, text);
    }
  }
}

/** What the customer said under a former kind is kept in the note of the change; it goes with what they say under the present one. */
async function redactDetails(session: TicketSession, reason: string): Promise<boolean> {
  const { tx, ticket, now: at, by } = session;
  const present = await redactWords(session, 'DETAILS');
  const notes = session.facts.flatMap((fact) => (fact.type === 'ticket.converted' && KINDS_WITH_WORDS.includes(fact.data.from) ? [fact.data.messageId] : []));
  const former = notes.length === 0 ? [] : await redactLeft(tx, ticket.id, notes, { body: REDACTED, at, by, reason });
  for (const messageId of former) session.event('message.redacted', { messageId });
  return present || former.length > 0;
}

/** A ticket opened by its customer has the problem twice: as its own and as the first message. */
async function redactFirstMessage(session: TicketSession, reason: string): Promise<void> {
  const { tx, ticket, now: at, by } = session;
  const messageId = await redactFirst(tx, ticket.id, ticket.problem, { body: REDACTED, at, by, reason });
  if (messageId) session.event('message.redacted', { messageId });
}

function nothingThere(at: number): DomainError {
  return new DomainError('NOTHING_TO_DO', { en: 'No words of this kind are left on the ticket.', zh: '工单上已没有此类文字内容。' }, `texts.${at}`);
}
