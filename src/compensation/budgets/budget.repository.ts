import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { TicketSession } from '../../tickets/index.js';
import type { BudgetPeriod, BudgetUse } from '../domain/budget.js';

export interface BudgetRow extends BudgetUse {
  readonly id: string;
  readonly shopId: string;
  readonly reasonFamily: string | null;
  readonly period: BudgetPeriod;
  /** Days as text, `2026-11-01`. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly entitledReservedMinor: bigint;
  readonly entitledCommittedMinor: bigint;
  readonly warnedAt: Instant | null;
  readonly version: number;
}

/** How much of an offer counts against the limit, and how much is owed by law or by a platform's rules. */
export interface Share {
  readonly goodwill: bigint;
  readonly entitled: bigint;
}

export interface Place {
  readonly shopId: string;
  readonly kind: string;
  readonly reasonCode: string | null;
  readonly currency: string;
  readonly at: Instant;
}

export const BUDGET_COLUMNS = `b.id, b.shop_id AS "shopId", b.reason_family AS "reasonFamily", b.period, b.starts_on::text AS "startsOn", b.ends_on::text AS "endsOn",
  b.currency, b.limit_minor::text AS "limitMinor", b.overridden_minor::text AS "overriddenMinor", b.reserved_minor::text AS "reservedMinor",
  b.committed_minor::text AS "committedMinor", b.entitled_reserved_minor::text AS "entitledReservedMinor",
  b.entitled_committed_minor::text AS "entitledCommittedMinor", b.warned_at AS "warnedAt", b.version`;

/** When people were warned, once the budget `b` may hold so much: never, where that is enough again, so that they are warned the next time. */
export const warnedWithin = (limit: string): string => `CASE WHEN (b.reserved_minor + b.committed_minor) * 100 < 80 * (${limit}) THEN NULL ELSE b.warned_at END`;

// The narrowest that fits: one of the reason's own family before one for all reasons, a shorter period before a longer one.
const FITTING = `
  SELECT f.id FROM budget f JOIN shop s ON s.merchant_id = f.merchant_id AND s.id = f.shop_id
   WHERE f.merchant_id = $1 AND f.shop_id = $2 AND f.currency = $3 AND ($4::timestamptz AT TIME ZONE s.time_zone)::date BETWEEN f.starts_on AND f.ends_on
     AND (f.reason_family IS NULL OR f.reason_family = (SELECT r.family FROM reason r WHERE r.merchant_id = $1 AND r.shop_id = $2 AND r.kind = $5 AND r.code = $6))
   ORDER BY f.reason_family NULLS LAST, f.ends_on - f.starts_on, f.starts_on DESC, f.id LIMIT 1`;

// Whoever waits for the row's lock is judged, by its CHECK, by what the holder before has left of it; and only then is it known who reached 80 %.
const RESERVE = sql(
  'budget.reserve',
  `WITH taken AS (
     UPDATE budget b SET reserved_minor = b.reserved_minor + $3::bigint, entitled_reserved_minor = b.entitled_reserved_minor + $4::bigint,
            warned_at = CASE WHEN b.warned_at IS NULL AND (b.reserved_minor + b.committed_minor + $3::bigint) * 100 >= 80 * (b.limit_minor + b.overridden_minor)
                             THEN $5::timestamptz ELSE b.warned_at END
      WHERE b.merchant_id = $1 AND b.id = $2
      RETURNING b.id, b.shop_id, b.version, b.warned_at IS NOT DISTINCT FROM $5::timestamptz AS warned)
   INSERT INTO event (merchant_id, subject_type, subject_id, subject_version, type, at, actor_kind, actor_id, cause, request_id, is_fact, data)
   SELECT $1, 'budget', id, version, 'budget.warned', $5, $6, $7, 'MAKE_OFFER', $8, false, jsonb_build_object('offerId', $9::text, 'shopId', shop_id) FROM taken WHERE warned`,
);
const FIT = sql('budget.fitting', `SELECT ${BUDGET_COLUMNS} FROM budget b WHERE b.merchant_id = $1 AND b.id = (${FITTING})`);
const MOVE = sql(
  'budget.move',
  `UPDATE budget b SET reserved_minor = b.reserved_minor + $3::bigint, committed_minor = b.committed_minor + $4::bigint,
          entitled_reserved_minor = b.entitled_reserved_minor + $5::bigint, entitled_committed_minor = b.entitled_committed_minor + $6::bigint,
          warned_at = CASE WHEN (b.reserved_minor + b.committed_minor + $3::bigint + $4::bigint) * 100 < 80 * (b.limit_minor + b.overridden_minor)
                           THEN NULL ELSE b.warned_at END
    WHERE b.merchant_id = $1 AND b.id = $2`,
);
const BY_IDS = sql('budget.by_ids', `SELECT ${BUDGET_COLUMNS} FROM budget b WHERE b.merchant_id = $1 AND b.id = ANY ($2::uuid[])`);

const LOCK = sql('budget.lock', `SELECT ${BUDGET_COLUMNS} FROM budget b WHERE b.merchant_id = $1 AND b.id = $2 FOR UPDATE`);

type Raw = { [Key in keyof BudgetRow]: BudgetRow[Key] extends bigint ? string : BudgetRow[Key] };

export function budgetOf(raw: Raw): BudgetRow {
  return {
    ...raw, limitMinor: BigInt(raw.limitMinor), overriddenMinor: BigInt(raw.overriddenMinor), reservedMinor: BigInt(raw.reservedMinor),
    committedMinor: BigInt(raw.committedMinor), entitledReservedMinor: BigInt(raw.entitledReservedMinor),
    entitledCommittedMinor: BigInt(raw.entitledCommittedMinor),
  };
}

/** The budget that bears it, as it stands, without its lock; null: the shop has none for it, and so no limit. */
export async function fittingBudget(tx: Tx, { shopId, currency, at, kind, reasonCode }: Place): Promise<BudgetRow | null> {
  const [raw] = await tx.query<Raw>(FIT, [tx.merchantId, shopId, currency, at, kind, reasonCode]);
  return raw ? budgetOf(raw) : null;
}

/**
 * Takes the share. Leaves last with the COMMIT. Who was overtaken, so that the budget does not hold it any more, begins anew and meets it as the others
 * have left it.
 */
export function reserve({ tx, actor, now, requestId }: TicketSession, budgetId: string, { goodwill, entitled }: Share, offerId: string): void {
  const by = actor.kind === 'SYSTEM' ? null : actor.id;
  tx.deferLast(`budget ${budgetId}`, RESERVE, [tx.merchantId, budgetId, goodwill.toString(), entitled.toString(), now, actor.kind, by, requestId, offerId]);
  tx.againOn('budget_never_exceeded');
}

/** Moves shares between held, owed and free. Leaves last with the COMMIT: all offers of a shop meet in this row. */
export function moveBudget(tx: Tx, budgetId: string, by: { readonly reserved: Share; readonly committed: Share }): void {
  const { reserved, committed } = by;
  const changes = [reserved.goodwill, committed.goodwill, reserved.entitled, committed.entitled];
  tx.deferLast(`budget ${budgetId}`, MOVE, [tx.merchantId, budgetId, ...changes.map(String)]);
}

export async function budgetsById(tx: Tx, ids: readonly string[]): Promise<BudgetRow[]> {
  return (await tx.query<Raw>(BY_IDS, [tx.merchantId, ids])).map(budgetOf);
}

/** Locked until the end of the transaction, for who changes what it may hold. */
export async function lockBudget(tx: Tx, id: string): Promise<BudgetRow | undefined> {
  const [raw] = await tx.query<Raw>(LOCK, [tx.merchantId, id]);
  return raw && budgetOf(raw);
}

export type { Raw as RawBudget };
