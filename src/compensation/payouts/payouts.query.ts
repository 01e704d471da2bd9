import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { PayoutProviderName, PayoutState } from '../domain/payout.js';
import { PAYOUT_COLUMNS, payoutOf, type PayoutRow, type RawPayout } from './payout.repository.js';

export interface PayoutFilter {
  readonly shops: readonly string[] | null;
  readonly states: readonly PayoutState[] | null;
  readonly providers: readonly PayoutProviderName[] | null;
  readonly ticketId: string | null;
  /** The key or the reference, whole. */
  readonly named: string | null;
}

export interface AttemptRow {
  readonly payoutId: string;
  readonly number: number;
  readonly action: 'SEND' | 'QUERY' | 'REPORT';
  readonly startedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly answer: Record<string, unknown> | null;
  readonly outcome: string | null;
}

const PAGE = sql(
  'payout.page',
  `SELECT ${PAYOUT_COLUMNS} FROM payout p
    WHERE p.merchant_id = $1 AND ($2::uuid[] IS NULL OR p.shop_id = ANY ($2)) AND ($3::text[] IS NULL OR p.state = ANY ($3))
      AND ($4::text[] IS NULL OR p.provider = ANY ($4)) AND ($5::uuid IS NULL OR p.ticket_id = $5) AND ($6::text IS NULL OR p.key = $6 OR p.reference = $6)
      AND ($7::uuid IS NULL OR p.id < $7) ORDER BY p.id DESC LIMIT $8`,
);
const BY_IDS = sql('payout.by_ids', `SELECT ${PAYOUT_COLUMNS} FROM payout p WHERE p.merchant_id = $1 AND p.id = ANY ($2::uuid[])`);
const ATTEMPTS = sql(
  'payout.attempts',
  `SELECT payout_id AS "payoutId", number, action, started_at AS "startedAt", answered_at AS "answeredAt", answer, outcome FROM
     (SELECT a.*, row_number() OVER (PARTITION BY payout_id ORDER BY started_at DESC, number DESC) AS place FROM payout_attempt a
       WHERE merchant_id = $1 AND payout_id = ANY ($2::uuid[])) latest WHERE place <= 50 ORDER BY started_at, number`,
);

/** Newest first, one row more than asked for. */
export async function payoutPage(tx: Tx, filter: PayoutFilter, after: string | null, first: number): Promise<PayoutRow[]> {
  const { shops, states, providers, ticketId, named } = filter;
  return (await tx.query<RawPayout>(PAGE, [tx.merchantId, shops, states, providers, ticketId, named, after, first + 1])).map(payoutOf);
}

export async function payoutsById(tx: Tx, ids: readonly string[]): Promise<PayoutRow[]> {
  return (await tx.query<RawPayout>(BY_IDS, [tx.merchantId, ids])).map(payoutOf);
}

/** The last fifty of each, oldest first. */
export function attemptsOf(tx: Tx, payoutIds: readonly string[]): Promise<AttemptRow[]> {
  return tx.query<AttemptRow>(ATTEMPTS, [tx.merchantId, payoutIds]);
}
