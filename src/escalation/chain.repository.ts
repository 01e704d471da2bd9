import type { Instant, Millis } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketSession } from '../tickets/index.js';

export const CHAIN_STATES = ['OPEN', 'ACKNOWLEDGED', 'SETTLED', 'EXHAUSTED', 'CANCELLED'] as const;
export type ChainState = (typeof CHAIN_STATES)[number];

/** A rule at work on a ticket: which level it reached, and what its offsets are counted from. */
export interface Chain {
  readonly id: string;
  readonly rulesId: string;
  readonly rule: string;
  /** The clock it is about; the ticket's own id where it is about none. */
  readonly anchorId: string;
  readonly generation: number;
  readonly anchorAt: Instant;
  readonly targetMs: Millis | null;
  readonly state: ChainState;
  /** The last that fired; 0: none. */
  readonly level: number;
  readonly acknowledgements: number;
  /** When it goes on where that is not counted from the anchor: it was put off, or waits for the last level to be acknowledged. */
  readonly waitUntil: Instant | null;
}

const COLUMNS = `e.id, e.rules_id AS "rulesId", e.rule, e.anchor_id AS "anchorId", e.generation, e.anchor_at AS "anchorAt", e.target_ms::float8 AS "targetMs", e.state,
  e.level::int, e.acknowledgements::int, e.wait_until AS "waitUntil"`;
// Chains of many tickets in one statement: deadlines of a batch fall due together. LATERAL with a LIMIT or OFFSET looks each of them up by key, however
// few chains there were when the statement was planned; joined, all chains of the merchant would be read.
const OPEN = sql(
  'escalation.open',
  `SELECT k.n, ${COLUMNS} FROM jsonb_to_recordset($2::jsonb) AS k(n int, "ticketId" uuid)
     CROSS JOIN LATERAL (SELECT * FROM escalation WHERE merchant_id = $1 AND ticket_id = k."ticketId" AND state = 'OPEN' OFFSET 0) e ORDER BY e.id`,
);
// A level that this command fired is counted from its own facts, on record or not.
const FIRED = `(SELECT count(*)::int FROM escalation_level l WHERE l.merchant_id = $1 AND l.ticket_id = k."ticketId" AND l.fired_at < k.now) AS fired`;
const BY_ID = sql(
  'escalation.by_id',
  `SELECT k.n, ${COLUMNS}, ${FIRED} FROM jsonb_to_recordset($2::jsonb) AS k(n int, "ticketId" uuid, id uuid, now timestamptz)
     CROSS JOIN LATERAL (SELECT * FROM escalation WHERE merchant_id = $1 AND ticket_id = k."ticketId" AND id = k.id LIMIT 1) e`,
);
const EXISTS = sql(
  'escalation.exists',
  `SELECT k.n, e.begun IS NOT NULL AS begun, ${FIRED}
     FROM jsonb_to_recordset($2::jsonb) AS k(n int, "ticketId" uuid, "anchorId" uuid, rule text, generation int, now timestamptz)
     LEFT JOIN LATERAL (SELECT true AS begun FROM escalation WHERE merchant_id = $1 AND ticket_id = k."ticketId" AND anchor_id = k."anchorId" AND rule = k.rule
       AND generation = k.generation LIMIT 1) e ON true`,
);
const SAVE = sql(
  'escalation.save',
  `INSERT INTO escalation (merchant_id, ticket_id, id, rules_id, rule, anchor_id, generation, anchor_at, target_ms, state, level, acknowledgements, wait_until, at, ended_at)
   SELECT $1, c."ticketId", c.id, c."rulesId", c.rule, c."anchorId", c.generation, c."anchorAt", c."targetMs", c.state, c.level, c.acknowledgements, c."waitUntil", c.at, c."endedAt"
     FROM jsonb_to_recordset($2::jsonb) AS c("ticketId" uuid, id uuid, "rulesId" uuid, rule text, "anchorId" uuid, generation int, "anchorAt" timestamptz,
          "targetMs" bigint, state text, level smallint, acknowledgements smallint, "waitUntil" timestamptz, at timestamptz, "endedAt" timestamptz)
   ON CONFLICT (merchant_id, ticket_id, id) DO UPDATE SET state = excluded.state, level = excluded.level, acknowledgements = excluded.acknowledgements,
     anchor_at = excluded.anchor_at, wait_until = excluded.wait_until, ended_at = excluded.ended_at`,
);
const LEVEL = sql(
  'escalation_level.insert',
  `INSERT INTO escalation_level (merchant_id, ticket_id, escalation_id, anchor_id, rule, generation, level, due_at, fired_at, notified)
   SELECT $1, l."ticketId", l."escalationId", l."anchorId", l.rule, l.generation, l.level, l."dueAt", l."firedAt", l.notified
     FROM jsonb_to_recordset($2::jsonb) AS l("ticketId" uuid, "escalationId" uuid, "anchorId" uuid, rule text, generation int, level smallint,
          "dueAt" timestamptz, "firedAt" timestamptz, notified uuid[])`,
);

export function openChains(tx: Tx, ticketId: string): Promise<Chain[]> {
  return tx.lookUp<Chain>(OPEN, { ticketId });
}

/** A chain with how many levels fired on its ticket before this command. */
export async function chainOf({ tx, ticket, now }: TicketSession, id: string): Promise<(Chain & { readonly fired: number }) | undefined> {
  const [row] = await tx.lookUp<Chain & { readonly fired: number }>(BY_ID, { ticketId: ticket.id, id, now });
  return row;
}

/** Whether such a chain was begun before, and how many levels fired on its ticket before this command. */
export async function chainBegun(
  { tx, ticket, now }: TicketSession, { anchorId, rule, generation }: Pick<Chain, 'anchorId' | 'rule' | 'generation'>,
): Promise<{ readonly begun: boolean; readonly fired: number }> {
  const [row] = await tx.lookUp<{ begun: boolean; fired: number }>(EXISTS, { ticketId: ticket.id, anchorId, rule, generation, now });
  if (!row) throw new Error('every key asked for is answered');
  return row;
}

/** Begins it, or puts down how far it is by now. */
export function saveChain(session: TicketSession, chain: Chain): void {
  const { ticket, now } = session;
  session.gather(SAVE, { ...chain, ticketId: ticket.id, at: now, endedAt: chain.state === 'OPEN' ? null : now }, ({ id }) => id);
}

/** The row whose key lets a level fire once. */
export function insertLevel(
  session: TicketSession, { id, anchorId, rule, generation }: Chain, level: { readonly level: number; readonly dueAt: Instant; readonly notified: readonly string[] },
): void {
  session.gather(LEVEL, { ticketId: session.ticket.id, escalationId: id, anchorId, rule, generation, ...level, firedAt: session.now });
}
