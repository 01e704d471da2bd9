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
}

const COLUMNS = `id, rules_id AS "rulesId", rule, anchor_id AS "anchorId", generation, anchor_at AS "anchorAt", target_ms::float8 AS "targetMs", state, level::int,
  acknowledgements::int`;
const OPEN = sql('escalation.open', `SELECT ${COLUMNS} FROM escalation WHERE merchant_id = $1 AND ticket_id = $2 AND state = 'OPEN' ORDER BY id`);
const BY_ID = sql('escalation.by_id', `SELECT ${COLUMNS} FROM escalation WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3`);
const EXISTS = sql(
  'escalation.exists',
  `SELECT true AS found FROM escalation WHERE merchant_id = $1 AND ticket_id = $2 AND anchor_id = $3 AND rule = $4 AND generation = $5`,
);
const INSERT = sql(
  'escalation.insert',
  `INSERT INTO escalation (merchant_id, ticket_id, id, rules_id, rule, anchor_id, generation, anchor_at, target_ms, state, level, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'OPEN', 0, $10)`,
);
const UPDATE = sql(
  'escalation.update',
  `UPDATE escalation SET state = $3, level = $4, acknowledgements = $5, anchor_at = $6, ended_at = $7 WHERE merchant_id = $1 AND id = $2`,
);
const LEVEL = sql(
  'escalation_level.insert',
  `INSERT INTO escalation_level (merchant_id, ticket_id, escalation_id, anchor_id, rule, generation, level, due_at, fired_at, notified)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const FIRED = sql('escalation_level.count', `SELECT count(*)::int AS n FROM escalation_level WHERE merchant_id = $1 AND ticket_id = $2`);
export function openChains(tx: Tx, ticketId: string): Promise<Chain[]> {
  return tx.query<Chain>(OPEN, [tx.merchantId, ticketId]);
}

export async function chainOf(tx: Tx, ticketId: string, id: string): Promise<Chain | undefined> {
  const [row] = await tx.query<Chain>(BY_ID, [tx.merchantId, ticketId, id]);
  return row;
}

export async function chainExists(tx: Tx, ticketId: string, chain: Pick<Chain, 'anchorId' | 'rule' | 'generation'>): Promise<boolean> {
  return (await tx.query(EXISTS, [tx.merchantId, ticketId, chain.anchorId, chain.rule, chain.generation])).length > 0;
}

export function insertChain(session: TicketSession, chain: Chain): void {
  const { tx, ticket, now } = session;
  session.write(INSERT, [tx.merchantId, ticket.id, chain.id, chain.rulesId, chain.rule, chain.anchorId, chain.generation, chain.anchorAt, chain.targetMs, now]);
}

export function updateChain(session: TicketSession, chain: Chain): void {
  const endedAt = chain.state === 'OPEN' ? null : session.now;
  session.write(UPDATE, [session.tx.merchantId, chain.id, chain.state, chain.level, chain.acknowledgements, chain.anchorAt, endedAt]);
}

/** The row whose key lets a level fire once. */
export function insertLevel(session: TicketSession, chain: Chain, level: { readonly level: number; readonly dueAt: Instant; readonly notified: readonly string[] }): void {
  const { tx, ticket, now } = session;
  session.write(LEVEL, [tx.merchantId, ticket.id, chain.id, chain.anchorId, chain.rule, chain.generation, level.level, level.dueAt, now, level.notified]);
}

/** Levels that fired on this ticket so far. */
export async function levelsFired(tx: Tx, ticketId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(FIRED, [tx.merchantId, ticketId]);
  return row?.n ?? 0;
}
