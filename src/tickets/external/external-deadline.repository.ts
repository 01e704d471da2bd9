import type { PlainWeekdays } from '../../calendar/index.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ClockState, ExternalKind, Consequence } from '../../sla/index.js';
import type { DeadlineSource, Observation } from '../domain/external.js';
import type { TicketSession } from '../session/ticket-session.js';

export interface DeadlineRow {
  readonly ticketId: string;
  readonly kind: ExternalKind;
  readonly clockId: string;
  readonly source: DeadlineSource;
  readonly consequence: Consequence;
  /** bigint as the driver gives it. */
  readonly observedVersion: string | null;
  readonly observedAt: Instant;
  readonly packRow: string | null;
  /** What was last said, pauses left out. */
  readonly saidDueAt: Instant;
  /** What the rule of a pack counts from; null: it comes from none, or that was not kept yet. */
  readonly eventAt: Instant | null;
  readonly state: ClockState;
  /** 1, and one more each time it was moved. */
  readonly generation: number;
  readonly startedAt: Instant;
  /** null while it is stopped. */
  readonly dueAt: Instant | null;
  readonly remainingMs: Millis | null;
  readonly endedAt: Instant | null;
  /** The public holidays that were not known when its workdays were counted; null: none. */
  readonly plainWeekdays: PlainWeekdays | null;
}

const OF_TICKETS = sql(
  'external_deadline.of_tickets',
  `SELECT d.ticket_id AS "ticketId", d.kind, d.clock_id AS "clockId", d.source, d.consequence, d.observed_version AS "observedVersion",
          d.observed_at AS "observedAt", d.pack_row AS "packRow", d.due_at AS "saidDueAt", d.event_at AS "eventAt", c.state, c.generation, c.started_at AS "startedAt", c.due_at AS "dueAt",
          c.remaining_ms::float8 AS "remainingMs", c.ended_at AS "endedAt", c.terms -> 'plainWeekdays' AS "plainWeekdays"
     FROM external_deadline d JOIN clock c ON c.merchant_id = d.merchant_id AND c.id = d.clock_id
    WHERE d.merchant_id = $1 AND d.ticket_id = ANY ($2::uuid[]) ORDER BY d.due_at, d.kind`,
);

const SAVE = sql(
  'external_deadline.save',
  `INSERT INTO external_deadline (merchant_id, ticket_id, kind, clock_id, source, consequence, due_at, observed_version, observed_at, pack_row, event_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   ON CONFLICT (merchant_id, ticket_id, kind) DO UPDATE
     SET clock_id = excluded.clock_id, source = excluded.source, consequence = excluded.consequence, due_at = excluded.due_at,
         observed_version = coalesce(excluded.observed_version, external_deadline.observed_version), observed_at = excluded.observed_at,
         pack_row = excluded.pack_row, event_at = excluded.event_at`,
);

// The platform's last word on a deadline that it says is over: no time changes, only what was heard.
const HEARD = sql(
  'external_deadline.heard',
  `UPDATE external_deadline SET source = $4, observed_version = coalesce($5, observed_version), observed_at = $6,
          pack_row = CASE WHEN $4 = 'PACK' THEN pack_row END, event_at = CASE WHEN $4 = 'PACK' THEN event_at END
    WHERE merchant_id = $1 AND ticket_id = $2 AND kind = $3`,
);

/** One word on a deadline, as the log has it. */
export interface ToldRow {
  readonly ticketId: string;
  readonly kind: ExternalKind;
  readonly at: Instant;
  readonly type: 'deadline.observed' | 'deadline.met' | 'deadline.voided' | 'deadline.missed';
  readonly source: DeadlineSource;
  readonly dueAt: Instant | null;
  readonly consequence: Consequence | null;
  readonly version: string | null;
  readonly packRow: string | null;
  readonly clockId: string;
}

/** Words of a ticket that are listed, the newest. */
const MOST_TOLD = 200;
// A ticket is asked for once for each of its deadlines.
const TOLD = sql(
  'external_deadline.told',
  `SELECT e.* FROM (SELECT DISTINCT unnest($2::uuid[])) AS wanted (id) CROSS JOIN LATERAL (
     SELECT * FROM (
       SELECT subject_id AS "ticketId", data ->> 'kind' AS kind, at, type, data ->> 'source' AS source, data ->> 'dueAt' AS "dueAt",
              data ->> 'consequence' AS consequence, data ->> 'version' AS version, data ->> 'packRow' AS "packRow", data ->> 'clockId' AS "clockId", event.id
         FROM event WHERE merchant_id = $1 AND subject_id = wanted.id
          AND type IN ('deadline.observed', 'deadline.met', 'deadline.voided', 'deadline.missed') ORDER BY event.id DESC LIMIT ${MOST_TOLD}) newest
      ORDER BY newest.id) AS e`,
);

/** What was told of the deadlines of these tickets, oldest first. */
export function toldOf(tx: Tx, ticketIds: readonly string[]): Promise<ToldRow[]> {
  return tx.query<ToldRow>(TOLD, [tx.merchantId, ticketIds]);
}

/** Of these tickets, the earliest due first; the ended ones too. */
export function deadlinesOf(tx: Tx, ticketIds: readonly string[]): Promise<DeadlineRow[]> {
  return tx.query<DeadlineRow>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export function saveDeadline(session: TicketSession, clockId: string, { kind, source, startedAt, consequence, dueAt, version, packRow }: Observation): void {
  const { tx, ticket, now } = session;
  session.writeLast(SAVE, [tx.merchantId, ticket.id, kind, clockId, source, consequence, dueAt, version?.toString() ?? null, now, packRow, source === 'PACK' ? startedAt : null]);
}

export function saveHeard(session: TicketSession, kind: ExternalKind, source: DeadlineSource, version: bigint | null): void {
  const { tx, ticket, now } = session;
  session.writeLast(HEARD, [tx.merchantId, ticket.id, kind, source, version?.toString() ?? null, now]);
}
