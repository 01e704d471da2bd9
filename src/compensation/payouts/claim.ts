import { sql } from '../../platform/database/sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Action, PaymentOrder } from './providers/provider.js';
import { PAYOUT_COLUMNS, payoutOf, WAITS_FOR_GOODS, type PayoutRow, type RawPayout } from './payout.repository.js';

/** How long a claim holds. Longer than any provider's deadline, so that a living worker is done before another looks. */
const LEASE_SECONDS = 60;

const DUE = sql('payout.due', `SELECT merchant_id AS "merchantId", id FROM payout WHERE next_at <= now() AND state IN ('REQUESTED','SENT','UNKNOWN') ORDER BY next_at, id LIMIT $1`);
const UNFULFILLED = sql(
  'payout.unfulfilled',
  `SELECT merchant_id AS "merchantId", id FROM payout WHERE state = 'SETTLED' AND fulfilled_at IS NULL AND coalesce(next_at, settled_at + interval '5 seconds') <= now()
    ORDER BY settled_at, id LIMIT $1`,
);

// A ticket that cannot be changed is met again later, and keeps no other from its turn meanwhile.
const REST = sql('payout.rest', `UPDATE payout SET next_at = now() + interval '5 minutes' WHERE merchant_id = $1 AND id = $2 AND state = 'SETTLED' AND fulfilled_at IS NULL`);

// Looked at again every ten minutes.
const HOLD = sql(
  'payout.hold',
  `UPDATE payout p SET next_at = now() + interval '10 minutes', failure = 'WAITS_FOR_GOODS'
    WHERE p.merchant_id = $1 AND p.id = $2 AND p.state = 'REQUESTED' AND p.next_at <= now() AND ${WAITS_FOR_GOODS}`,
);

/*
 * Takes a payout that is due, for one attempt. What was only requested is sent; what was sent before is asked about, and never sent again by itself.
 * A claim that finds an attempt without an answer comes after a crash or a lost answer: what became of it is unknown. SKIP LOCKED: two workers never
 * wait for each other, and the second finds it no longer due.
 */
const CLAIM = sql(
  'payout.claim',
  `UPDATE payout p SET fence = p.fence + 1, attempts = p.attempts + 1, version = p.version + 1,
          lease_until = now() + $3 * interval '1 second', next_at = now() + $3 * interval '1 second',
          sent_at = CASE WHEN p.state = 'REQUESTED' THEN now() ELSE p.sent_at END,
          unknown_at = CASE WHEN was.lost THEN coalesce(p.unknown_at, now()) ELSE p.unknown_at END,
          failure = CASE WHEN was.lost THEN 'ANSWER_LOST' WHEN p.state = 'REQUESTED' THEN NULL ELSE p.failure END,
          state = CASE WHEN p.state = 'REQUESTED' THEN 'SENT' WHEN was.lost THEN 'UNKNOWN' ELSE p.state END
     FROM (SELECT c.id, CASE WHEN c.state = 'REQUESTED' THEN 'SEND' ELSE 'QUERY' END AS action,
                  c.state = 'SENT' AND EXISTS (SELECT FROM payout_attempt a WHERE a.merchant_id = $1 AND a.payout_id = c.id AND a.number = c.fence AND a.outcome IS NULL) AS lost
             FROM payout c
            WHERE c.merchant_id = $1 AND c.id = $2 AND c.next_at <= now() AND c.state IN ('REQUESTED','SENT','UNKNOWN') FOR UPDATE SKIP LOCKED) was
    WHERE p.merchant_id = $1 AND p.id = was.id
    RETURNING ${PAYOUT_COLUMNS}, was.action`,
);
const ATTEMPT = sql('payout.attempt', `INSERT INTO payout_attempt (merchant_id, payout_id, number, action, started_at) VALUES ($1, $2, $3, $4, clock_timestamp())`);
const ANSWERED = sql(
  'payout.answered',
  `UPDATE payout_attempt SET answered_at = clock_timestamp(), answer = $4 WHERE merchant_id = $1 AND payout_id = $2 AND number = $3 AND answered_at IS NULL`,
);
const MEANT = sql('payout.meant', `UPDATE payout_attempt SET outcome = $4 WHERE merchant_id = $1 AND payout_id = $2 AND number = $3`);
const REPORTED = sql(
  'payout.reported',
  `INSERT INTO payout_attempt (merchant_id, payout_id, number, action, started_at, answered_at, answer, outcome, notification_id)
   SELECT $1, $2, least(coalesce(min(number), 0), 0) - 1, 'REPORT', clock_timestamp(), clock_timestamp(), $3, $4, $5 FROM payout_attempt WHERE merchant_id = $1 AND payout_id = $2`,
);
const TOLD = sql('payout.told', `SELECT FROM payout_attempt WHERE merchant_id = $1 AND payout_id = $2 AND notification_id = $3`);
const ORDER = sql(
  'payout.order',
  `SELECT coalesce(f.reference, o.external_id) AS "paymentReference", f.reference IS NOT NULL AS "referenceIsSet", coalesce(r.settings, '{}') AS settings
     FROM payout p JOIN sales_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
     LEFT JOIN payment_reference f ON f.merchant_id = p.merchant_id AND f.order_id = p.order_id AND f.provider = p.provider
     LEFT JOIN payout_route r ON r.merchant_id = p.merchant_id AND r.shop_id = p.shop_id AND r.provider = p.provider
    WHERE p.merchant_id = $1 AND p.id = $2`,
);

export interface DuePayout {
  readonly merchantId: string;
  readonly id: string;
}

/** Asked as amends_worker, which sees the payouts of every merchant; longest due first. */
export function duePayouts(database: Database, limit: number): Promise<DuePayout[]> {
  return database.query<DuePayout>(DUE, [limit]);
}

/** Settled, and their leg not yet fulfilled: the ticket could not be changed at that moment. */
export function unfulfilledPayouts(database: Database, limit: number): Promise<DuePayout[]> {
  return database.query<DuePayout>(UNFULFILLED, [limit]);
}

export function writeRest(tx: Tx, id: string): void {
  tx.defer(REST, [tx.merchantId, id]);
}

export interface Claimed {
  readonly payout: PayoutRow;
  readonly action: Action;
  readonly order: PaymentOrder;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Undefined: another worker has it, or it is due no more. The attempt is on record before anybody is asked. */
export async function claim(tx: Tx, id: string): Promise<Claimed | undefined> {
  const [, [row]] = await Promise.all([
    tx.query(HOLD, [tx.merchantId, id]), tx.query<RawPayout & { action: Action }>(CLAIM, [tx.merchantId, id, LEASE_SECONDS]),
  ]);
  if (!row) return undefined;
  const { action, ...raw } = row;
  const payout = payoutOf(raw);
  tx.defer(ATTEMPT, [tx.merchantId, id, payout.fence, action]);
  const [order] = await tx.query<Pick<PaymentOrder, 'paymentReference' | 'referenceIsSet'> & { settings: Record<string, unknown> }>(ORDER, [tx.merchantId, id]);
  if (!order) throw new Error('a payout without its order');
  const { settings, ...reference } = order;
  const { shopId, key, amountMinor, currency, fence: attempt } = payout;
  return { payout, action, settings, order: { shopId, key, amountMinor, currency, attempt, ...reference } };
}

export function writeAnswer(tx: Tx, { id, fence }: Pick<PayoutRow, 'id' | 'fence'>, answer: unknown): void {
  tx.defer(ANSWERED, [tx.merchantId, id, fence, JSON.stringify(answer)]);
}

export function writeMeaning(tx: Tx, { id, fence }: Pick<PayoutRow, 'id' | 'fence'>, outcome: string): void {
  tx.defer(MEANT, [tx.merchantId, id, fence, outcome]);
}

/** What was told without being asked: kept beside the attempts, with numbers below zero. `notificationId`: the provider's own, where it has one. */
export function writeReport(tx: Tx, id: string, report: unknown, outcome: string | null, notificationId: string | null = null): void {
  tx.defer(REPORTED, [tx.merchantId, id, JSON.stringify(report), outcome, notificationId]);
}

/** Whether the provider told this before. Asked under the payout's lock. */
export async function wasTold(tx: Tx, id: string, notificationId: string): Promise<boolean> {
  return (await tx.query(TOLD, [tx.merchantId, id, notificationId])).length > 0;
}

