import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** What a customer was offered and given before, in the currency of the request. The offer at hand is left out. */
export interface CustomerHistory {
  readonly customerId: string;
  readonly tickets: number;
  readonly offersAccepted: number;
  readonly acceptedMinor: string;
  readonly requestsRejected: number;
}

const HISTORY = sql(
  'dossier.history',
  `SELECT b.customer_id AS "customerId",
          (SELECT count(*)::int FROM ticket t WHERE t.merchant_id = b.merchant_id AND t.customer_id = b.customer_id) AS tickets,
          count(o.id) FILTER (WHERE o.state = 'ACCEPTED')::int AS "offersAccepted",
          coalesce(sum((SELECT sum(l.amount_minor) FROM offer_leg l WHERE l.merchant_id = o.merchant_id AND l.offer_id = o.id AND l.state <> 'CANCELLED'))
            FILTER (WHERE o.state = 'ACCEPTED'), 0)::text AS "acceptedMinor",
          count(o.id) FILTER (WHERE EXISTS (SELECT FROM approval_request r WHERE r.merchant_id = o.merchant_id AND r.offer_id = o.id AND r.state = 'REJECTED'))::int AS "requestsRejected"
     FROM offer x JOIN sales_order b ON b.merchant_id = x.merchant_id AND b.id = x.order_id
     LEFT JOIN sales_order s ON s.merchant_id = b.merchant_id AND s.customer_id = b.customer_id AND s.currency = b.currency
     LEFT JOIN offer o ON o.merchant_id = s.merchant_id AND o.order_id = s.id AND o.id <> x.id
    WHERE x.merchant_id = $1 AND x.id = $2 GROUP BY b.merchant_id, b.customer_id`,
);

export async function customerHistory(tx: Tx, offerId: string): Promise<CustomerHistory | undefined> {
  return (await tx.query<CustomerHistory>(HISTORY, [tx.merchantId, offerId]))[0];
}

export interface BudgetEffect {
  readonly currency: string;
  readonly limitMinor: string;
  /** Reserved and committed by everybody else. */
  readonly beforeMinor: string;
  /** With this offer. */
  readonly afterMinor: string;
}

// What the offer holds is read from the ledger: reserved, less what was released. What came back after it was paid is still owed, and still held.
const BUDGET = sql(
  'dossier.budget',
  `SELECT b.currency, (b.limit_minor + b.overridden_minor)::text AS "limitMinor", (b.reserved_minor + b.committed_minor - held.minor)::text AS "beforeMinor",
          (b.reserved_minor + b.committed_minor)::text AS "afterMinor"
     FROM (SELECT m.budget_id, sum(CASE m.type WHEN 'RESERVE' THEN m.amount_minor WHEN 'RELEASE' THEN -m.amount_minor ELSE 0 END) AS minor
             FROM ledger_movement m WHERE m.merchant_id = $1 AND m.offer_id = $2 AND m.budget_id IS NOT NULL AND m.basis = 'GOODWILL' GROUP BY m.budget_id) held
     JOIN budget b ON b.merchant_id = $1 AND b.id = held.budget_id`,
);

/** Of the budget that bears the offer's goodwill; undefined: there is none for it. */
export async function budgetEffect(tx: Tx, offerId: string): Promise<BudgetEffect | undefined> {
  return (await tx.query<BudgetEffect>(BUDGET, [tx.merchantId, offerId]))[0];
}

// Same shop, purpose and reason, half to double the money, newest first.
const SIMILAR = sql(
  'dossier.similar',
  `SELECT s.id FROM approval_request r JOIN ticket t ON t.merchant_id = r.merchant_id AND t.id = r.ticket_id
     JOIN approval_request s ON s.merchant_id = r.merchant_id AND s.shop_id = r.shop_id AND s.purpose = r.purpose AND s.id <> r.id
      AND s.state IN ('APPROVED','REJECTED','OVERRIDDEN') AND s.currency IS NOT DISTINCT FROM r.currency
      AND s.goodwill_minor BETWEEN r.goodwill_minor / 2 AND r.goodwill_minor * 2
     JOIN ticket u ON u.merchant_id = s.merchant_id AND u.id = s.ticket_id
      AND coalesce(u.verified_reason_code, u.stated_reason_code) IS NOT DISTINCT FROM coalesce(t.verified_reason_code, t.stated_reason_code)
    WHERE r.merchant_id = $1 AND r.id = $2 ORDER BY s.id DESC LIMIT 5`,
);

export async function similarTo(tx: Tx, requestId: string): Promise<string[]> {
  return (await tx.query<{ id: string }>(SIMILAR, [tx.merchantId, requestId])).map(({ id }) => id);
}
