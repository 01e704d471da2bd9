import { groupBy } from '../kernel/group-by.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Clock, ClockEntry } from './domain/clock.js';

/** Every column of a clock under its name in code; `c` is the table. */
const COLUMNS = `
  c.id, c.kind, c.subject, c.state, c.target_ms::float8 AS "targetMs", c.started_at AS "startedAt", c.due_at AS "dueAt",
  c.remaining_ms::float8 AS "remainingMs", c.ended_at AS "endedAt", c.calendar_id AS "calendarId", c.terms, c.generation, c.warned,
  c.alarm_at AS "alarmAt", c.pause, c.pause_used AS "pauseUsed", c.entries::int AS seq`;

/** Clocks that have ended are listed among the newest of their ticket only: their number grows with its life. */
const MOST_ENDED = 100;

const OPEN = sql('clock.open', `SELECT ${COLUMNS} FROM clock c WHERE c.merchant_id = $1 AND c.ticket_id = $2 AND c.ended_at IS NULL ORDER BY c.started_at, c.id`);
const OPEN_OF = sql(
  'clock.open_of',
  `SELECT ${COLUMNS}, c.ticket_id AS "ticketId" FROM clock c
    WHERE c.merchant_id = $1 AND c.ticket_id = ANY ($2::uuid[]) AND c.ended_at IS NULL ORDER BY c.started_at, c.id`,
);
const LISTED_OF = sql(
  'clock.listed_of',
  `SELECT ${COLUMNS}, c.ticket_id AS "ticketId" FROM clock c
    WHERE c.merchant_id = $1 AND c.ticket_id = ANY ($2::uuid[]) AND (c.ended_at IS NULL OR c.id = ANY (ARRAY(
      SELECT newest.id FROM unnest($2::uuid[]) AS t(id), LATERAL (
        SELECT n.id FROM clock n WHERE n.merchant_id = $1 AND n.ticket_id = t.id ORDER BY n.started_at DESC, n.id DESC LIMIT ${MOST_ENDED}) newest)))
    ORDER BY c.started_at, c.id`,
);

const SAVE = sql(
  'clock.save',
  `INSERT INTO clock (merchant_id, ticket_id, id, kind, subject, state, target_ms, started_at, due_at, remaining_ms, ended_at, calendar_id, terms,
                      generation, warned, alarm_at, pause, pause_used, entries)
   SELECT $1, c."ticketId", c.id, c.kind, c.subject, c.state, c."targetMs", c."startedAt", c."dueAt", c."remainingMs", c."endedAt", c."calendarId", c.terms,
          c.generation, c.warned, c."alarmAt", c.pause, c."pauseUsed", c.seq
     FROM jsonb_to_recordset($2::jsonb) AS c("ticketId" uuid, id uuid, kind text, subject text, state text, "targetMs" bigint, "startedAt" timestamptz,
          "dueAt" timestamptz, "remainingMs" bigint, "endedAt" timestamptz, "calendarId" uuid, terms jsonb, generation int, warned smallint,
          "alarmAt" timestamptz, pause jsonb, "pauseUsed" jsonb, seq smallint)
   ON CONFLICT (merchant_id, id) DO UPDATE
     SET state = excluded.state, target_ms = excluded.target_ms, due_at = excluded.due_at, remaining_ms = excluded.remaining_ms,
         ended_at = excluded.ended_at, calendar_id = excluded.calendar_id, terms = excluded.terms, generation = excluded.generation,
         warned = excluded.warned, alarm_at = excluded.alarm_at, pause = excluded.pause, pause_used = excluded.pause_used, entries = excluded.entries`,
);

const APPEND = sql(
  'clock.append',
  `INSERT INTO clock_entry (merchant_id, clock_id, seq, type, at, due_at, alarm_at, data)
   SELECT $1, e."clockId", e.seq, e.type, e.at, e."dueAt", e."alarmAt", e.data
     FROM jsonb_to_recordset($2::jsonb) AS e("clockId" uuid, seq smallint, type text, at timestamptz, "dueAt" timestamptz, "alarmAt" timestamptz,
          data jsonb)`,
);

// Its primary key is what makes a second firing impossible, whoever tries.
const FIRE = sql(
  'clock.fire',
  `INSERT INTO clock_firing (merchant_id, clock_id, generation, level, at, detected_at)
   SELECT $1, f."clockId", f.generation, f.level, f.at, f."detectedAt"
     FROM jsonb_to_recordset($2::jsonb) AS f("clockId" uuid, generation int, level smallint, at timestamptz, "detectedAt" timestamptz)`,
);

const LEDGERS = sql(
  'clock.ledgers',
  `SELECT clock_id AS "clockId", seq, type, at, due_at AS "dueAt", alarm_at AS "alarmAt", data FROM clock_entry
    WHERE merchant_id = $1 AND clock_id = ANY ($2::uuid[]) ORDER BY clock_id, seq`,
);

export interface Firing {
  readonly clockId: string;
  readonly generation: number;
  /** Which warning, counted from the earliest; 0: the breach. */
  readonly level: number;
  readonly at: string;
  readonly detectedAt: string;
}

/** Clocks of the ticket that have not ended, overdue ones included, oldest first. */
export function openClocks(tx: Tx, ticketId: string): Promise<Clock[]> {
  return tx.query<Clock>(OPEN, [tx.merchantId, ticketId]);
}

/** Of many tickets, oldest first: those open and, with `ended`, also those ended among the newest hundred of each ticket. */
export function clocksOfTickets(tx: Tx, ticketIds: readonly string[], ended: boolean): Promise<(Clock & { readonly ticketId: string })[]> {
  return tx.query<Clock & { readonly ticketId: string }>(ended ? LISTED_OF : OPEN_OF, [tx.merchantId, ticketIds]);
}

/** Ledgers by clock, each in its order. */
export async function ledgersOf(tx: Tx, clockIds: readonly string[]): Promise<Map<string, ClockEntry[]>> {
  return groupBy(await tx.query<ClockEntry>(LEDGERS, [tx.merchantId, clockIds]), ({ clockId }) => clockId);
}

export function saveClocks(tx: Tx, ticketId: string, clocks: readonly Clock[], entries: readonly ClockEntry[], firings: readonly Firing[]): void {
  tx.gather(SAVE, clocks.map((clock) => ({ ...clock, ticketId })), ({ id }) => id);
  tx.gather(APPEND, entries);
  tx.gather(FIRE, firings);
}
