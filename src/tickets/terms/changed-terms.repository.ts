import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Instant } from '../../kernel/instant.js';
import type { ChangedTrade } from '../../orders/index.js';

// Tickets whose rules are to be asked again. A row stands until that is done; one that is there already waits here for whoever is at it, and stands
// anew: what they read may have been older than this change.
const PUT_DOWN = sql(
  'changed_terms.put_down',
  `WITH put AS (
     INSERT INTO changed_terms (merchant_id, ticket_id, due_at)
     SELECT $1, id, clock_timestamp() FROM ticket
      WHERE merchant_id = $1 AND status <> 'CLOSED' AND (customer_id = ANY ($2::uuid[]) OR order_id = ANY ($3::uuid[])) ORDER BY id
     ON CONFLICT (merchant_id, ticket_id) DO UPDATE SET due_at = excluded.due_at RETURNING true)
   SELECT EXISTS (SELECT FROM put) AS any`,
);
const CLAIM = sql(
  'changed_terms.claim',
  `SELECT ticket_id AS "ticketId" FROM changed_terms WHERE merchant_id = $1 AND due_at <= clock_timestamp()
    ORDER BY due_at, ticket_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
);
const DONE = sql('changed_terms.done', 'DELETE FROM changed_terms WHERE merchant_id = $1 AND ticket_id = ANY ($2::uuid[])');
const LATER = sql(
  'changed_terms.later',
  `UPDATE changed_terms SET due_at = clock_timestamp() + interval '1 minute' WHERE merchant_id = $1 AND ticket_id = ANY ($2::uuid[])`,
);
const EARLIEST = sql(
  'changed_terms.earliest',
  'SELECT due_at AS "dueAt" FROM changed_terms WHERE merchant_id = $1 AND due_at <= clock_timestamp() ORDER BY due_at LIMIT 1',
);
const MERCHANTS = sql('changed_terms.merchants', 'SELECT DISTINCT merchant_id AS "merchantId" FROM changed_terms WHERE due_at <= clock_timestamp()');

/** The open tickets of these customers and orders. Answers whether there are any. */
export async function putDown(tx: Tx, { customerIds, orderIds }: ChangedTrade): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>(PUT_DOWN, [tx.merchantId, customerIds, orderIds]);
  return row?.any === true;
}

/** Takes up to so many that nobody else has taken, the longest waiting first. They are held until the transaction ends. */
export async function claim(tx: Tx, most: number): Promise<string[]> {
  const rows = await tx.query<{ ticketId: string }>(CLAIM, [tx.merchantId, most]);
  return rows.map(({ ticketId }) => ticketId);
}

export function done(tx: Tx, ticketIds: readonly string[]): void {
  tx.defer(DONE, [tx.merchantId, ticketIds]);
}

/** Those that failed are left alone for a minute. */
export function later(tx: Tx, ticketIds: readonly string[]): void {
  tx.defer(LATER, [tx.merchantId, ticketIds]);
}

export async function earliest(tx: Tx): Promise<Instant | null> {
  const [row] = await tx.query<{ dueAt: Instant }>(EARLIEST, [tx.merchantId]);
  return row?.dueAt ?? null;
}

/** Asked as amends_worker. */
export async function waitingMerchants(database: Database): Promise<string[]> {
  const rows = await database.query<{ merchantId: string }>(MERCHANTS);
  return rows.map(({ merchantId }) => merchantId);
}
