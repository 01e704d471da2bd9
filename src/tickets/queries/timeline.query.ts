import { encodeCursor } from '../../platform/graphql/connection.js';
import { decodeKeys, wholeKey } from '../../platform/graphql/cursor-key.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Instant } from '../../kernel/instant.js';

export interface TimelineRow {
  readonly ticketId: string;
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

const ENTRY = `subject_id AS "ticketId", id::text, subject_version AS version, type, at, actor_kind AS "actorKind", actor_id AS "actorId", cause, data, changes`;
const PAGES = sql(
  'ticket.timelines',
  `SELECT e.* FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
     SELECT ${ENTRY} FROM event WHERE merchant_id = $1 AND subject_id = wanted.id AND event.id > $3 ORDER BY event.id LIMIT $4) AS e`,
);
// Of one ticket: a statement whose plan is kept, which that of a list of unknown length is not.
const PAGE = sql(
  'ticket.timeline',
  `SELECT ${ENTRY} FROM event WHERE merchant_id = $1 AND subject_id = $2 AND event.id > $3 ORDER BY event.id LIMIT $4`,
);

const LIST = 'timeline';

/** Of each ticket one row more than asked for, oldest first: the extra one only tells that more follow. */
export function timelinePages(tx: Tx, ticketIds: readonly string[], page: { first: number; after: number }): Promise<TimelineRow[]> {
  const [only] = ticketIds;
  if (ticketIds.length === 1) return tx.query<TimelineRow>(PAGE, [tx.merchantId, only, page.after, page.first + 1]);
  return tx.query<TimelineRow>(PAGES, [tx.merchantId, ticketIds, page.after, page.first + 1]);
}

/** The number of the entry to go on after. */
export function timelineAfter(cursor: string | null | undefined): number {
  const [after] = decodeKeys(LIST, cursor, [wholeKey(Number.MAX_SAFE_INTEGER)]) ?? [0];
  return Number(after);
}

export function timelineCursor(row: TimelineRow): string {
  return encodeCursor(LIST, [row.id]);
}
