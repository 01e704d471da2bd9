import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { groupBy } from '../../kernel/group-by.js';
import { DAY, elapsed, type Instant, type Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import { shopsFor } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ClockKind } from '../../sla/index.js';

/** A hold that stopped a clock in the last tenth of its target; of several it stopped, the one with the least share left. */
export interface LateHold {
  readonly ticketId: string;
  readonly number: string;
  readonly at: Instant;
  readonly reason: WaitingReason;
  readonly kind: ClockKind;
  readonly subject: string;
  readonly targetMs: Millis;
  readonly remainingMs: Millis;
}

/** Who put tickets on hold. */
export interface Holder {
  /** As the ledger names them (`factAuthor`); '' for the system. */
  readonly by: string;
  readonly holds: number;
  readonly late: number;
  /** The newest twenty. */
  readonly lateHolds: readonly LateHold[];
}

export interface HoldReportRequest {
  readonly from: Instant;
  readonly to: Instant;
  readonly after: { readonly late: number; readonly by: string } | null;
  readonly first: number;
}

const LONGEST = 31 * DAY;
const MOST_LISTED = 20;

// A clock that begins while its ticket is on hold stands still from its start on: that was nobody's hold. The target is the one that counted then, so it
// is read from the ledger, too. A hold stops several clocks at one instant and is one hold.
const REPORT = sql(
  'hold_report.page',
  `WITH paused AS (
     SELECT coalesce(e.data->>'by', '') AS by, c.ticket_id, t.number, e.at, e.data->>'reason' AS reason, c.kind, c.subject, (e.data->>'remainingMs')::float8 AS remaining,
            (SELECT (s.data->>'targetMs')::float8 FROM clock_entry s WHERE s.merchant_id = e.merchant_id AND s.clock_id = e.clock_id AND s.seq < e.seq
               AND s.type IN ('STARTED', 'RETARGETED') ORDER BY s.seq DESC LIMIT 1) AS target
       FROM clock_entry e JOIN clock c ON c.merchant_id = e.merchant_id AND c.id = e.clock_id JOIN ticket t ON t.merchant_id = c.merchant_id AND t.id = c.ticket_id
      WHERE e.merchant_id = $1 AND e.type = 'PAUSED' AND e.at >= $2 AND e.at < $3 AND e.at > c.started_at AND c.terms->>'policyId' IS NOT NULL
        AND ($4::uuid[] IS NULL OR t.shop_id = ANY ($4))),
   hold AS (SELECT DISTINCT ON (by, ticket_id, at) *, coalesce(remaining * 10 <= target, false) AS late FROM paused ORDER BY by, ticket_id, at, remaining / target, kind, subject),
   listed AS (SELECT *, row_number() OVER (PARTITION BY by, late ORDER BY at DESC, ticket_id) AS nth FROM hold),
   holder AS (SELECT by, count(*)::int AS holds, count(*) FILTER (WHERE late)::int AS late FROM hold GROUP BY by),
   page AS (SELECT * FROM holder WHERE $5::int IS NULL OR late < $5 OR (late = $5 AND by > $6) ORDER BY late DESC, by LIMIT $7)
   SELECT p.by, p.holds, p.late, l.ticket_id AS "ticketId", l.number, l.at, l.reason, l.kind, l.subject, l.target AS "targetMs", l.remaining AS "remainingMs"
     FROM page p LEFT JOIN listed l ON l.by = p.by AND l.late AND l.nth <= ${MOST_LISTED} ORDER BY p.late DESC, p.by, l.nth`,
);

type Row = Omit<Holder, 'lateHolds'> & ({ readonly ticketId: null } | LateHold);

/** Who stops the time, and who does so when it has almost run out: by the ledger of the clocks that were stopped. */
@Injectable()
export class HoldReport {
  constructor(private readonly unit: UnitOfWork) {}

  /** In the shops the caller supervises, the most late holds first; one row more than asked for. */
  page(actor: Actor, { from, to, after, first }: HoldReportRequest): Promise<Holder[]> {
    if (elapsed(from, to) <= 0 || elapsed(from, to) > LONGEST) throw invalid('to', { en: '`from` lies before `to`, at most 31 days.', zh: '结束时间须晚于开始时间，且间隔不超过 31 天。' });
    return this.unit.read(actor.merchantId, async (tx) => {
      const rows = await tx.query<Row>(REPORT, [tx.merchantId, from, to, shopsFor(actor, 'ticket.supervise'), after?.late ?? null, after?.by ?? null, first + 1]);
      return [...groupBy(rows, ({ by }) => by).values()].flatMap((own) => holderOf(own));
    });
  }
}

function holderOf(rows: readonly Row[]): Holder[] {
  return rows.slice(0, 1).map(({ by, holds, late }) => ({ by, holds, late, lateHolds: rows.filter((row): row is Row & LateHold => row.ticketId !== null) }));
}
