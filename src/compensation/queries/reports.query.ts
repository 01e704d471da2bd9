import type { Instant } from '../../kernel/instant.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export const DIMENSIONS = {
  ORDER: 'By order.',
  TICKET: 'By ticket.',
  REASON: 'By the verified reason, else the stated one.',
  SKU: 'By SKU: of the leg’s own line, else of the ticket’s lines when they are of one.',
  CARRIER: 'By carrier, where the order’s parcels are of one.',
  AGENT: 'By the member who made the offer.',
} as const satisfies Record<string, string>;
export type Dimension = keyof typeof DIMENSIONS;

export interface ReportRange {
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /** null: every shop of the merchant. */
  readonly shopIds: readonly string[] | null;
}

export interface CompensationRow {
  /** null: unknown, or several. */
  readonly key: string | null;
  readonly currency: string;
  readonly offers: number;
  readonly minor: string;
  readonly goodwillMinor: string;
  readonly fulfilledMinor: string;
}

const KEYS: Readonly<Record<Dimension, string>> = {
  ORDER: 'o.order_id::text',
  TICKET: 'o.ticket_id::text',
  REASON: 'coalesce(t.verified_reason_code, t.stated_reason_code)',
  SKU: `coalesce((SELECT n.sku FROM order_line n WHERE n.merchant_id = l.merchant_id AND n.id = l.order_line_id),
          (SELECT min(n.sku) FROM ticket_line k JOIN order_line n ON n.merchant_id = k.merchant_id AND n.id = k.order_line_id
            WHERE k.merchant_id = o.merchant_id AND k.ticket_id = o.ticket_id HAVING count(DISTINCT n.sku) = 1))`,
  CARRIER: `(SELECT min(p.carrier) FROM parcel p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.order_id HAVING count(DISTINCT p.carrier) = 1)`,
  AGENT: 'o.made_by::text',
};

function byDimension(dimension: Dimension): Sql {
  return sql(
    `report.${dimension.toLowerCase()}`,
    `SELECT key, currency, count(DISTINCT offer)::int AS offers, sum(amount)::text AS minor,
            coalesce(sum(amount) FILTER (WHERE basis = 'GOODWILL'), 0)::text AS "goodwillMinor",
            coalesce(sum(amount) FILTER (WHERE state = 'FULFILLED'), 0)::text AS "fulfilledMinor"
       FROM (SELECT ${KEYS[dimension]} AS key, o.id AS offer, l.currency, l.amount_minor AS amount, l.basis, l.state
               FROM offer o JOIN ticket t ON t.merchant_id = o.merchant_id AND t.id = o.ticket_id
               JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id AND l.state <> 'CANCELLED' AND l.amount_minor IS NOT NULL
              WHERE o.merchant_id = $1 AND o.state = 'ACCEPTED' AND o.decided_at >= $2 AND o.decided_at < $3 AND ($4::uuid[] IS NULL OR t.shop_id = ANY ($4))) given
      GROUP BY key, currency ORDER BY sum(amount) DESC, key NULLS LAST, currency LIMIT $5`,
  );
}
const BY_DIMENSION: ReadonlyMap<Dimension, Sql> = new Map((Object.keys(DIMENSIONS) as Dimension[]).map((one) => [one, byDimension(one)]));

/** What accepted offers cost, the most expensive first; cancelled legs left out. */
export function compensationBy(tx: Tx, dimension: Dimension, { from, to, shopIds }: ReportRange, first: number): Promise<CompensationRow[]> {
  return tx.query<CompensationRow>(BY_DIMENSION.get(dimension) as Sql, [tx.merchantId, from, to, shopIds, first]);
}

export interface AuthorityFigures {
  readonly offers: number;
  readonly within: number;
  readonly beyond: number;
  readonly entitled: number;
  readonly looksSplit: number;
}

const AUTHORITY = sql(
  'report.authority',
  `SELECT count(*)::int AS offers, count(*) FILTER (WHERE verdict = 'WITHIN')::int AS within, count(*) FILTER (WHERE verdict = 'BEYOND')::int AS beyond,
          count(*) FILTER (WHERE verdict = 'ENTITLED')::int AS entitled, count(*) FILTER (WHERE looks_split)::int AS "looksSplit"
     FROM offer_authority WHERE merchant_id = $1 AND at >= $2 AND at < $3 AND ($4::uuid[] IS NULL OR shop_id = ANY ($4))`,
);

export interface ApprovalFigures {
  readonly asked: number;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly overridden: number;
  readonly pending: number;
  /** Of those approved or rejected; null: none were. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
}

const APPROVALS = sql(
  'report.approvals',
  `SELECT count(*)::int AS asked, count(*) FILTER (WHERE state = 'APPROVED')::int AS approved, count(*) FILTER (WHERE state = 'REJECTED')::int AS rejected,
          count(*) FILTER (WHERE state = 'WITHDRAWN')::int AS withdrawn, count(*) FILTER (WHERE state = 'OVERRIDDEN')::int AS overridden,
          count(*) FILTER (WHERE state = 'PENDING')::int AS pending,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - requested_at)) FILTER (WHERE state IN ('APPROVED','REJECTED'))::float8 AS "medianSeconds",
          percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - requested_at)) FILTER (WHERE state IN ('APPROVED','REJECTED'))::float8 AS "p90Seconds"
     FROM approval_request WHERE merchant_id = $1 AND requested_at >= $2 AND requested_at < $3 AND ($4::uuid[] IS NULL OR shop_id = ANY ($4))`,
);

export interface RecoveryFigures {
  readonly currency: string;
  readonly paidMinor: string;
  readonly recoveredMinor: string;
}

// Paid: legs carried out in the range. Recovered: what came back in it, for whichever leg.
const RECOVERY = sql(
  'report.recovery',
  `SELECT currency, sum(paid)::text AS "paidMinor", sum(recovered)::text AS "recoveredMinor" FROM (
     SELECT l.currency, l.amount_minor AS paid, 0 AS recovered FROM offer_leg l JOIN ticket t ON t.merchant_id = l.merchant_id AND t.id = l.ticket_id
      WHERE l.merchant_id = $1 AND l.state = 'FULFILLED' AND l.amount_minor IS NOT NULL AND l.ended_at >= $2 AND l.ended_at < $3 AND ($4::uuid[] IS NULL OR t.shop_id = ANY ($4))
     UNION ALL
     SELECT c.currency, 0, r.amount_minor FROM recovery r JOIN recovery_claim c ON c.merchant_id = r.merchant_id AND c.id = r.claim_id
       JOIN ticket t ON t.merchant_id = c.merchant_id AND t.id = c.ticket_id
      WHERE r.merchant_id = $1 AND r.at >= $2 AND r.at < $3 AND ($4::uuid[] IS NULL OR t.shop_id = ANY ($4))) moved
   GROUP BY currency ORDER BY currency`,
);

export interface AuthorityReportRows {
  readonly authority: AuthorityFigures;
  readonly approvals: ApprovalFigures;
  readonly recovery: readonly RecoveryFigures[];
}

export async function authorityReport(tx: Tx, { from, to, shopIds }: ReportRange): Promise<AuthorityReportRows> {
  const values = [tx.merchantId, from, to, shopIds];
  const [[authority], [approvals], recovery] = await Promise.all([
    tx.query<AuthorityFigures>(AUTHORITY, values), tx.query<ApprovalFigures>(APPROVALS, values), tx.query<RecoveryFigures>(RECOVERY, values),
  ]);
  if (!authority || !approvals) throw new Error('counting answered nothing');
  return { authority, approvals, recovery };
}
