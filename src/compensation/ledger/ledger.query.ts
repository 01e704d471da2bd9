import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { LegBasis } from '../../remedies/index.js';
import type { Account, MovementType } from '../domain/ledger.js';

export interface MovementRow {
  readonly id: string;
  readonly type: MovementType;
  readonly cause: string;
  readonly legId: string | null;
  readonly offerId: string | null;
  readonly ticketId: string;
  readonly shopId: string;
  readonly budgetId: string | null;
  readonly basis: LegBasis | null;
  readonly currency: string;
  readonly amountMinor: string;
  readonly from: Account;
  readonly to: Account;
  readonly at: Instant;
}

export interface MovementFilter {
  readonly shops: readonly string[] | null;
  readonly budgetId: string | null;
  readonly ticketId: string | null;
}

export interface BalanceRow {
  readonly account: Account;
  readonly currency: string;
  readonly minor: string;
}

const WHERE = `m.merchant_id = $1 AND ($2::uuid[] IS NULL OR m.shop_id = ANY ($2)) AND ($3::uuid IS NULL OR m.budget_id = $3) AND ($4::uuid IS NULL OR m.ticket_id = $4)`;
const PAGE = sql(
  'ledger.page',
  `SELECT m.id, m.type, m.cause, m.leg_id AS "legId", m.offer_id AS "offerId", m.ticket_id AS "ticketId", m.shop_id AS "shopId", m.budget_id AS "budgetId",
          m.basis, m.currency, m.amount_minor::text AS "amountMinor", m.at, f.account AS "from", t.account AS "to" FROM ledger_movement m
     JOIN ledger_posting f ON f.merchant_id = m.merchant_id AND f.movement_id = m.id AND f.amount_minor < 0
     JOIN ledger_posting t ON t.merchant_id = m.merchant_id AND t.movement_id = m.id AND t.amount_minor > 0
    WHERE ${WHERE} AND ($5::uuid IS NULL OR m.id < $5) ORDER BY m.id DESC LIMIT $6`,
);
const BALANCES = sql(
  'ledger.balances',
  `SELECT p.account, p.currency, sum(p.amount_minor)::text AS minor FROM ledger_movement m JOIN ledger_posting p ON p.merchant_id = m.merchant_id AND p.movement_id = m.id
    WHERE ${WHERE} GROUP BY p.account, p.currency ORDER BY p.currency, p.account`,
);

/** Newest first, one row more than asked for. */
export function movementPage(tx: Tx, { shops, budgetId, ticketId }: MovementFilter, after: string | null, first: number): Promise<MovementRow[]> {
  return tx.query<MovementRow>(PAGE, [tx.merchantId, shops, budgetId, ticketId, after, first + 1]);
}

/** Of each currency the accounts that were ever touched; they sum to zero. */
export function balances(tx: Tx, { shops, budgetId, ticketId }: MovementFilter): Promise<BalanceRow[]> {
  return tx.query<BalanceRow>(BALANCES, [tx.merchantId, shops, budgetId, ticketId]);
}
