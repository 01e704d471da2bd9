import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { inspectionsFor } from '../../remedies/index.js';
import type { PayoutProviderName, PayoutState } from '../domain/payout.js';
import type { HumanOutcome } from '../domain/two-people.js';

export interface PayoutRow {
  readonly id: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly orderId: string;
  readonly offerId: string;
  readonly legId: string;
  /** The one key under which the provider is asked. */
  readonly key: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly provider: PayoutProviderName;
  readonly state: PayoutState;
  readonly version: number;
  readonly reference: string | null;
  readonly failure: string | null;
  readonly attempts: number;
  readonly nextAt: Instant | null;
  readonly fence: number;
  readonly enteredOutcome: HumanOutcome | null;
  readonly enteredReference: string | null;
  readonly enteredReason: string | null;
  readonly enteredBy: string | null;
  readonly enteredPerson: string | null;
  readonly enteredAt: Instant | null;
  readonly confirmedBy: string | null;
  readonly requestedAt: Instant;
  readonly sentAt: Instant | null;
  readonly unknownAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly fulfilledAt: Instant | null;
  readonly waitsForGoods: boolean;
  readonly settledByPeople: boolean;
  /** Settled anew after a payment that came back. */
  readonly cameBack: boolean;
}

/*
 * A refund of goods that are to come back waits for them, and so does the difference for cheaper goods in exchange: until every return of its offer was
 * inspected, and for good while a unit was rejected, which people settle by calling the leg off. What was the customer's own money waits for nothing.
 */
export const WAITS_FOR_GOODS = `(p.state IN ('REQUESTED','FAILED','REVERSED')
      AND EXISTS (SELECT FROM offer_leg l WHERE l.merchant_id = p.merchant_id AND l.id = p.leg_id AND l.type IN ('REFUND','PARTIAL_REFUND','PRICE_DIFFERENCE')
                     AND NOT EXISTS (SELECT FROM leg_exchange x WHERE x.merchant_id = l.merchant_id AND x.given_back_by = l.id))
      AND EXISTS (SELECT FROM offer_leg g WHERE g.merchant_id = p.merchant_id AND g.offer_id = p.offer_id AND g.type = 'RETURN'
                     AND (g.state = 'PENDING' OR EXISTS (SELECT FROM leg_unit u WHERE u.merchant_id = g.merchant_id AND u.leg_id = g.id AND u.verdict = 'REJECTED'))))`;

export const PAYOUT_COLUMNS = `p.id, p.ticket_id AS "ticketId", p.shop_id AS "shopId", p.order_id AS "orderId", p.offer_id AS "offerId", p.leg_id AS "legId", p.key,
  p.currency, p.amount_minor::text AS "amountMinor", p.provider, p.state, p.version, p.reference, p.failure, p.attempts, p.next_at AS "nextAt", p.fence,
  p.entered_outcome AS "enteredOutcome", p.entered_reference AS "enteredReference", p.entered_reason AS "enteredReason", p.entered_by AS "enteredBy",
  p.entered_person AS "enteredPerson", p.entered_at AS "enteredAt", p.confirmed_by AS "confirmedBy", p.requested_at AS "requestedAt", p.sent_at AS "sentAt",
  p.unknown_at AS "unknownAt", p.settled_at AS "settledAt", p.ended_at AS "endedAt", p.fulfilled_at AS "fulfilledAt",
  ${WAITS_FOR_GOODS} AS "waitsForGoods",
  p.state = 'SETTLED' AND p.entered_outcome = 'SETTLED' AND p.confirmed_by IS NOT NULL AS "settledByPeople",
  p.state = 'SETTLED' AND EXISTS (SELECT FROM ledger_movement m WHERE m.merchant_id = p.merchant_id AND m.subject_id = p.leg_id AND m.type = 'REVERSE') AS "cameBack"`;

const BY_ID = sql('payout.by_id', `SELECT ${PAYOUT_COLUMNS} FROM payout p WHERE p.merchant_id = $1 AND p.id = $2`);
const LOCK = sql('payout.lock', `SELECT ${PAYOUT_COLUMNS} FROM payout p WHERE p.merchant_id = $1 AND p.id = $2 FOR UPDATE`);
const LOCK_OF_LEG = sql('payout.lock_of_leg', `SELECT ${PAYOUT_COLUMNS} FROM payout p WHERE p.merchant_id = $1 AND p.leg_id = $2 FOR UPDATE`);
const BY_KEY = sql('payout.by_key', `SELECT ${PAYOUT_COLUMNS} FROM payout p WHERE p.merchant_id = $1 AND p.key = $2`);

// The route in force when the customer accepts decides for good how it is paid.
const REQUEST = sql(
  'payout.request',
  `INSERT INTO payout (merchant_id, id, ticket_id, shop_id, order_id, offer_id, leg_id, key, currency, amount_minor, provider, state, next_at, requested_by, requested_at)
   SELECT $1, q.id, $2, $3, o.order_id, o.id, l.id, q.key, l.currency, l.amount_minor, coalesce(r.provider, 'OUTSIDE'), 'REQUESTED',
          CASE WHEN r.provider IN ('WEBHOOK','ALIPAY','STRIPE') THEN now() END, $5, $6
     FROM jsonb_to_recordset($7::jsonb) AS q(id uuid, key text, "legId" uuid)
     JOIN offer_leg l ON l.merchant_id = $1 AND l.id = q."legId"
     JOIN offer o ON o.merchant_id = $1 AND o.id = l.offer_id AND o.id = $4
     LEFT JOIN payout_route r ON r.merchant_id = $1 AND r.shop_id = $3 AND r.in_force`,
);
const MOVE = sql(
  'payout.move',
  `UPDATE payout SET state = $3, version = version + 1, reference = coalesce($4, reference), failure = $5, next_at = $6::timestamptz, lease_until = NULL,
          unknown_at = CASE WHEN $3 = 'UNKNOWN' THEN coalesce(unknown_at, $7::timestamptz) ELSE NULL END,
          settled_at = CASE WHEN $3 = 'SETTLED' THEN $7::timestamptz ELSE settled_at END,
          ended_at = CASE WHEN $3 IN ('SETTLED','FAILED','REVERSED','CANCELLED') THEN $7::timestamptz ELSE NULL END,
          confirmed_by = coalesce($8, confirmed_by), confirmed_person = coalesce($9, confirmed_person)
    WHERE merchant_id = $1 AND id = $2`,
);
const ENTER = sql(
  'payout.enter',
  `UPDATE payout SET version = version + 1, entered_outcome = $3, entered_reference = $4, entered_reason = $5, entered_by = $6, entered_person = $7,
          entered_at = $8, confirmed_by = NULL, confirmed_person = NULL WHERE merchant_id = $1 AND id = $2`,
);
const RETRY = sql(
  'payout.retry',
  `UPDATE payout SET state = 'REQUESTED', version = version + 1, failure = NULL, ended_at = NULL, lease_until = NULL,
          entered_outcome = NULL, entered_reference = NULL, entered_reason = NULL, entered_by = NULL, entered_person = NULL, entered_at = NULL,
          next_at = CASE WHEN provider IN ('WEBHOOK','ALIPAY','STRIPE') THEN now() END WHERE merchant_id = $1 AND id = $2`,
);
// Not before a call under way has had its time.
const ASK = sql('payout.ask', `UPDATE payout SET next_at = greatest(now(), lease_until) WHERE merchant_id = $1 AND id = $2 AND state IN ('SENT','UNKNOWN')`);
const FULFILLED = sql('payout.fulfilled', `UPDATE payout SET fulfilled_at = $3, next_at = NULL WHERE merchant_id = $1 AND id = $2 AND fulfilled_at IS NULL`);
/*
 * People who may not settle it: who made the offer, who recorded the acceptance that requested it, who approved it, for themselves or another, who passed
 * it by break-glass, and who is paid.
 */
const BARRED = sql(
  'payout.barred',
  `SELECT m.person_id AS person FROM payout p JOIN offer o ON o.merchant_id = p.merchant_id AND o.id = p.offer_id
     JOIN member m ON m.merchant_id = p.merchant_id AND m.id IN (o.made_by, p.requested_by) WHERE p.merchant_id = $1 AND p.id = $2
   UNION
   SELECT unnest(ARRAY[d.by_person, d.for_person]) FROM payout p JOIN approval_request r ON r.merchant_id = p.merchant_id AND r.ticket_id = p.ticket_id AND r.offer_id = p.offer_id
     JOIN approval_decision d ON d.merchant_id = r.merchant_id AND d.request_id = r.id AND d.decision = 'APPROVE' WHERE p.merchant_id = $1 AND p.id = $2
   UNION
   SELECT unnest(ARRAY[v.asked_person, v.confirmed_person]) FROM payout p JOIN approval_request r ON r.merchant_id = p.merchant_id AND r.ticket_id = p.ticket_id AND r.offer_id = p.offer_id
     JOIN approval_override v ON v.merchant_id = r.merchant_id AND v.request_id = r.id AND v.confirmed_at IS NOT NULL WHERE p.merchant_id = $1 AND p.id = $2
   UNION
   SELECT c.person_id FROM payout p JOIN sales_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
     JOIN customer_person c ON c.merchant_id = o.merchant_id AND c.customer_id = o.customer_id WHERE p.merchant_id = $1 AND p.id = $2`,
);

export type RawPayout = Omit<PayoutRow, 'amountMinor'> & { readonly amountMinor: string };

export function payoutOf(raw: RawPayout): PayoutRow {
  return { ...raw, amountMinor: BigInt(raw.amountMinor) };
}

async function one(tx: Tx, statement: Parameters<Tx['query']>[0], value: string): Promise<PayoutRow | undefined> {
  const [row] = await tx.query<RawPayout>(statement, [tx.merchantId, value]);
  return row && payoutOf(row);
}

export const findPayout = (tx: Tx, id: string): Promise<PayoutRow | undefined> => one(tx, BY_ID, id);
/** Locked until the end of the transaction. The ticket's lock, where it is needed, comes before. */
export const lockPayout = (tx: Tx, id: string): Promise<PayoutRow | undefined> => one(tx, LOCK, id);
export const lockPayoutOfLeg = (tx: Tx, legId: string): Promise<PayoutRow | undefined> => one(tx, LOCK_OF_LEG, legId);
export const findPayoutByKey = (tx: Tx, key: string): Promise<PayoutRow | undefined> => one(tx, BY_KEY, key);

export interface Requested {
  readonly ticketId: string;
  readonly shopId: string;
  readonly offerId: string;
  readonly by: string | null;
  readonly at: Instant;
  readonly legs: readonly { readonly id: string; readonly key: string; readonly legId: string }[];
}

export function insertPayouts(tx: Tx, { ticketId, shopId, offerId, by, at, legs }: Requested): void {
  tx.defer(REQUEST, [tx.merchantId, ticketId, shopId, offerId, by, at, JSON.stringify(legs)]);
}

export interface Moved {
  readonly state: PayoutState;
  readonly reference: string | null;
  readonly failure: string | null;
  /** When the worker looks again; null: not by itself. */
  readonly nextAt: Instant | null;
  readonly at: Instant;
  readonly confirmedBy?: string | null;
  readonly confirmedPerson?: string | null;
}

export function writeMoved(tx: Tx, id: string, to: Moved): void {
  const { state, reference, failure, nextAt, at, confirmedBy = null, confirmedPerson = null } = to;
  tx.defer(MOVE, [tx.merchantId, id, state, reference, failure, nextAt, at, confirmedBy, confirmedPerson]);
}

export interface Entered {
  readonly outcome: HumanOutcome;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly person: string;
  readonly at: Instant;
}

export function writeEntered(tx: Tx, id: string, { outcome, reference, reason, by, person, at }: Entered): void {
  tx.defer(ENTER, [tx.merchantId, id, outcome, reference, reason, by, person, at]);
}

export function writeRetried(tx: Tx, id: string): void {
  tx.defer(RETRY, [tx.merchantId, id]);
}

/** Has the worker ask about it at its next round. */
export function writeAsk(tx: Tx, id: string): void {
  tx.defer(ASK, [tx.merchantId, id]);
}

export function writeFulfilledPayout(tx: Tx, id: string, at: Instant): void {
  tx.defer(FULFILLED, [tx.merchantId, id, at]);
}

/** Of goods that came back, who inspected them does not pay for them either. */
export async function barredPersons(tx: Tx, { id, offerId }: Pick<PayoutRow, 'id' | 'offerId'>): Promise<Set<string>> {
  const [made, inspected] = await Promise.all([tx.query<{ person: string | null }>(BARRED, [tx.merchantId, id]), inspectionsFor(tx, offerId)]);
  return new Set([...made.flatMap(({ person }) => person ?? []), ...inspected.flatMap(({ personId }) => personId ?? [])]);
}
