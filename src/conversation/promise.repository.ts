import type { Instant } from '../kernel/instant.js';
import { REDACTED } from '../kernel/text.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { MOST_LISTED } from '../tickets/index.js';
import type { CustomerPromise, PromiseState } from './domain/promise.js';

const COLUMNS = `
  p.id, p.ticket_id AS "ticketId", p.kind, p.what, p.channel, p.due_at AS "dueAt", p.time_from AS "timeFrom", p.owner_id AS "ownerId", p.message_id AS "messageId",
  p.agreed_by_customer AS "agreedByCustomer", p.state, p.ended_at AS "endedAt", p.ended_by_message_id AS "endedByMessageId",
  p.replaced_by_id AS "replacedById", p.at`;

const INSERT = sql(
  'promise.insert',
  `INSERT INTO promise (merchant_id, id, ticket_id, kind, what, channel, due_at, owner_id, message_id, agreed_by_customer, state, at, time_from)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'OPEN', $11, $12)`,
);
const END = sql(
  'promise.end',
  `UPDATE promise SET state = $3, ended_at = $4, ended_by_message_id = $5, replaced_by_id = $6 WHERE merchant_id = $1 AND id = $2`,
);
const REDACT = sql('promise.redact', `UPDATE promise SET what = $3 WHERE merchant_id = $1 AND ticket_id = $2 AND what <> $3 RETURNING id`);
const UNSETTLED = sql(
  'promise.unsettled',
  `SELECT ${COLUMNS} FROM promise p WHERE merchant_id = $1 AND ticket_id = $2 AND state IN ('OPEN','BROKEN') ORDER BY id`,
);
const OF_TICKETS = sql(
  'promise.of_tickets',
  `SELECT ${COLUMNS} FROM (
     SELECT *, row_number() OVER (PARTITION BY ticket_id ORDER BY id DESC) AS age FROM promise WHERE merchant_id = $1 AND ticket_id = ANY($2::uuid[])) p
    WHERE age <= ${MOST_LISTED} OR state IN ('OPEN','BROKEN') ORDER BY id`,
);

export type NewPromise = Pick<CustomerPromise, 'id' | 'ticketId' | 'kind' | 'what' | 'channel' | 'dueAt' | 'timeFrom' | 'ownerId' | 'messageId' | 'agreedByCustomer' | 'at'>;

export function insertPromise(tx: Tx, promise: NewPromise): void {
  tx.defer(INSERT, [
    tx.merchantId, promise.id, promise.ticketId, promise.kind, promise.what, promise.channel, promise.dueAt, promise.ownerId, promise.messageId,
    promise.agreedByCustomer, promise.at, promise.timeFrom,
  ]);
}

export interface PromiseEnd {
  readonly state: Exclude<PromiseState, 'OPEN'>;
  /** null: broken, and so not settled. */
  readonly endedAt: Instant | null;
  readonly messageId?: string | null;
  readonly replacedById?: string | null;
}

export function endPromise(tx: Tx, id: string, end: PromiseEnd): void {
  tx.defer(END, [tx.merchantId, id, end.state, end.endedAt, end.messageId ?? null, end.replacedById ?? null]);
}

/** Takes the words out of all promises of the ticket; what was due when stays. False: there are none left. */
export async function redactPromises(tx: Tx, ticketId: string): Promise<boolean> {
  return (await tx.query(REDACT, [tx.merchantId, ticketId, REDACTED])).length > 0;
}

/** Open and broken ones. The caller holds the ticket's lock, under which alone they change. */
export function unsettledPromises(tx: Tx, ticketId: string): Promise<CustomerPromise[]> {
  return tx.query<CustomerPromise>(UNSETTLED, [tx.merchantId, ticketId]);
}

/** The newest of each ticket and all that are unsettled, oldest first. */
export function promisesOf(tx: Tx, ticketIds: readonly string[]): Promise<CustomerPromise[]> {
  return tx.query<CustomerPromise>(OF_TICKETS, [tx.merchantId, ticketIds]);
}
