import { encodeCursor } from '../../platform/graphql/connection.js';
import { decodeKeys, wholeKey } from '../../platform/graphql/cursor-key.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Instant } from '../../kernel/instant.js';

export interface TimelineRow {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly at: Instant;
  readonly actorKind: 'MEMBER' | 'API_KEY' | 'SYSTEM';
  readonly actorId: string | null;
  readonly cause: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>> | null;
}

const PAGE = sql(
  'ticket.timeline',
  `SELECT id::text, subject_version AS version, type, at, actor_kind AS "actorKind", actor_id AS "actorId", cause, data, changes
     FROM event WHERE merchant_id = $1 AND subject_id = $2 AND id > $3 ORDER BY id LIMIT $4`,
);

const LIST = 'timeline';

/** One row more than asked for, oldest first: the extra one only tells that more follow. */
export function timelinePage(tx: Tx, ticketId: string, args: { first: number; after?: string | null }): Promise<TimelineRow[]> {
  const [after] = decodeKeys(LIST, args.after, [wholeKey(Number.MAX_SAFE_INTEGER)]) ?? [0];
  return tx.query<TimelineRow>(PAGE, [tx.merchantId, ticketId, after, args.first + 1]);
}

export function timelineCursor(row: TimelineRow): string {
  return encodeCursor(LIST, [row.id]);
}
