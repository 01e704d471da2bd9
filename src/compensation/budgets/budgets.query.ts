import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { BUDGET_COLUMNS, budgetOf, type BudgetRow, type RawBudget } from './budget.repository.js';

const PAGE = sql(
  'budget.page',
  `SELECT ${BUDGET_COLUMNS} FROM budget b WHERE b.merchant_id = $1 AND ($2::uuid[] IS NULL OR b.shop_id = ANY ($2)) AND ($3::date IS NULL OR $3 BETWEEN b.starts_on AND b.ends_on)
      AND ($4::uuid IS NULL OR b.id < $4) ORDER BY b.id DESC LIMIT $5`,
);
const OVERRIDES = sql(
  'budget.overrides',
  `SELECT id, budget_id AS "budgetId", amount_minor::text AS "amountMinor", reason, by_member AS "byMember", at FROM budget_override
    WHERE merchant_id = $1 AND budget_id = ANY ($2::uuid[]) ORDER BY id`,
);

export interface OverrideRow {
  readonly id: string;
  readonly budgetId: string;
  readonly amountMinor: string;
  readonly reason: string;
  readonly byMember: string;
  readonly at: string;
}

/** Newest first, one row more than asked for. `shops`: null for all. `on`: only those whose period holds this day. */
export async function budgetPage(tx: Tx, shops: readonly string[] | null, on: string | null, after: string | null, first: number): Promise<BudgetRow[]> {
  return (await tx.query<RawBudget>(PAGE, [tx.merchantId, shops, on, after, first + 1])).map(budgetOf);
}

export function overridesOf(tx: Tx, budgetIds: readonly string[]): Promise<OverrideRow[]> {
  return tx.query<OverrideRow>(OVERRIDES, [tx.merchantId, budgetIds]);
}
