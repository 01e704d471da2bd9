import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { heldRows, type HeldRow, type PackLibrary, type ShopTerms } from '../sla/index.js';

/** Rows of packs and laws a shop goes by at an instant, with the zone they are counted in and what their windows ask of the shop. */
export interface ShopRules extends ShopTerms {
  readonly held: readonly HeldRow[];
  readonly zone: string;
}

export async function shopRules(tx: Tx, library: PackLibrary, shopId: string, at: Instant): Promise<ShopRules> {
  const shop = await library.ofShop(tx, shopId);
  if (!shop) throw new Error('the shop of a ticket is not there');
  const held = heldRows(shop.packs, shop.choice, at);
  return { held, zone: shop.zone, ...(await shop.terms(held.flatMap(({ row }) => (row.kind === 'WINDOW' ? [row] : [])), at)) };
}

// Orders of one customer take turns here, so that a daily cap over them holds; the lock comes after ticket and order.
const LOCK = sql('rules.customer', `SELECT pg_advisory_xact_lock(hashtextextended('pack payouts:' || $1::text || ':' || $2::text, 0))`);
const PAID_TODAY = sql(
  'rules.paid_today',
  `SELECT l.pack_row AS name, sum(l.amount_minor)::text AS minor FROM sales_order mine
     JOIN sales_order s ON s.merchant_id = mine.merchant_id AND s.customer_id = mine.customer_id
     JOIN offer o ON o.merchant_id = s.merchant_id AND o.order_id = s.id AND o.state IN ('DRAFT','SENT','ACCEPTED')
     JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id AND l.state <> 'CANCELLED' AND l.pack_row IS NOT NULL
    WHERE mine.merchant_id = $1 AND mine.id = $2 AND (o.at AT TIME ZONE $3)::date = ($4::timestamptz AT TIME ZONE $3)::date GROUP BY 1`,
);

/** What each row already paid the customer of this order today, by the shop's calendar. */
export async function paidToday(tx: Tx, orderId: string, customerId: string, zone: string, now: Instant): Promise<Map<string, bigint>> {
  const [, rows] = await Promise.all([
    tx.query(LOCK, [tx.merchantId, customerId]),
    tx.query<{ name: string; minor: string }>(PAID_TODAY, [tx.merchantId, orderId, zone, now]),
  ]);
  return new Map(rows.map(({ name, minor }) => [name, BigInt(minor)]));
}
