import { REDACTED } from '../kernel/text.js';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from './ticket-session.js';

/** Words a ticket itself holds of its customer, or we wrote about them. */
export const TICKET_WORDS = ['PROBLEM', 'STATED_REASON', 'DETAILS', 'FINDING'] as const;
export type TicketWords = (typeof TICKET_WORDS)[number];

/** Keys of the kind's own data that hold the customer's words; the rest of it is words of our vocabulary. */
export const WORDS_IN_DETAILS = ['customerSees', 'demand'];

const FINDINGS = sql(
  'finding.redact',
  `UPDATE finding SET cause = $3, corrective_action = CASE WHEN corrective_action IS NOT NULL THEN $3 END
    WHERE merchant_id = $1 AND ticket_id = $2 AND cause <> $3 RETURNING id`,
);

/** Replaces these words by the mark of a redaction. False: there are none, or none are left. */
export async function redactWords(session: TicketSession, words: TicketWords): Promise<boolean> {
  const { tx, ticket } = session;
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
      return (await tx.query(FINDINGS, [tx.merchantId, ticket.id, REDACTED])).length > 0;
  }
}
