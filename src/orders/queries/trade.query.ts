import { Joined } from '../../platform/database/joined.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Customer } from '../domain/customer.js';
import type { Order, OrderLine } from '../domain/order.js';
import type { Parcel } from '../domain/parcel.js';

const ORDER = `o.id, o.shop_id AS "shopId", o.external_id AS "externalId", o.customer_id AS "customerId", o.status, o.currency, o.paid_minor AS "paidMinor",
  o.freight_minor AS "freightMinor", o.discount_minor AS "discountMinor", o.coupon_minor AS "couponMinor", o.placed_at AS "placedAt", o.paid_at AS "paidAt", o.promised_ship_by AS "promisedShipBy", o.shipped_at AS "shippedAt",
  o.signed_at AS "signedAt", o.created_at AS "createdAt", o.updated_at AS "updatedAt"`;
const LINE = `id, order_id AS "orderId", external_id AS "externalId", sku, title, quantity, paid_minor AS "paidMinor", discount_minor AS "discountMinor", unit_price_minor AS "unitPriceMinor",
  gift, no_return AS "noReturn"`;
const PARCEL = `id, shop_id AS "shopId", order_id AS "orderId", external_id AS "externalId", direction, carrier, waybill, status, last_event_text AS "lastEventText",
  last_event_at AS "lastEventAt", shipped_at AS "shippedAt", signed_at AS "signedAt", signer, created_at AS "createdAt", updated_at AS "updatedAt"`;

const CUSTOMERS = sql(
  'orders.customers',
  `SELECT id, shop_id AS "shopId", external_id AS "externalId", name, phone, email, address, account_id AS "accountId", tier,
     created_at AS "createdAt", updated_at AS "updatedAt"
   FROM customer WHERE merchant_id = $1 AND id = ANY($2::uuid[])`,
);
/** A customer read along with whatever names them. */
export const JOINED_CUSTOMER = new Joined<Customer>('customer', {
  shopId: 'shop_id', externalId: 'external_id', name: 'name', phone: 'phone', email: 'email', address: 'address', accountId: 'account_id', tier: 'tier',
  createdAt: 'created_at', updatedAt: 'updated_at',
}, ['shopId', 'name']);
const ORDERS = sql('orders.orders', `SELECT ${ORDER} FROM sales_order o WHERE merchant_id = $1 AND id = ANY($2::uuid[])`);
const ORDER_BY_NAME = sql('orders.order-by-name', `SELECT ${ORDER} FROM sales_order o WHERE merchant_id = $1 AND shop_id = $2 AND external_id = $3`);
const ORDERS_OF_CUSTOMERS = sql(
  'orders.orders-of-customers',
  `SELECT ${ORDER} FROM unnest($2::uuid[]) AS wanted (customer) CROSS JOIN LATERAL (
     SELECT * FROM sales_order WHERE merchant_id = $1 AND customer_id = customer AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4) AS o`,
);
const LINES = sql('orders.lines', `SELECT ${LINE} FROM order_line WHERE merchant_id = $1 AND id = ANY($2::uuid[])`);
const LINES_OF = sql('orders.lines-of', `SELECT ${LINE} FROM order_line WHERE merchant_id = $1 AND order_id = ANY($2::uuid[]) ORDER BY id`);
const PARCELS = sql('orders.parcels', `SELECT ${PARCEL} FROM parcel WHERE merchant_id = $1 AND id = ANY($2::uuid[])`);
const PARCELS_OF = sql('orders.parcels-of', `SELECT ${PARCEL} FROM parcel WHERE merchant_id = $1 AND order_id = ANY($2::uuid[]) ORDER BY id`);

type Ids = readonly string[];

export function findCustomers(tx: Tx, ids: Ids): Promise<Customer[]> {
  return tx.query<Customer>(CUSTOMERS, [tx.merchantId, ids]);
}

export function findOrders(tx: Tx, ids: Ids): Promise<Order[]> {
  return tx.query<Order>(ORDERS, [tx.merchantId, ids]);
}

export async function findOrderByName(tx: Tx, shopId: string, externalId: string): Promise<Order | undefined> {
  return (await tx.query<Order>(ORDER_BY_NAME, [tx.merchantId, shopId, externalId]))[0];
}

/** Of each customer up to `limit` orders, newest first, older than `after`. */
export function ordersOfCustomers(tx: Tx, customerIds: Ids, after: string | null, limit: number): Promise<Order[]> {
  return tx.query<Order>(ORDERS_OF_CUSTOMERS, [tx.merchantId, customerIds, after, limit]);
}

export function findLines(tx: Tx, ids: Ids): Promise<OrderLine[]> {
  return tx.query<OrderLine>(LINES, [tx.merchantId, ids]);
}

export function linesOfOrders(tx: Tx, orderIds: Ids): Promise<OrderLine[]> {
  return tx.query<OrderLine>(LINES_OF, [tx.merchantId, orderIds]);
}

export function findParcels(tx: Tx, ids: Ids): Promise<Parcel[]> {
  return tx.query<Parcel>(PARCELS, [tx.merchantId, ids]);
}

export function parcelsOfOrders(tx: Tx, orderIds: Ids): Promise<Parcel[]> {
  return tx.query<Parcel>(PARCELS_OF, [tx.merchantId, orderIds]);
}
