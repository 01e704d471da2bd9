import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { reviewFlags, type ReviewFlag, type Signals } from '../domain/review.js';

// One row for each customer asked about. $3 is now, so that a sandbox merchant's own time counts.
const CUSTOMER = sql(
  'review.customer',
  `SELECT c.id, signs.* FROM unnest($2::uuid[]) AS c(id), LATERAL (
   WITH mine AS (SELECT id, signed_at, placed_at, created_at FROM sales_order WHERE merchant_id = $1 AND customer_id = c.id),
   given AS (
     SELECT o.id, m.signed_at IS NOT NULL AND o.at > m.signed_at AS delivered,
            bool_or(l.type IN ('REFUND','PARTIAL_REFUND')) AS refund, bool_or(l.type = 'RETURN') AS back
       FROM mine m JOIN offer o ON o.merchant_id = $1 AND o.order_id = m.id AND o.state = 'ACCEPTED' AND o.decided_at > $3::timestamptz - interval '90 days'
       JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id AND l.state <> 'CANCELLED' GROUP BY o.id, o.at, m.signed_at),
   asked AS (SELECT id, order_id, stated_reason_code, opened_at FROM ticket WHERE merchant_id = $1 AND customer_id = c.id),
   pieces AS (
     SELECT u.condition, u.serial_matches FROM asked a JOIN goods_leg g ON g.merchant_id = $1 AND g.ticket_id = a.id
       JOIN leg_unit u ON u.merchant_id = g.merchant_id AND u.leg_id = g.leg_id AND u.at > $3::timestamptz - interval '180 days')
   SELECT (SELECT count(*)::int FROM mine WHERE coalesce(placed_at, created_at) > $3::timestamptz - interval '90 days') AS orders,
          (SELECT count(*)::int FROM given WHERE refund) AS refunds,
          (SELECT count(*)::int FROM given WHERE refund AND delivered AND NOT back) AS "refundsWithoutReturn",
          (SELECT count(*)::int FROM asked WHERE stated_reason_code IN ('EMPTY_PARCEL','ITEM_MISSING') AND opened_at > $3::timestamptz - interval '180 days') AS "emptyOrShort",
          (SELECT count(*)::int FROM pieces WHERE condition IN ('WRONG_ITEM','EMPTY') OR serial_matches = false) AS "wrongReturns",
          (SELECT count(*)::int FROM pieces WHERE condition = 'USED') AS "usedReturns",
          (SELECT count(*)::int FROM customer me JOIN customer other ON other.merchant_id = me.merchant_id AND other.id <> me.id
              AND (other.phone = me.phone OR other.address = me.address) WHERE me.merchant_id = $1 AND me.id = c.id) AS "sameContact",
          (SELECT coalesce(max(n), 0)::int FROM (SELECT count(DISTINCT stated_reason_code) AS n FROM asked WHERE order_id IS NOT NULL GROUP BY order_id) o) AS "reasonsOnOneOrder") signs`,
);
const TICKET = sql(
  'review.ticket',
  `SELECT t.id, (SELECT count(DISTINCT a.sha256)::int FROM attachment a JOIN attachment b ON b.merchant_id = a.merchant_id AND b.sha256 = a.sha256 AND b.ticket_id <> a.ticket_id
            WHERE a.merchant_id = $1 AND a.ticket_id = t.id) AS "samePhotos",
          (SELECT count(DISTINCT g.leg_id)::int FROM goods_leg g
            WHERE g.merchant_id = $1 AND g.ticket_id = t.id AND g.waybill IS NOT NULL
              AND (EXISTS (SELECT FROM goods_leg x WHERE x.merchant_id = g.merchant_id AND x.carrier = g.carrier AND x.waybill = g.waybill AND x.ticket_id <> g.ticket_id)
                OR EXISTS (SELECT FROM parcel p WHERE p.merchant_id = g.merchant_id AND p.carrier = g.carrier AND p.waybill = g.waybill AND p.direction = 'OUTBOUND'))) AS "reusedWaybills",
          (SELECT count(*)::int FROM goods_leg g JOIN ticket k ON k.merchant_id = g.merchant_id AND k.id = g.ticket_id
             JOIN sales_order o ON o.merchant_id = k.merchant_id AND o.id = k.order_id
             JOIN parcel p ON p.merchant_id = g.merchant_id AND p.carrier = g.carrier AND p.waybill = g.waybill
            WHERE g.merchant_id = $1 AND g.ticket_id = t.id AND p.shipped_at < o.signed_at) AS "returnedEarly"
     FROM unnest($2::uuid[]) AS t(id)`,
);

type OfCustomer = Omit<Signals, 'samePhotos' | 'reusedWaybills' | 'returnedEarly'>;
type OfTicket = Pick<Signals, 'samePhotos' | 'reusedWaybills' | 'returnedEarly'>;
const NO_TICKET: OfTicket = { samePhotos: 0, reusedWaybills: 0, returnedEarly: 0 };
const NOBODY: OfCustomer = { orders: 1, refunds: 0, refundsWithoutReturn: 0, emptyOrShort: 0, wrongReturns: 0, usedReturns: 0, sameContact: 0, reasonsOnOneOrder: 0 };

export interface ReviewSubject {
  readonly customerId: string | null;
  readonly ticketId: string | null;
}

/** What should be looked at twice, of a customer, of a ticket, or of both; one answer for each subject, in their order. It decides nothing. */
export async function reviewsOf(tx: Tx, subjects: readonly ReviewSubject[]): Promise<ReviewFlag[][]> {
  const ids = (of: keyof ReviewSubject): string[] => [...new Set(subjects.flatMap((subject) => subject[of] ?? []))];
  const now = await tx.now();
  const [customers, tickets] = await Promise.all([
    tx.query<OfCustomer & { id: string }>(CUSTOMER, [tx.merchantId, ids('customerId'), now]),
    tx.query<OfTicket & { id: string }>(TICKET, [tx.merchantId, ids('ticketId')]),
  ]);
  return subjects.map(({ customerId, ticketId }) => reviewFlags({
    ...(customers.find(({ id }) => id === customerId) ?? NOBODY), ...(tickets.find(({ id }) => id === ticketId) ?? NO_TICKET),
  }));
}
