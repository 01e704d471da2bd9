import { sql } from '../../platform/database/sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Instant } from '../../kernel/instant.js';

export interface DueTicket {
  readonly merchantId: string;
  readonly ticketId: string;
}

// now() is the database's, the one authority on what is due: a worker whose host clock jumps fires nothing early and misses nothing.
const DUE = sql(
  'due.tickets',
  `SELECT merchant_id AS "merchantId", ticket_id AS "ticketId" FROM
     (SELECT merchant_id, ticket_id, alarm_at FROM clock WHERE alarm_at <= now() AND ticket_id <> ALL ($2::uuid[])
       ORDER BY alarm_at, id LIMIT $1) due
   GROUP BY 1, 2 ORDER BY min(alarm_at)`,
);

// A sandbox merchant's own time is ahead of the database's, so its clocks are looked for apart.
const DUE_IN_SANDBOXES = sql(
  'due.sandboxes',
  `SELECT c.merchant_id AS "merchantId", c.ticket_id AS "ticketId"
     FROM merchant m JOIN clock c ON c.merchant_id = m.id AND c.alarm_at <= now() + m.clock_offset
    WHERE m.sandbox AND m.clock_offset > '0' AND c.ticket_id <> ALL ($2::uuid[]) GROUP BY 1, 2 ORDER BY min(c.alarm_at) LIMIT $1`,
);

/** Tickets with something due except those named, the longest overdue first. Asked as amends_worker, which sees the clocks of every merchant. */
export async function dueTickets(database: Database, limit: number, except: readonly string[]): Promise<DueTicket[]> {
  const [live, sandbox] = await Promise.all([
    database.query<DueTicket>(DUE, [limit, except]),
    database.query<DueTicket>(DUE_IN_SANDBOXES, [limit, except]),
  ]);
  const unique = new Map([...live, ...sandbox].map((due) => [due.ticketId, due]));
  return [...unique.values()];
}

/** Of one merchant, up to an instant of its own clock: the ticket whose clock wants to be looked at next, and when. */
export const NEXT_DUE = sql(
  'due.next',
  `SELECT ticket_id AS "ticketId", alarm_at AS "alarmAt" FROM clock WHERE merchant_id = $1 AND alarm_at <= $2
    ORDER BY alarm_at, id LIMIT 1`,
);

export interface NextDue {
  readonly ticketId: string;
  readonly alarmAt: Instant;
}
