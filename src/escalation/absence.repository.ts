import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';

export interface Absence {
  readonly id: string;
  readonly memberId: string;
  readonly kind: 'OUT_OF_OFFICE' | 'DISABLED';
  readonly delegateId: string | null;
  readonly startsAt: Instant;
  /** Back from this instant on; null: disabled until enabled. */
  readonly endsAt: Instant | null;
}

const COLUMNS = `id, member_id AS "memberId", kind, delegate_id AS "delegateId", starts_at AS "startsAt", ends_at AS "endsAt"`;
// Absences of two people may hang together (one stands in for the other), so they are written one after the other.
const LOCK = sql('absence.lock', `SELECT FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);
const INSERT = sql(
  'absence.insert',
  `INSERT INTO absence (merchant_id, id, member_id, kind, delegate_id, starts_at, ends_at, created_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const MEETING = sql(
  'absence.meeting',
  `SELECT ${COLUMNS} FROM absence WHERE merchant_id = $1 AND kind = 'OUT_OF_OFFICE' AND (member_id = ANY ($2::uuid[]) OR delegate_id = ANY ($2::uuid[]))
     AND starts_at < $4 AND ends_at > $3 AND ends_at > starts_at`,
);
const BY_ID = sql('absence.by_id', `SELECT ${COLUMNS} FROM absence WHERE merchant_id = $1 AND id = $2`);
const END = sql('absence.end', `UPDATE absence SET ends_at = greatest($3, starts_at), handed_over_at = coalesce(handed_over_at, $3) WHERE merchant_id = $1 AND id = $2`);
const END_DISABLED = sql(
  'absence.end_disabled',
  `UPDATE absence SET ends_at = $3, handed_over_at = coalesce(handed_over_at, $3) WHERE merchant_id = $1 AND member_id = $2 AND kind = 'DISABLED' AND ends_at IS NULL`,
);
const HANDED_OVER = sql('absence.handed_over', `UPDATE absence SET handed_over_at = $3 WHERE merchant_id = $1 AND id = $2 AND handed_over_at IS NULL`);
const COMING = sql(
  'absence.coming',
  `SELECT ${COLUMNS} FROM absence WHERE merchant_id = $1 AND kind = 'OUT_OF_OFFICE' AND ends_at > $2 AND ends_at > starts_at AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
);

export async function lockAbsences(tx: Tx): Promise<void> {
  await tx.query(LOCK, [tx.merchantId]);
}

export async function insertAbsence(tx: Tx, absence: Absence, by: string, at: Instant): Promise<void> {
  const { id, memberId, kind, delegateId, startsAt, endsAt } = absence;
  await tx.query(INSERT, [tx.merchantId, id, memberId, kind, delegateId, startsAt, endsAt, by, at]);
}

/** Absences within [from, to) of these people, or in which they stand in for somebody. */
export function absencesMeeting(tx: Tx, memberIds: readonly string[], from: Instant, to: Instant): Promise<Absence[]> {
  return tx.query<Absence>(MEETING, [tx.merchantId, memberIds, from, to]);
}

export async function absenceById(tx: Tx, id: string): Promise<Absence | undefined> {
  const [row] = await tx.query<Absence>(BY_ID, [tx.merchantId, id]);
  return row;
}

export async function endAbsence(tx: Tx, id: string, at: Instant): Promise<void> {
  await tx.query(END, [tx.merchantId, id, at]);
}

export async function endDisabled(tx: Tx, memberId: string, at: Instant): Promise<void> {
  await tx.query(END_DISABLED, [tx.merchantId, memberId, at]);
}

export async function handedOver(tx: Tx, id: string, at: Instant): Promise<void> {
  await tx.query(HANDED_OVER, [tx.merchantId, id, at]);
}

/** Present and coming ones, newest first, one more than asked for. */
export function comingAbsences(tx: Tx, now: Instant, after: string | null, first: number): Promise<Absence[]> {
  return tx.query<Absence>(COMING, [tx.merchantId, now, after, first + 1]);
}
