import type { Instant } from '../../kernel/instant.js';
import type { Kind, Step } from '../../process/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Resolution, Status, WaitingOn } from '../domain/ticket.js';

/** What another system may know of a ticket: no names, no texts. */
export interface StatusRow {
  readonly id: string;
  readonly number: string;
  readonly shopId: string;
  readonly kind: Kind;
  readonly externalRef: string | null;
  readonly status: Status;
  readonly resolution: Resolution | null;
  readonly currentStep: Step | null;
  readonly waitingOn: WaitingOn;
  readonly nextDueAt: Instant | null;
  readonly lastPublicMessageAt: Instant | null;
  readonly updatedAt: Instant;
  readonly version: number;
}

const COLUMNS = `id, number, shop_id AS "shopId", kind, external_ref AS "externalRef", status, resolution, current_step AS "currentStep",
  waiting_on AS "waitingOn", next_due_at AS "nextDueAt", last_public_message_at AS "lastPublicMessageAt", updated_at AS "updatedAt", version`;

const BY_IDS = sql(
  'ticket.status_by_ids',
  `SELECT ${COLUMNS} FROM ticket WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid[] IS NULL OR shop_id = ANY ($3))`,
);
const BY_REFS = sql(
  'ticket.status_by_refs',
  `SELECT ${COLUMNS} FROM ticket WHERE merchant_id = $1 AND shop_id = $2 AND coalesce(opened_as, kind) = $3 AND external_ref = ANY ($4::text[])`,
);

export function statusesByIds(tx: Tx, ids: readonly string[], visibleShopIds: readonly string[] | null): Promise<StatusRow[]> {
  return tx.query<StatusRow>(BY_IDS, [tx.merchantId, ids, visibleShopIds]);
}

export function statusesByRefs(tx: Tx, shopId: string, kind: Kind, refs: readonly string[]): Promise<StatusRow[]> {
  return tx.query<StatusRow>(BY_REFS, [tx.merchantId, shopId, kind, refs]);
}

export interface CountRow {
  readonly shopId: string;
  readonly kind: Kind;
  readonly status: Status;
  /** '' once all steps are over. */
  readonly step: Step | '';
  readonly count: number;
}

const COUNTS = sql(
  'ticket.counts',
  `SELECT shop_id AS "shopId", kind, status, step, sum(n)::float8 AS count FROM ticket_count
    WHERE merchant_id = $1 AND ($2::uuid[] IS NULL OR shop_id = ANY ($2)) GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4`,
);

/** Kept, not counted: a few rows per shop, whatever the number of tickets. */
export function ticketCounts(tx: Tx, shopIds: readonly string[] | null): Promise<CountRow[]> {
  return tx.query<CountRow>(COUNTS, [tx.merchantId, shopIds]);
}
