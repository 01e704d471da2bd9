import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface ChatPlace {
  readonly id: string;
  /** From 1; among the shop's open live chats nobody has taken, the longest waiting first. */
  readonly position: number;
  /** Live chats of the shop taken for the first time within the window. */
  readonly pickups: number;
}

const PLACES = sql(
  'chat.places',
  `SELECT t.id, 1 + (SELECT count(*)::int FROM ticket o WHERE o.merchant_id = $1 AND o.shop_id = t.shop_id AND o.status = 'OPEN' AND o.assignee_id IS NULL
       AND o.channel = 'CHAT' AND (o.opened_at, o.id) < (t.opened_at, t.id)) AS position,
     (SELECT count(*)::int FROM chat_pickup p WHERE p.merchant_id = $1 AND p.shop_id = t.shop_id AND p.at > n.at - $3 * interval '1 millisecond' AND p.at <= n.at) AS pickups
   FROM ticket t, (SELECT clock_timestamp() + clock_offset AS at FROM merchant WHERE id = $1) n
   WHERE t.merchant_id = $1 AND t.id = ANY ($2::uuid[]) AND t.status = 'OPEN' AND t.assignee_id IS NULL AND t.channel = 'CHAT'`,
);

/** Where these tickets wait, as far as they are live chats nobody has taken. */
export function chatPlaces(tx: Tx, ticketIds: readonly string[], windowMs: number): Promise<ChatPlace[]> {
  return tx.query<ChatPlace>(PLACES, [tx.merchantId, ticketIds, windowMs]);
}
