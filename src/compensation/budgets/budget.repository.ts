import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
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

// The narrowest that fits: one of the reason's own family before one for all reasons, a shorter period before a longer one.
const FITTING = `
  SELECT f.id FROM budget f JOIN shop s ON s.merchant_id = f.merchant_id AND s.id = f.shop_id
   WHERE f.merchant_id = $1 AND f.shop_id = $2 AND f.currency = $3 AND ($4::timestamptz AT TIME ZONE s.time_zone)::date BETWEEN f.starts_on AND f.ends_on
     AND (f.reason_family IS NULL OR f.reason_family = (SELECT r.family FROM reason r WHERE r.merchant_id = $1 AND r.shop_id = $2 AND r.kind = $5 AND r.code = $6))
   ORDER BY f.reason_family NULLS LAST, f.ends_on - f.starts_on, f.starts_on DESC, f.id LIMIT 1`;

// One statement asks and takes: whoever waits for the row's lock is judged by what the holder before has left of it.
const RESERVE = sql(
  'budget.reserve',
  `UPDATE budget b SET reserved_minor = b.reserved_minor + $7::bigint, entitled_reserved_minor = b.entitled_reserved_minor + $8::bigint,
          warned_at = CASE WHEN b.warned_at IS NULL AND (b.reserved_minor + b.committed_minor + $7::bigint) * 100 >= 80 * (b.limit_minor + b.overridden_minor)
                           THEN $4::timestamptz ELSE b.warned_at END
    WHERE b.merchant_id = $1 AND b.id = (${FITTING})
      AND ($7::bigint = 0 OR b.reserved_minor + b.committed_minor + $7::bigint <= b.limit_minor + b.overridden_minor)
    RETURNING ${BUDGET_COLUMNS}, b.warned_at IS NOT DISTINCT FROM $4::timestamptz AS "warnedNow"`,
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

export type Reserved =
  | { readonly done: true; readonly budget: BudgetRow; readonly warnedNow: boolean }
  | { readonly done: false; readonly budget: BudgetRow }
  /** The shop has no budget for it: no limit. */
  | null;

/** Takes the share from the budget that fits, if it holds so much. One round trip. */
export async function reserve(tx: Tx, { shopId, currency, at, kind, reasonCode }: Place, { goodwill, entitled }: Share): Promise<Reserved> {
  const where = [tx.merchantId, shopId, currency, at, kind, reasonCode];
  const [[taken], [fitting]] = await Promise.all([
    tx.query<Raw & { warnedNow: boolean }>(RESERVE, [...where, goodwill.toString(), entitled.toString()]),
    tx.query<Raw>(FIT, where),
  ]);
  if (taken) {
    const { warnedNow, ...raw } = taken;
    return { done: true, budget: budgetOf(raw), warnedNow };
  }
  return fitting ? { done: false, budget: budgetOf(fitting) } : null;
}

/** Moves shares between held, owed and free. Leaves with the COMMIT. */
export function moveBudget(tx: Tx, budgetId: string, by: { readonly reserved: Share; readonly committed: Share }): void {
  const { reserved, committed } = by;
  const changes = [reserved.goodwill, committed.goodwill, reserved.entitled, committed.entitled];
  tx.defer(MOVE, [tx.merchantId, budgetId, ...changes.map(String)]);
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
