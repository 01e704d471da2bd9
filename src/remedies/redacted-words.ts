import { REDACTED } from '../kernel/text.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { TicketSession } from '../tickets/index.js';

const OF_TICKET = 'ticket_id = $2';
const OF_ITS_LEGS = 'leg_id IN (SELECT id FROM offer_leg WHERE merchant_id = $1 AND ticket_id = $2)';

/** What stands beside types, amounts, states and proofs, which say what was given and stay. */
const WORDS: readonly Sql[] = [
  redaction('offer', ['summary', 'decision_note'], OF_TICKET),
  redaction('offer_leg', ['note', 'ended_note'], OF_TICKET),
  redaction('leg_unit', ['missing', 'note'], OF_ITS_LEGS),
  redaction('counter_offer', ['note'], OF_TICKET),
  redaction('recovery_claim', ['note'], OF_TICKET),
];

/** What was left blank stays so; only rows that still hold words are touched. */
function redaction(table: string, columns: readonly string[], where: string): Sql {
  const marked = columns.map((column) => `${column} = CASE WHEN ${column} IS NOT NULL THEN $3 END`).join(', ');
  const left = columns.map((column) => `${column} <> $3`).join(' OR ');
  return sql(`${table}.redact_words`, `UPDATE ${table} SET ${marked} WHERE merchant_id = $1 AND ${where} AND (${left}) RETURNING true`);
}

/** Puts the mark of a redaction in the place of all words of the ticket's remedies. False: there are none, or none are left. */
export async function redactRemedies({ tx, ticket }: TicketSession): Promise<boolean> {
  const rows = await Promise.all(WORDS.map((statement) => tx.query(statement, [tx.merchantId, ticket.id, REDACTED])));
  return rows.some(({ length }) => length > 0);
}
