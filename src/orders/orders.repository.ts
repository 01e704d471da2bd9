import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { CustomerRecord } from './domain/customer.js';
import type { OrderLineRecord, OrderRecord } from './domain/order.js';
import type { ParcelRecord } from './domain/parcel.js';
import type { Instant } from '../kernel/instant.js';
import { shipTimeMs } from './ship-time.js';

/** A record with the id its row gets if it is new, and the ids of what it hangs on. */
export type New<Record, Links = unknown> = Record & Links & { readonly id: string };

/** The row an upsert made or changed; one it found equal is not among them. New when its id is the one proposed. */
interface Changed {
  readonly id: string;
  readonly externalId: string;
}

/** What rules of ours may go by and an upsert changed, `[before, after]`; null: it is as it was, or the row is new. */
type Change = readonly [string | null, string | null] | null;

export interface ChangedOrder {
  readonly paid: Change;
  /** Another time for sending is promised. */
  readonly shipTime: boolean;
}

// Rows go in the order of their names, so that two batches with the same ones lock them in the same order. The WHERE leaves an equal row
// untouched: no new row version, no event.
const UPSERT_CUSTOMERS = sql(
  'orders.upsert-customers',
  `INSERT INTO customer AS kept (merchant_id, id, shop_id, external_id, name, phone, email, address, account_id, tier, created_at, updated_at)
   SELECT $1, id, $2, "externalId", name, phone, email, address, "accountId", tier, $3, $3
   FROM jsonb_to_recordset($4) AS (id uuid, "externalId" text, name text, phone text, email text, address text, "accountId" text, tier text)
   ORDER BY "externalId"
   ON CONFLICT (merchant_id, shop_id, external_id) DO UPDATE
     SET (name, phone, email, address, account_id, tier, updated_at) =
       (excluded.name, excluded.phone, excluded.email, excluded.address, excluded.account_id, excluded.tier, excluded.updated_at)
     WHERE (kept.name, kept.phone, kept.email, kept.address, kept.account_id, kept.tier)
       IS DISTINCT FROM (excluded.name, excluded.phone, excluded.email, excluded.address, excluded.account_id, excluded.tier)
   RETURNING new.id, new.external_id AS "externalId",
     CASE WHEN old.id IS NOT NULL AND old.tier IS DISTINCT FROM new.tier THEN jsonb_build_array(old.tier, new.tier) END AS tier`,
);
const CUSTOMER_IDS = sql(
  'orders.customer-ids',
  `SELECT id, external_id AS "externalId" FROM customer WHERE merchant_id = $1 AND shop_id = $2 AND external_id = ANY($3::text[])`,
);

/** Upserts customers of one shop and answers what changed, with every customer's id by its external id. */
export async function upsertCustomers(tx: Tx, shopId: string, now: Instant, customers: readonly New<CustomerRecord>[]): Promise<{ changed: (Changed & { readonly tier: Change })[]; ids: Map<string, string> }> {
  const [changed, ids] = await Promise.all([
    tx.query<Changed & { tier: Change }>(UPSERT_CUSTOMERS, [tx.merchantId, shopId, now, JSON.stringify(customers)]),
    customerIds(tx, shopId, customers.map((customer) => customer.externalId)),
  ]);
  return { changed, ids };
}

export async function customerIds(tx: Tx, shopId: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<Changed>(CUSTOMER_IDS, [tx.merchantId, shopId, externalIds]);
  return new Map(rows.map((row) => [row.externalId, row.id]));
}

// An order and its lines change together, and what tickets dispute is read in between: upserts of one order come one after the other. A new order
// has no row to lock yet, hence the lock on its name.
const LOCK_ORDERS = sql(
  'orders.lock-orders',
  `SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM (SELECT name FROM unnest($1::text[]) AS name ORDER BY name) AS names`,
);
// FOR UPDATE makes a ticket wait that is about to name one of these lines: its foreign key needs KEY SHARE.
const LOCK_LINES = sql(
  'orders.lock-lines',
  `SELECT FROM order_line l JOIN sales_order o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
   WHERE o.merchant_id = $1 AND o.shop_id = $2 AND o.external_id = ANY($3::text[]) ORDER BY l.id FOR UPDATE OF l`,
);
const RECORDED = sql(
  'orders.recorded',
  `SELECT o.id, o.external_id AS "externalId", c.external_id AS "customerExternalId",
     coalesce((SELECT jsonb_object_agg(external_id, quantity) FROM (
       SELECT l.external_id, max(d.quantity) AS quantity FROM ticket t
       JOIN ticket_line d ON d.merchant_id = t.merchant_id AND d.ticket_id = t.id
       JOIN order_line l ON l.merchant_id = d.merchant_id AND l.id = d.order_line_id AND l.order_id = o.id
       WHERE t.merchant_id = o.merchant_id AND t.order_id = o.id GROUP BY l.external_id) AS lines), '{}') AS disputed
   FROM sales_order o JOIN customer c ON c.merchant_id = o.merchant_id AND c.id = o.customer_id
   WHERE o.merchant_id = $1 AND o.shop_id = $2 AND o.external_id = ANY($3::text[])`,
);

export interface RecordedOrder {
  readonly id: string;
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly disputed: Readonly<Record<string, number>>;
}

/** Locks the orders of these names, there or not, and answers those that are there. */
export async function lockOrders(tx: Tx, shopId: string, externalIds: readonly string[]): Promise<Map<string, RecordedOrder>> {
  const names = externalIds.map((externalId) => `order:${tx.merchantId}:${shopId}:${externalId}`);
  const [, , rows] = await Promise.all([
    tx.query(LOCK_ORDERS, [names]),
    tx.query(LOCK_LINES, [tx.merchantId, shopId, externalIds]),
    tx.query<RecordedOrder>(RECORDED, [tx.merchantId, shopId, externalIds]),
  ]);
  return new Map(rows.map((row) => [row.externalId, row]));
}

const HOLD_LINES = sql(
  'orders.hold-lines',
  'SELECT FROM order_line WHERE merchant_id = $1 AND order_id = $2 ORDER BY id FOR KEY SHARE',
);

/**
 * Keeps the lines of an order from shrinking until the transaction ends. A ticket that disputes some of them sends it before it reads their quantities;
 * it costs no more than the lock its foreign keys take anyway.
 */
export async function holdLines(tx: Tx, orderId: string): Promise<void> {
  await tx.query(HOLD_LINES, [tx.merchantId, orderId]);
}

// An upsert that changes the row waits for the transaction that holds it, and the other way round.
const HOLD_ORDER = sql('orders.hold-order', 'SELECT FROM sales_order WHERE merchant_id = $1 AND id = $2 FOR SHARE');
const HOLD_CUSTOMER = sql('orders.hold-customer', 'SELECT FROM customer WHERE merchant_id = $1 AND id = $2 FOR SHARE');
const HOLD_CUSTOMER_OF = sql(
  'orders.hold-customer-of',
  `SELECT FROM customer WHERE merchant_id = $1 AND id = (SELECT customer_id FROM sales_order WHERE merchant_id = $1 AND id = $2) FOR SHARE`,
);

/**
 * Keeps tier and amount as they are until the transaction ends. A ticket sends it before it reads them, after `holdLines`: without it an upsert might
 * change them, see no ticket yet, and tell nobody. The customer is the order's where none is named.
 */
export async function holdTerms(tx: Tx, customerId: string | null, orderId: string | null): Promise<void> {
  await Promise.all([
    orderId === null ? null : tx.query(HOLD_ORDER, [tx.merchantId, orderId]),
    customerId === null ? null : tx.query(HOLD_CUSTOMER, [tx.merchantId, customerId]),
    customerId !== null || orderId === null ? null : tx.query(HOLD_CUSTOMER_OF, [tx.merchantId, orderId]),
  ]);
}

const UPSERT_ORDERS = sql(
  'orders.upsert-orders',
  `INSERT INTO sales_order AS kept (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor, freight_minor, discount_minor, coupon_minor,
     free_freight_from_minor, freight_waived_minor, placed_at, paid_at, promised_ship_by, shipped_at, signed_at, created_at, updated_at)
   SELECT $1, id, $2, "externalId", "customerId", status, currency, "paidMinor", "freightMinor", "discountMinor", "couponMinor", "freeFreightFromMinor", "freightWaivedMinor", "placedAt", "paidAt", "promisedShipBy", "shippedAt", "signedAt", $3, $3
   FROM jsonb_to_recordset($4) AS (id uuid, "externalId" text, "customerId" uuid, status text, currency text, "paidMinor" bigint, "freightMinor" bigint,
     "discountMinor" bigint, "couponMinor" bigint, "freeFreightFromMinor" bigint, "freightWaivedMinor" bigint,
     "placedAt" timestamptz, "paidAt" timestamptz, "promisedShipBy" timestamptz, "shippedAt" timestamptz, "signedAt" timestamptz)
   ORDER BY "externalId"
   ON CONFLICT (merchant_id, shop_id, external_id) DO UPDATE
     SET (status, paid_minor, freight_minor, discount_minor, coupon_minor, free_freight_from_minor, freight_waived_minor, placed_at, paid_at, promised_ship_by, shipped_at, signed_at, updated_at) =
       (excluded.status, excluded.paid_minor, excluded.freight_minor, excluded.discount_minor, excluded.coupon_minor, excluded.free_freight_from_minor, excluded.freight_waived_minor, excluded.placed_at,
        excluded.paid_at, excluded.promised_ship_by, excluded.shipped_at, excluded.signed_at, excluded.updated_at)
     WHERE (kept.status, kept.paid_minor, kept.freight_minor, kept.discount_minor, kept.coupon_minor, kept.free_freight_from_minor, kept.freight_waived_minor, kept.placed_at, kept.paid_at, kept.promised_ship_by, kept.shipped_at, kept.signed_at)
       IS DISTINCT FROM (excluded.status, excluded.paid_minor, excluded.freight_minor, excluded.discount_minor, excluded.coupon_minor, excluded.free_freight_from_minor, excluded.freight_waived_minor, excluded.placed_at, excluded.paid_at,
        excluded.promised_ship_by, excluded.shipped_at, excluded.signed_at)
   RETURNING new.id, CASE WHEN old.paid_minor <> new.paid_minor THEN jsonb_build_array(old.paid_minor::text, new.paid_minor::text) END AS paid,
     old.id IS NOT NULL AND ${shipTimeMs('old')} IS DISTINCT FROM ${shipTimeMs('new')} AS "shipTime"`,
);
const UPSERT_LINES = sql(
  'orders.upsert-lines',
  `INSERT INTO order_line AS kept (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor, discount_minor, unit_price_minor, gift, no_return)
   SELECT $1, id, "orderId", "externalId", sku, title, quantity, "paidMinor", "discountMinor", "unitPriceMinor", gift, "noReturn"
   FROM jsonb_to_recordset($2) AS (id uuid, "orderId" uuid, "externalId" text, sku text, title text, quantity integer, "paidMinor" bigint, "discountMinor" bigint,
     "unitPriceMinor" bigint, gift boolean, "noReturn" text)
   ORDER BY "orderId", "externalId"
   ON CONFLICT (merchant_id, order_id, external_id) DO UPDATE
     SET (sku, title, quantity, paid_minor, discount_minor, unit_price_minor, gift, no_return) =
       (excluded.sku, excluded.title, excluded.quantity, excluded.paid_minor, excluded.discount_minor, excluded.unit_price_minor, excluded.gift, excluded.no_return)
     WHERE (kept.sku, kept.title, kept.quantity, kept.paid_minor, kept.discount_minor, kept.unit_price_minor, kept.gift, kept.no_return)
       IS DISTINCT FROM
       (excluded.sku, excluded.title, excluded.quantity, excluded.paid_minor, excluded.discount_minor, excluded.unit_price_minor, excluded.gift, excluded.no_return)
   RETURNING order_id AS id`,
);

/**
 * Upserts orders under `lockOrders`, whose ids are therefore known. Answers those of which something changed, and what of it rules go by.
 */
export async function upsertOrders(
  tx: Tx,
  shopId: string,
  now: Instant,
  orders: readonly New<Omit<OrderRecord, 'lines'>, { readonly customerId: string }>[],
  lines: readonly New<OrderLineRecord, { readonly orderId: string }>[],
): Promise<Map<string, ChangedOrder>> {
  const [changed, ofLines] = await Promise.all([
    tx.query<ChangedOrder & { id: string }>(UPSERT_ORDERS, [tx.merchantId, shopId, now, JSON.stringify(orders)]),
    tx.query<{ id: string }>(UPSERT_LINES, [tx.merchantId, JSON.stringify(lines)]),
  ]);
  return new Map([...ofLines.map(({ id }) => [id, { paid: null, shipTime: false }] as const), ...changed.map(({ id, ...what }) => [id, what] as const)]);
}

const ORDER_IDS = sql(
  'orders.order-ids',
  `SELECT id, external_id AS "externalId" FROM sales_order WHERE merchant_id = $1 AND shop_id = $2 AND external_id = ANY($3::text[])`,
);

export async function orderIds(tx: Tx, shopId: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<Changed>(ORDER_IDS, [tx.merchantId, shopId, externalIds]);
  return new Map(rows.map((row) => [row.externalId, row.id]));
}

// A parcel keeps its order: the WHERE says so, whatever else of it changed.
const UPSERT_PARCELS = sql(
  'orders.upsert-parcels',
  `INSERT INTO parcel AS kept (merchant_id, id, shop_id, external_id, order_id, direction, carrier, waybill, status, last_event_text, last_event_at,
     shipped_at, signed_at, signer, created_at, updated_at)
   SELECT $1, id, $2, "externalId", "orderId", direction, carrier, waybill, status, "lastEventText", "lastEventAt", "shippedAt", "signedAt", signer, $3, $3
   FROM jsonb_to_recordset($4) AS (id uuid, "externalId" text, "orderId" uuid, direction text, carrier text, waybill text, status text,
     "lastEventText" text, "lastEventAt" timestamptz, "shippedAt" timestamptz, "signedAt" timestamptz, signer text)
   ORDER BY "externalId"
   ON CONFLICT (merchant_id, shop_id, external_id) DO UPDATE
     SET (direction, status, last_event_text, last_event_at, shipped_at, signed_at, signer, updated_at) =
       (excluded.direction, excluded.status, excluded.last_event_text, excluded.last_event_at, excluded.shipped_at, excluded.signed_at,
        excluded.signer, excluded.updated_at)
     WHERE kept.order_id = excluded.order_id
       AND (kept.direction, kept.status, kept.last_event_text, kept.last_event_at, kept.shipped_at, kept.signed_at, kept.signer)
       IS DISTINCT FROM (excluded.direction, excluded.status, excluded.last_event_text, excluded.last_event_at, excluded.shipped_at,
        excluded.signed_at, excluded.signer)
   RETURNING id, external_id AS "externalId"`,
);
const PARCELS_OF = sql(
  'orders.parcel-ids',
  `SELECT id, external_id AS "externalId", order_id AS "orderId" FROM parcel WHERE merchant_id = $1 AND shop_id = $2 AND external_id = ANY($3::text[])`,
);

export interface ParcelOnRecord {
  readonly id: string;
  readonly externalId: string;
  readonly orderId: string;
}

/** Upserts parcels and answers what changed, with every parcel as it stands: one of another order was left alone. */
export async function upsertParcels(
  tx: Tx,
  shopId: string,
  now: Instant,
  parcels: readonly New<ParcelRecord, { readonly orderId: string }>[],
): Promise<{ changed: Changed[]; standing: Map<string, ParcelOnRecord> }> {
  const [changed, rows] = await Promise.all([
    tx.query<Changed>(UPSERT_PARCELS, [tx.merchantId, shopId, now, JSON.stringify(parcels)]),
    tx.query<ParcelOnRecord>(PARCELS_OF, [tx.merchantId, shopId, parcels.map((parcel) => parcel.externalId)]),
  ]);
  return { changed, standing: new Map(rows.map((row) => [row.externalId, row])) };
}
