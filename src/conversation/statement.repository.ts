import type { Instant } from '../kernel/instant.js';
import { REDACTED } from '../kernel/text.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { MOST_LISTED } from '../tickets/index.js';

/** The customer's account as one of us wrote it down. Never changed: a corrected one is recorded anew and replaces it. */
export interface Statement {
  readonly id: string;
  readonly ticketId: string;
  readonly text: string;
  readonly wish: string;
  readonly orderLineIds: readonly string[];
  readonly recordedBy: string | null;
  readonly at: Instant;
}

const COLUMNS = `s.id, s.ticket_id AS "ticketId", s.text, s.wish, s.order_line_ids AS "orderLineIds", s.recorded_by AS "recordedBy", s.at`;
const INSERT = sql(
  'statement.insert',
  `INSERT INTO statement (merchant_id, id, ticket_id, text, wish, order_line_ids, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const OF_TICKETS = sql(
  'statement.of_tickets',
  `SELECT ${COLUMNS} FROM unnest($2::uuid[]) AS t(id), LATERAL (
     SELECT * FROM statement WHERE merchant_id = $1 AND ticket_id = t.id ORDER BY id DESC LIMIT ${MOST_LISTED}) s ORDER BY s.id`,
);
const BY_ID = sql('statement.by_id', `SELECT ${COLUMNS} FROM statement s WHERE merchant_id = $1 AND id = $2`);
const REDACT = sql('statement.redact', `UPDATE statement SET text = $3 WHERE merchant_id = $1 AND ticket_id = $2 AND text <> $3 RETURNING id`);
const DISPUTED = sql(
  'statement.disputed_lines',
  `SELECT order_line_id AS id FROM ticket_line WHERE merchant_id = $1 AND ticket_id = $2 AND order_line_id = ANY($3::uuid[])`,
);

export function insertStatement(tx: Tx, statement: Statement): void {
  tx.defer(INSERT, [
    tx.merchantId, statement.id, statement.ticketId, statement.text, statement.wish, statement.orderLineIds, statement.recordedBy, statement.at,
  ]);
}

/** The newest of each ticket, oldest first. */
export function statementsOf(tx: Tx, ticketIds: readonly string[]): Promise<Statement[]> {
  return tx.query<Statement>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export async function findStatement(tx: Tx, id: string): Promise<Statement | undefined> {
  const [row] = await tx.query<Statement>(BY_ID, [tx.merchantId, id]);
  return row;
}

/** Takes the words out of all accounts of the ticket. False: there are none left. */
export async function redactStatements(tx: Tx, ticketId: string): Promise<boolean> {
  return (await tx.query(REDACT, [tx.merchantId, ticketId, REDACTED])).length > 0;
}

/** Which of these order lines this ticket disputes. */
export async function disputedAmong(tx: Tx, ticketId: string, orderLineIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(DISPUTED, [tx.merchantId, ticketId, orderLineIds]);
  return new Set(rows.map((row) => row.id));
}
