import type { Millis } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';

/** In SQL: how long after the payment an order was promised to be sent, in milliseconds; NULL: nothing was promised for after it, or it is not paid. */
export function shipTimeMs(row: string): string {
  return `CASE WHEN ${row}.promised_ship_by > ${row}.paid_at THEN (extract(epoch FROM ${row}.promised_ship_by - ${row}.paid_at) * 1000)::float8 END`;
}

const SHIP_TIME = sql('orders.ship-time', `SELECT ${shipTimeMs('o')} AS ms FROM sales_order o WHERE merchant_id = $1 AND id = $2`);

export async function shipTimeOf(tx: Tx, orderId: string): Promise<Millis | null> {
  const [row] = await tx.query<{ ms: Millis | null }>(SHIP_TIME, [tx.merchantId, orderId]);
  return row?.ms ?? null;
}
