import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface NotificationRow {
  readonly id: string;
  readonly memberId: string;
  readonly ticketId: string;
  readonly rule: string;
  readonly level: number;
  readonly times: number;
  readonly title: { readonly en: string; readonly zh: string } | null;
  readonly at: Instant;
  readonly readAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
}

const COLUMNS = `n.id, n.member_id AS "memberId", n.ticket_id AS "ticketId", n.rule, n.level::int, n.times,
  (SELECT r->'title' FROM escalation e JOIN escalation_rules s ON s.merchant_id = e.merchant_id AND s.id = e.rules_id, jsonb_array_elements(s.body->'rules') r
    WHERE e.merchant_id = n.merchant_id AND e.ticket_id = n.ticket_id AND e.id = n.escalation_id AND r->>'key' = n.rule) AS title,
  n.at, n.read_at AS "readAt", n.acknowledged_at AS "acknowledgedAt" FROM notification n`;
const PAGE = sql(
  'notification.page',
  `SELECT ${COLUMNS} WHERE n.merchant_id = $1 AND n.member_id = $2 AND n.state = 'SHOWN' AND ($3::uuid IS NULL OR n.id < $3)
     AND ($5::boolean IS NULL OR (n.read_at IS NULL) = $5) ORDER BY n.id DESC LIMIT $4`,
);
const BY_IDS = sql('notification.by_ids', `SELECT ${COLUMNS} WHERE n.merchant_id = $1 AND n.member_id = $2 AND n.state = 'SHOWN' AND n.id = ANY ($3::uuid[]) ORDER BY n.id DESC`);
const UNREAD = sql('notification.unread', `SELECT count(*)::int AS n FROM notification WHERE merchant_id = $1 AND member_id = $2 AND state = 'SHOWN' AND read_at IS NULL`);

/** A member's own, newest first, one row more than asked for. `unread`: only those (or only the others); null: all. */
export function notificationPage(tx: Tx, memberId: string, after: string | null, first: number, unread: boolean | null): Promise<NotificationRow[]> {
  return tx.query<NotificationRow>(PAGE, [tx.merchantId, memberId, after, first + 1, unread]);
}

export function notificationsByIds(tx: Tx, memberId: string, ids: readonly string[]): Promise<NotificationRow[]> {
  return tx.query<NotificationRow>(BY_IDS, [tx.merchantId, memberId, ids]);
}

export async function unreadCount(tx: Tx, memberId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(UNREAD, [tx.merchantId, memberId]);
  return row?.n ?? 0;
}
