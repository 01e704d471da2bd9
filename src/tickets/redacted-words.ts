import { REDACTED } from '../kernel/text.js';
import type { Kind } from '../kernel/words.js';
import type { TicketSession } from './session/ticket-session.js';
import { wordsInRows } from './seams/word-keepers.js';

/** Words a ticket itself holds of its customer, or we wrote about them. */
export const TICKET_WORDS = ['PROBLEM', 'STATED_REASON', 'DETAILS', 'FINDING'] as const;
export type TicketWords = (typeof TICKET_WORDS)[number];

/** Keys of the kind's own data that hold the customer's words; the rest of it is words of our vocabulary. */
export const WORDS_IN_DETAILS = ['customerSees', 'demand'];
/** Kinds whose data has such a key. */
export const KINDS_WITH_WORDS: readonly Kind[] = ['LOGISTICS', 'COMPLAINT'];

/** Of findings and of the disputes about them. */
const redactFindings = wordsInRows([{ table: 'finding', columns: ['cause', 'corrective_action', 'override_reason', 'dispute'], where: 'ticket_id = $2' }]);

/** Replaces these words by the mark of a redaction. False: there are none, or none are left. */
export async function redactWords(session: TicketSession, words: TicketWords): Promise<boolean> {
  const { ticket } = session;
  switch (words) {
    case 'PROBLEM': {
      if (ticket.problem === REDACTED) return false;
      // The subject may be the problem's first line.
      session.forget({ problem: REDACTED, subject: REDACTED });
      return true;
    }
    case 'STATED_REASON': {
      if (ticket.statedReasonText === null || ticket.statedReasonText === REDACTED) return false;
      session.forget({ statedReasonText: REDACTED });
      return true;
    }
    case 'DETAILS': {
      const held = WORDS_IN_DETAILS.filter((key) => typeof ticket.details[key] === 'string' && ticket.details[key] !== REDACTED);
      session.forget({ details: { ...ticket.details, ...Object.fromEntries(held.map((key) => [key, REDACTED])) } });
      return held.length > 0;
    }
    case 'FINDING':
      return redactFindings(session);
  }
}
