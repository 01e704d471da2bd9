import { DomainError, notFound } from '../kernel/error.js';
import type { Instant } from '../kernel/instant.js';
import { REDACTED } from '../kernel/text.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { MOST_ATTACHMENTS, type Attachment } from './domain/attachment.js';

const COLUMNS = `
  a.id, a.ticket_id AS "ticketId", a.message_id AS "messageId", a.kind, a.name, a.media_type AS "mediaType", a.size,
  encode(a.sha256, 'hex') AS sha256, a.at, a.redacted_at AS "redactedAt"`;
const INSERT = sql(
  'attachment.insert',
  `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, created_by, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9, $10, $11, $12)`,
);
const CLAIM = sql(
  'attachment.claim',
  `UPDATE attachment SET message_id = $3 WHERE merchant_id = $1 AND ticket_id = $2 AND id = ANY($4::uuid[]) AND message_id IS NULL RETURNING id`,
);
const COUNT = sql('attachment.count', `SELECT count(*)::int AS n FROM attachment WHERE merchant_id = $1 AND ticket_id = $2`);
const EXISTS = sql('attachment.exists', `SELECT true AS there FROM attachment WHERE merchant_id = $1 AND id = $2`);
const OF_TICKETS = sql('attachment.of_tickets', `SELECT ${COLUMNS} FROM attachment a WHERE merchant_id = $1 AND ticket_id = ANY($2::uuid[]) ORDER BY id`);
const REDACT = sql(
  'attachment.redact',
  `UPDATE attachment SET name = $4, redacted_at = $5 WHERE merchant_id = $1 AND ticket_id = $2 AND message_id = $3 AND redacted_at IS NULL RETURNING id`,
);
const REDACTED_KEYS = sql(
  'attachment.redacted_keys',
  `SELECT storage_key AS key FROM attachment WHERE merchant_id = $1 AND ticket_id = $2 AND message_id = $3 AND redacted_at IS NOT NULL`,
);
const STORAGE = sql(
  'attachment.storage',
  `SELECT storage_key AS key, redacted_at IS NOT NULL AS redacted FROM attachment
    WHERE merchant_id = $1 AND id = ANY(SELECT left(split_part(key, '/', 3), 36)::uuid FROM unnest($2::text[]) AS key) AND storage_key = ANY($2::text[])`,
);
const STORED = sql(
  'attachment.stored',
  `SELECT ${COLUMNS}, a.storage_key AS "storageKey", t.shop_id AS "shopId"
     FROM attachment a JOIN ticket t ON t.merchant_id = a.merchant_id AND t.id = a.ticket_id WHERE a.merchant_id = $1 AND a.id = $2`,
);

export type NewAttachment = Omit<Attachment, 'messageId' | 'redactedAt'> & {
  readonly storageKey: string;
  readonly createdByKind: string;
  readonly createdBy: string | null;
};

/** Where its bytes are, and the shop whose members may read it. */
export type StoredAttachment = Attachment & { readonly storageKey: string; readonly shopId: string };

export function insertAttachment(tx: Tx, one: NewAttachment): void {
  tx.defer(INSERT, [
    tx.merchantId, one.id, one.ticketId, one.kind, one.name, one.mediaType, one.size, one.sha256, one.storageKey, one.createdByKind, one.createdBy, one.at,
  ]);
}

/** Ties uploaded files to the message that brings them. One of another ticket, or of another message, refuses the whole message. */
export async function claimAttachments(tx: Tx, ticketId: string, messageId: string, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const claimed = new Set((await tx.query<{ id: string }>(CLAIM, [tx.merchantId, ticketId, messageId, wanted])).map((row) => row.id));
  const missing = ids.findIndex((id) => !claimed.has(id));
  if (missing >= 0) throw notFound(`attachmentIds.${missing}`);
}

/** Takes the names of a message's files off the record. Their bytes are removed from the store once this is committed. Answers their ids. */
export async function redactAttachments(tx: Tx, ticketId: string, messageId: string, at: Instant): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(REDACT, [tx.merchantId, ticketId, messageId, REDACTED, at]);
  return rows.map(({ id }) => id);
}

/** Where the bytes of a message's redacted files are, or were. */
export async function redactedKeys(tx: Tx, ticketId: string, messageId: string): Promise<string[]> {
  return (await tx.query<{ key: string }>(REDACTED_KEYS, [tx.merchantId, ticketId, messageId])).map(({ key }) => key);
}

export interface StorageRow {
  readonly key: string;
  readonly redacted: boolean;
}

/** Which of these keys of the store a record names. A key ends in the attachment's own id and the attempt's number. */
export function storageOf(tx: Tx, keys: readonly string[]): Promise<StorageRow[]> {
  return tx.query<StorageRow>(STORAGE, [tx.merchantId, keys]);
}

/** Asked when a link is given, and again under the ticket's lock when a file comes in: links given before are not counted. */
export async function refuseFull(tx: Tx, ticketId: string): Promise<void> {
  const [row] = await tx.query<{ n: number }>(COUNT, [tx.merchantId, ticketId]);
  if ((row?.n ?? 0) < MOST_ATTACHMENTS) return;
  throw new DomainError('LIMIT_EXCEEDED', { en: `A ticket holds at most ${MOST_ATTACHMENTS} files.`, zh: `每个工单最多 ${MOST_ATTACHMENTS} 个文件。` });
}

export async function attachmentExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query(EXISTS, [tx.merchantId, id])).length > 0;
}

export function attachmentsOf(tx: Tx, ticketIds: readonly string[]): Promise<Attachment[]> {
  return tx.query<Attachment>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export async function findStored(tx: Tx, id: string): Promise<StoredAttachment | undefined> {
  const [row] = await tx.query<StoredAttachment>(STORED, [tx.merchantId, id]);
  return row;
}
