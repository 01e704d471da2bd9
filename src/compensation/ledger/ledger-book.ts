import { uuidv7 } from 'uuidv7';
import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { LegBasis } from '../../remedies/index.js';
import { postingsOf, type MovementType, type Source } from '../domain/ledger.js';

/** A leg's money, and the budget that bears it. */
export interface Held {
  readonly legId: string;
  readonly offerId: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly budgetId: string | null;
  readonly basis: LegBasis;
  /** From where it was reserved; what is held of the customer's own money no budget bears. */
  readonly source: Source;
  readonly currency: string;
  readonly minor: bigint;
}

/** `cause`: what made it move. The same leg moves once by one cause; a second time fails the transaction. */
export interface Movement extends Held {
  readonly type: MovementType;
  readonly cause: string;
  /** Of a RELEASE: the account the money is released from. */
  readonly released?: 'RESERVED' | 'COMMITTED';
}

/** Money that whoever was at fault paid us: of a claim on the ticket, and of no leg. */
export interface Recovered {
  readonly recoveryId: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly currency: string;
  readonly minor: bigint;
}

const MOVEMENTS = sql(
  'ledger.movements',
  `INSERT INTO ledger_movement (merchant_id, id, type, subject_id, cause, leg_id, recovery_id, offer_id, ticket_id, shop_id, budget_id, basis, currency, amount_minor, by_actor, at)
   SELECT $1, m.id, m.type, coalesce(m."legId", m."recoveryId"), m.cause, m."legId", m."recoveryId", m."offerId", m."ticketId", m."shopId", m."budgetId", m.basis, m.currency, m.minor, m.by, m.at
     FROM jsonb_to_recordset($2::jsonb) AS m(id uuid, type text, "legId" uuid, "recoveryId" uuid, cause text, "offerId" uuid, "ticketId" uuid, "shopId" uuid,
          "budgetId" uuid, basis text, currency text, minor bigint, by uuid, at timestamptz)`,
);
const POSTINGS = sql(
  'ledger.postings',
  `INSERT INTO ledger_posting (merchant_id, movement_id, account, currency, amount_minor)
   SELECT $1, p."movementId", p.account, p.currency, p.minor FROM jsonb_to_recordset($2::jsonb) AS p("movementId" uuid, account text, currency text, minor bigint)`,
);
const HELD = sql(
  'ledger.held',
  `SELECT m.subject_id AS "legId", m.offer_id AS "offerId", m.ticket_id AS "ticketId", m.shop_id AS "shopId", m.budget_id AS "budgetId", m.basis, m.currency,
          m.amount_minor::text AS minor, p.account AS source FROM ledger_movement m
     JOIN ledger_posting p ON p.merchant_id = m.merchant_id AND p.movement_id = m.id AND p.amount_minor < 0
    WHERE m.merchant_id = $1 AND m.offer_id = $2 AND m.type = 'RESERVE' AND ($3::uuid IS NULL OR m.subject_id = $3) ORDER BY m.id`,
);

/** Writes the movements with their postings; both leave with the COMMIT, where the database checks that each sums to zero. */
export function writeMovements(tx: Tx, by: string | null, at: Instant, movements: readonly Movement[]): void {
  write(tx, by, at, movements);
}

export function writeRecovered(tx: Tx, by: string | null, at: Instant, recovered: Recovered): void {
  write(tx, by, at, [{ ...recovered, type: 'RECOVER', cause: 'RECEIVED' }]);
}

type Entry = Pick<Movement, 'type' | 'cause' | 'minor' | 'released' | 'currency'> & Partial<Pick<Movement, 'source'>>;

function write(tx: Tx, by: string | null, at: Instant, movements: readonly Entry[]): void {
  if (movements.length === 0) return;
  const rows = movements.map((movement) => ({ ...movement, id: uuidv7(), by, at }));
  // Amounts leave as text: JSON has no integer of that size.
  tx.gather(MOVEMENTS, rows.map((row) => ({ ...row, minor: row.minor.toString() })));
  const postings = rows.flatMap(({ id, type, minor, released, source, currency }) =>
    postingsOf(type, minor, released, source).map((posting) => ({ movementId: id, account: posting.account, currency, minor: posting.minor.toString() })));
  tx.gather(POSTINGS, postings);
}

/**
 * What was reserved for the legs of an offer, or for one of them, when it was made. None: the offer costs no money, or was made before there was a
 * ledger; then nothing moves.
 */
export async function heldOf(tx: Tx, offerId: string, legId: string | null = null): Promise<Held[]> {
  const rows = await tx.query<Omit<Held, 'minor'> & { minor: string }>(HELD, [tx.merchantId, offerId, legId]);
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor) }));
}
