import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { RequestRow } from './approval.repository.js';

export interface OverrideRow {
  readonly id: string;
  readonly requestId: string;
  readonly askedBy: string;
  readonly askedPerson: string;
  readonly expiresAt: Instant;
}

const COLUMNS = `SELECT id, request_id AS "requestId", asked_by AS "askedBy", asked_person AS "askedPerson", expires_at AS "expiresAt"
  FROM approval_override WHERE merchant_id = $1 AND`;
const BY_ID = sql('override.by_id', `${COLUMNS} id = $2`);
const OPEN = sql('override.open', `${COLUMNS} request_id = $2 AND confirmed_at IS NULL AND expires_at > $3`);
const INSERT = sql(
  'override.insert',
  `INSERT INTO approval_override (merchant_id, id, request_id, reason, asked_by, asked_person, asked_at, expires_at, requester_person, editor_person)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const CONFIRM = sql(
  'override.confirm',
  `UPDATE approval_override SET confirmed_by = $3, confirmed_person = $4, confirmed_at = $5, confirmed_reason = $6 WHERE merchant_id = $1 AND id = $2`,
);

export async function overrideById(tx: Tx, id: string): Promise<OverrideRow | undefined> {
  return (await tx.query<OverrideRow>(BY_ID, [tx.merchantId, id]))[0];
}

export async function openOverride(tx: Tx, requestId: string, now: Instant): Promise<OverrideRow | undefined> {
  return (await tx.query<OverrideRow>(OPEN, [tx.merchantId, requestId, now]))[0];
}

export function writeOverride(
  tx: Tx, request: RequestRow, row: { id: string; reason: string; by: string; person: string; at: Instant; expiresAt: Instant },
): void {
  tx.defer(INSERT, [tx.merchantId, row.id, request.id, row.reason, row.by, row.person, row.at, row.expiresAt, request.requesterPerson, request.makerPerson]);
}

export function writeOverrideConfirmed(tx: Tx, id: string, row: { by: string; person: string; at: Instant; reason: string }): void {
  tx.defer(CONFIRM, [tx.merchantId, id, row.by, row.person, row.at, row.reason]);
}
