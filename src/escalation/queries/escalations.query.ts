import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ChainState } from '../chain.repository.js';

export interface EscalationRow {
  readonly id: string;
  readonly ticketId: string;
  readonly rule: string;
  readonly anchorId: string;
  readonly state: ChainState;
  readonly level: number;
  readonly acknowledgements: number;
  readonly nextAt: Instant | null;
}

export interface LevelRow {
  readonly escalationId: string;
  readonly level: number;
  readonly dueAt: Instant;
  readonly firedAt: Instant;
  readonly notified: string[];
}

const OF_TICKETS = sql(
  'escalation.of_tickets',
  `SELECT e.id, e.ticket_id AS "ticketId", e.rule, e.anchor_id AS "anchorId", e.state, e.level::int, e.acknowledgements::int,
     (SELECT due_at FROM clock c WHERE c.merchant_id = e.merchant_id AND c.ticket_id = e.ticket_id AND c.kind = 'ESCALATION' AND c.subject = e.id::text
        AND c.ended_at IS NULL) AS "nextAt"
   FROM escalation e WHERE e.merchant_id = $1 AND e.ticket_id = ANY ($2::uuid[]) ORDER BY e.id`,
);
const LEVELS = sql(
  'escalation.levels_of',
  `SELECT escalation_id AS "escalationId", level::int, due_at AS "dueAt", fired_at AS "firedAt", notified::text[]
     FROM escalation_level WHERE merchant_id = $1 AND ticket_id = ANY ($2::uuid[]) ORDER BY level`,
);

/** What escalates or did on these tickets, oldest first, with the levels that fired. */
export async function escalationsOf(tx: Tx, ticketIds: readonly string[]): Promise<{ rows: EscalationRow[]; levels: LevelRow[] }> {
  const [rows, levels] = await Promise.all([
    tx.query<EscalationRow>(OF_TICKETS, [tx.merchantId, ticketIds]),
    tx.query<LevelRow>(LEVELS, [tx.merchantId, ticketIds]),
  ]);
  return { rows, levels };
}
