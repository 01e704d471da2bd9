import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Trade } from './domain/leg.js';

// NO KEY: a ticket being opened on the same order need not wait for us.
const LOCK = sql(
  'remedies.lock_order',
  `SELECT id AS "orderId", currency, paid_minor::text AS paid FROM sales_order WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);
// A statement of its own: its snapshot is taken once the lock is held, so it sees what the holder before committed.
const COMMITTED = sql(
  'remedies.committed',
  `SELECT coalesce(sum(l.amount_minor), 0)::text AS committed FROM offer o
     JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id
    WHERE o.merchant_id = $1 AND o.order_id = $2 AND o.id IS DISTINCT FROM $3 AND o.state IN ('DRAFT','SENT','ACCEPTED') AND l.state <> 'CANCELLED'`,
);
const LINES = sql('remedies.lines', `SELECT id, quantity FROM order_line WHERE merchant_id = $1 AND order_id = $2`);

/**
 * The order an offer is made on, locked: two tickets on one order take turns, so that their offers together stay within what was paid. The
 * caller holds its ticket's lock already (lock order: ticket, order). `exceptOfferId`: an offer judged again does not count against itself.
 */
export async function lockTrade(tx: Tx, orderId: string, exceptOfferId: string | null): Promise<Trade> {
  const [[order], [sum], lines] = await Promise.all([
    tx.query<{ orderId: string; currency: string; paid: string }>(LOCK, [tx.merchantId, orderId]),
    tx.query<{ committed: string }>(COMMITTED, [tx.merchantId, orderId, exceptOfferId]),
    tx.query<{ id: string; quantity: number }>(LINES, [tx.merchantId, orderId]),
  ]);
  if (!order || !sum) throw new Error('the order of a ticket is not there');
  return { orderId: order.orderId, currency: order.currency, paidMinor: BigInt(order.paid), committedMinor: BigInt(sum.committed), lines };
}
