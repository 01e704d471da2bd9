import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Message, Visibility } from './domain/message.js';

const COLUMNS = `
  m.id, m.ticket_id AS "ticketId", m.author_kind AS "authorKind", m.author_id AS "authorId", m.origin, m.visibility, m.channel, m.body, m.signals,
  m.external_id AS "externalId", m.at, m.redacted_at AS "redactedAt", m.redaction_reason AS "redactionReason"`;

const INSERT = sql(
  'message.insert',
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, author_id, origin, visibility, channel, body, signals, external_id, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const BY_EXTERNAL_ID = sql('message.by_external_id', `SELECT ${COLUMNS} FROM message m WHERE merchant_id = $1 AND ticket_id = $2 AND external_id = $3`);
const BY_ID = sql('message.by_id', `SELECT ${COLUMNS} FROM message m WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3`);
const BY_IDS = sql('message.by_ids', `SELECT ${COLUMNS} FROM message m WHERE merchant_id = $1 AND id = ANY($2::uuid[])`);
const REDACT = sql(
  'message.redact',
  `UPDATE message SET body = $3, signals = '{}', redacted_at = $4, redacted_by = $5, redaction_reason = $6 WHERE merchant_id = $1 AND id = $2`,
);
// Opened by the customer, a ticket's problem is its first message too.
const REDACT_FIRST = sql(
  'message.redact_first',
  `UPDATE message SET body = $3, signals = '{}', redacted_at = $4, redacted_by = $5, redaction_reason = $6
    WHERE merchant_id = $1 AND ticket_id = $2 AND author_kind = 'CUSTOMER' AND body = $7 AND redacted_at IS NULL
      AND at = (SELECT opened_at FROM ticket WHERE merchant_id = $1 AND id = $2) RETURNING id`,
);
const REDACT_LEFT = sql(
  'message.redact_left',
  `UPDATE message SET body = $4, signals = '{}', redacted_at = $5, redacted_by = $6, redaction_reason = $7
    WHERE merchant_id = $1 AND ticket_id = $2 AND id = ANY ($3::uuid[]) AND redacted_at IS NULL RETURNING id`,
);
const PAGE = sql(
  'message.page',
  `SELECT ${COLUMNS} FROM message m
    WHERE merchant_id = $1 AND ticket_id = $2 AND visibility = ANY($3::text[]) AND ($4::timestamptz IS NULL OR (at, id) > ($4, $5::uuid))
    ORDER BY at, id LIMIT $6`,
);
// The numbers a message on this ticket may hold although they look like somebody's: the order, its parcels, the shop's own contacts.
const KNOWN_NUMBERS = sql(
  'message.known_numbers',
  `SELECT t.number AS n FROM ticket t WHERE t.merchant_id = $1 AND t.id = $2
   UNION ALL SELECT t.external_ref FROM ticket t WHERE t.merchant_id = $1 AND t.id = $2 AND t.external_ref IS NOT NULL
   UNION ALL SELECT o.external_id FROM ticket t JOIN sales_order o ON o.merchant_id = t.merchant_id AND o.id = t.order_id WHERE t.merchant_id = $1 AND t.id = $2
   UNION ALL SELECT p.waybill FROM ticket t JOIN parcel p ON p.merchant_id = t.merchant_id AND p.order_id = t.order_id WHERE t.merchant_id = $1 AND t.id = $2
   UNION ALL SELECT c.value FROM ticket t JOIN shop s ON s.merchant_id = t.merchant_id AND s.id = t.shop_id,
     jsonb_array_elements_text(CASE WHEN jsonb_typeof(s.settings->'contactNumbers') = 'array' THEN s.settings->'contactNumbers' ELSE '[]' END) AS c(value)
    WHERE t.merchant_id = $1 AND t.id = $2`,
);

/** A message that was not redacted, as it is written first. */
export type NewMessage = Omit<Message, 'redactedAt' | 'redactionReason'>;

export function insertMessage(tx: Tx, message: NewMessage): void {
  tx.defer(INSERT, [
    tx.merchantId, message.id, message.ticketId, message.authorKind, message.authorId, message.origin, message.visibility, message.channel,
    message.body, JSON.stringify(message.signals), message.externalId, message.at,
  ]);
}

export async function findMessage(tx: Tx, ticketId: string, id: string): Promise<Message | undefined> {
  const [row] = await tx.query<Message>(BY_ID, [tx.merchantId, ticketId, id]);
  return row;
}

/** By the name it has where it came from; unique per ticket. */
export async function findByExternalId(tx: Tx, ticketId: string, externalId: string): Promise<Message | undefined> {
  const [row] = await tx.query<Message>(BY_EXTERNAL_ID, [tx.merchantId, ticketId, externalId]);
  return row;
}

export function findMessages(tx: Tx, ids: readonly string[]): Promise<Message[]> {
  return tx.query<Message>(BY_IDS, [tx.merchantId, ids]);
}

/** `first + 1` rows, oldest first: the extra one only tells that more follow. */
export function pageOfMessages(
  tx: Tx,
  ticketId: string,
  visibilities: readonly Visibility[],
  page: { readonly first: number; readonly after: { readonly at: Instant; readonly id: string } | null },
): Promise<Message[]> {
  return tx.query<Message>(PAGE, [tx.merchantId, ticketId, visibilities, page.after?.at ?? null, page.after?.id ?? null, page.first + 1]);
}

export interface RedactionMark {
  readonly body: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string;
}

/** The body and what was found in it are gone from the row afterwards; the row and its id stay. The database lets it happen once. */
export function redact(tx: Tx, id: string, mark: RedactionMark): void {
  tx.defer(REDACT, [tx.merchantId, id, mark.body, mark.at, mark.by, mark.reason]);
}

export async function knownNumbers(tx: Tx, ticketId: string): Promise<string[]> {
  const rows = await tx.query<{ n: string }>(KNOWN_NUMBERS, [tx.merchantId, ticketId]);
  return rows.map((row) => row.n);
}

/** The same with those of these messages of a ticket that were not redacted yet. Answers their ids. */
export async function redactLeft(tx: Tx, ticketId: string, ids: readonly string[], mark: RedactionMark): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(REDACT_LEFT, [tx.merchantId, ticketId, ids, mark.body, mark.at, mark.by, mark.reason]);
  return rows.map(({ id }) => id);
}

/** The same with the message a ticket was opened by, where it still says what the ticket says. Answers its id. */
export async function redactFirst(tx: Tx, ticketId: string, problem: string, mark: RedactionMark): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(REDACT_FIRST, [tx.merchantId, ticketId, mark.body, mark.at, mark.by, mark.reason, problem]);
  return row?.id;
}
