import { sql } from '../../platform/database/sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Instant } from '../../kernel/instant.js';
import type { ClockKind } from '../../sla/index.js';

export interface DueTicket {
  readonly merchantId: string;
  readonly ticketId: string;
  /** The kinds of its clocks that are due. */
  readonly kinds: readonly ClockKind[];
}

// now() is the database's, the one authority on what is due: a worker whose host clock jumps fires nothing early and misses nothing.
const DUE = sql(
  'due.tickets',
  `SELECT merchant_id AS "merchantId", ticket_id AS "ticketId", array_agg(DISTINCT kind) AS kinds FROM
     (SELECT merchant_id, ticket_id, kind, alarm_at FROM clock WHERE alarm_at <= now() AND ticket_id <> ALL ($2::uuid[])
       ORDER BY alarm_at, id LIMIT $1) due
   GROUP BY 1, 2 ORDER BY min(alarm_at)`,
);

// A sandbox merchant's own time is ahead of the database's, so its clocks are looked for apart, in an index that holds no others; LATERAL, so that nothing is
// read where no time was moved.
export const DUE_IN_SANDBOXES = sql(
  'due.sandboxes',
  `SELECT m.id AS "merchantId", c.ticket_id AS "ticketId", c.kinds FROM merchant m CROSS JOIN LATERAL
     (SELECT ticket_id, array_agg(DISTINCT kind) AS kinds, min(alarm_at) AS at FROM clock
       WHERE merchant_id = m.id AND sandbox AND alarm_at <= now() + m.clock_offset AND ticket_id <> ALL ($2::uuid[]) GROUP BY 1 ORDER BY 3 LIMIT $1) c
    WHERE m.sandbox AND m.clock_offset > '0' ORDER BY c.at LIMIT $1`,
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

/** Of one sandbox, up to an instant of its own clock: the ticket whose clock wants to be looked at next, and when. */
export const NEXT_DUE = sql(
  'due.next',
  `SELECT ticket_id AS "ticketId", alarm_at AS "alarmAt" FROM clock WHERE merchant_id = $1 AND sandbox AND alarm_at <= $2
    ORDER BY alarm_at, id LIMIT 1`,
);

export interface NextDue {
  readonly ticketId: string;
  readonly alarmAt: Instant;
}
