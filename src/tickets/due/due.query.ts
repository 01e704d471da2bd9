import { sql } from '../../platform/database/sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ClockKind } from '../../sla/index.js';
import type { Ticket } from '../domain/ticket.js';
import { TICKET_COLUMNS } from '../ticket.repository.js';

/** What a look-out found, the longest overdue first: a merchant with so many clocks due or, named apart, a ticket of it that goes by itself. */
export interface Due {
  readonly merchantId: string;
  /** null: what is due goes together, whosever clocks they are when they are claimed. */
  readonly ticketId: string | null;
  readonly clocks: number;
}

/** What a look-out or a claim leaves out, and how many it takes at most. */
export interface Within {
  readonly most: number;
  /** Tickets that rest. */
  readonly except: readonly string[];
  /** Kinds of clocks whose tickets go by themselves. */
  readonly alone: readonly ClockKind[];
}

// A number the planner knows makes it plan anew at each call, for that many rows: of a statement that is asked for all the time the plan is kept.
const limit = (parameter: `$${number}`): string => `LIMIT (SELECT ${parameter}::int)`;

// now() is the database's, the one authority on what is due: a worker whose host clock jumps fires nothing early and misses nothing. A sandbox merchant's
// own time is ahead of it, so what is due there alone is looked for apart; LATERAL, so that nothing is read where no time was moved.
export const LOOK_OUT = sql(
  'due.look_out',
  `SELECT merchant_id AS "merchantId", CASE WHEN kind = ANY ($3::text[]) THEN ticket_id END AS "ticketId", count(*)::int AS clocks FROM (
     (SELECT merchant_id, ticket_id, kind, alarm_at FROM clock
       WHERE alarm_at <= now() AND ticket_id <> ALL ($2::uuid[]) ORDER BY alarm_at, id ${limit('$1')})
     UNION ALL
     SELECT c.* FROM merchant m CROSS JOIN LATERAL
       (SELECT merchant_id, ticket_id, kind, alarm_at FROM clock
         WHERE merchant_id = m.id AND alarm_at > now() AND alarm_at <= now() + m.clock_offset AND ticket_id <> ALL ($2::uuid[]) ORDER BY alarm_at, id ${limit('$1')}) c
      WHERE m.sandbox AND m.clock_offset > '0') due
   GROUP BY 1, 2 ORDER BY min(alarm_at)`,
);

/** Asked as amends_worker, which sees the clocks of every merchant. It locks nothing: what is found may be gone when it is claimed. */
export function lookOut(database: Database, { most, except, alone }: Within): Promise<Due[]> {
  return database.query<Due>(LOOK_OUT, [most, except, alone]);
}

// One statement finds what is due and locks it, the longest overdue first, until so many are locked. Whoever holds a ticket is at work on it already, and
// looks at its clocks too: it is left out, never waited for. So however many workers claim at once, each gets tickets of its own.
// LATERAL has each ticket looked up and locked in its turn, by key, in whatever plan.
const CLAIM = sql(
  'due.claim',
  `SELECT t.* FROM
     (SELECT ticket_id FROM clock
       WHERE merchant_id = $1 AND alarm_at <= now() + (SELECT clock_offset FROM merchant WHERE id = $1) AND ticket_id <> ALL ($3::uuid[]) AND kind <> ALL ($4::text[])
       ORDER BY alarm_at, id OFFSET 0) c
     CROSS JOIN LATERAL (SELECT ${TICKET_COLUMNS} FROM ticket t WHERE t.merchant_id = $1 AND t.id = c.ticket_id FOR UPDATE OF t SKIP LOCKED) t
   ${limit('$2')}`,
);

/** Takes the row locks of tickets of the transaction's merchant that have something due and that nobody holds, the longest overdue first. */
export async function claimDue(tx: Tx, { most, except, alone }: Within): Promise<Ticket[]> {
  const rows = await tx.query<Ticket>(CLAIM, [tx.merchantId, most, except, alone]);
  return [...new Map(rows.map((ticket) => [ticket.id, ticket])).values()]; // a ticket comes once for each clock that is due
}

/** Of one sandbox, up to an instant of its own clock: the ticket whose clock wants to be looked at next, and when. */
export const NEXT_DUE = sql(
  'due.next',
  `SELECT ticket_id AS "ticketId", alarm_at AS "alarmAt" FROM clock WHERE merchant_id = $1 AND alarm_at <= $2
    ORDER BY alarm_at, id LIMIT 1`,
);

export interface NextDue {
  readonly ticketId: string;
  readonly alarmAt: Instant;
}
