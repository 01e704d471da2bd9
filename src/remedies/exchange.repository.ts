import type { Money } from '../kernel/money.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketSession } from '../tickets/index.js';
import type { Surcharge } from './domain/exchange.js';
import type { LegDraft } from './domain/leg.js';

const INSERT = sql(
  'exchange.insert',
  `INSERT INTO leg_exchange (merchant_id, leg_id, sku, title, currency, price_minor, paid_minor)
   SELECT $1, x."legId", x.sku, x.title, x.currency, x.price, x.paid
     FROM jsonb_to_recordset($2::jsonb) AS x("legId" uuid, sku text, title text, currency text, price bigint, paid bigint)`,
);
const SURCHARGE = sql(
  'exchange.surcharge',
  `SELECT (x.price_minor - x.paid_minor)::text AS minor, x.currency, x.payment_ref AS "paymentRef", m.person_id AS "makerPerson" FROM leg_exchange x
     JOIN offer_leg l ON l.merchant_id = x.merchant_id AND l.id = x.leg_id JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id
     LEFT JOIN member m ON m.merchant_id = o.merchant_id AND m.id = o.made_by
    WHERE x.merchant_id = $1 AND x.leg_id = $2 AND x.price_minor > x.paid_minor`,
);
const PAID = sql('exchange.paid', `UPDATE leg_exchange SET payment_ref = $3, recorded_by = $4, paid_at = $5 WHERE merchant_id = $1 AND leg_id = $2 AND payment_ref IS NULL`);
const GIVEN_BACK = sql('exchange.given_back', `UPDATE leg_exchange SET given_back_by = $3 WHERE merchant_id = $1 AND leg_id = ANY ($2::uuid[])`);

/** Whether the goods of `leg_exchange x` never go to the customer: their leg was called off, or its offer came to nothing. */
const CALLED_OFF = `EXISTS (SELECT FROM offer_leg c JOIN offer w ON w.merchant_id = c.merchant_id AND w.id = c.offer_id
                     WHERE c.merchant_id = x.merchant_id AND c.id = x.leg_id AND (c.state = 'CANCELLED' OR w.state IN ('REFUSED','LAPSED','WITHDRAWN')))`;

/** Whether what the customer paid for the goods of `leg_exchange x` is owed back: they were called off, and no offer that may still come to something gives it. */
export const OWED_BACK = `(x.payment_ref IS NOT NULL AND ${CALLED_OFF}
  AND NOT EXISTS (SELECT FROM offer_leg b JOIN offer v ON v.merchant_id = b.merchant_id AND v.id = b.offer_id AND v.state IN ('DRAFT','SENT','ACCEPTED')
                   WHERE b.merchant_id = x.merchant_id AND b.id = x.given_back_by AND b.state <> 'CANCELLED'))`;

/** Of these tickets, what was paid for goods that were called off and has not gone back: no leg that gives it was carried out. */
const HELD = sql(
  'exchange.held',
  `SELECT l.ticket_id AS "ticketId", x.currency, sum(x.price_minor - x.paid_minor)::text AS minor FROM offer_leg l
     JOIN leg_exchange x ON x.merchant_id = l.merchant_id AND x.leg_id = l.id AND x.payment_ref IS NOT NULL
    WHERE l.merchant_id = $1 AND l.ticket_id = ANY ($2::uuid[]) AND l.type = 'EXCHANGE' AND ${CALLED_OFF}
      AND NOT EXISTS (SELECT FROM offer_leg b WHERE b.merchant_id = x.merchant_id AND b.id = x.given_back_by AND b.state = 'FULFILLED')
    GROUP BY 1, 2`,
);

/** The customers' own money that these tickets hold, by ticket; one that holds none is left out. */
export async function heldFor(tx: Tx, ticketIds: readonly string[]): Promise<Map<string, Money>> {
  const rows = await tx.query<{ ticketId: string; currency: string; minor: string }>(HELD, [tx.merchantId, ticketIds]);
  return new Map(rows.map(({ ticketId, currency, minor }) => [ticketId, { minor: BigInt(minor), currency }]));
}

/** Of the legs of a new offer those that give goods at a price of their own, and those that give back what was paid for such goods. */
export function insertExchanges(session: TicketSession, legs: readonly LegDraft[], legIds: readonly string[]): void {
  const rows = legs.flatMap(({ exchange }, at) => (exchange ? [{
    legId: legIds[at], sku: exchange.sku, title: exchange.title, currency: exchange.price.currency, price: exchange.price.minor.toString(), paid: exchange.paidMinor.toString(),
  }] : []));
  if (rows.length > 0) session.write(INSERT, [session.tx.merchantId, JSON.stringify(rows)]);
  legs.forEach(({ givesBack }, at) => {
    if (givesBack) session.write(GIVEN_BACK, [session.tx.merchantId, givesBack, legIds[at]]);
  });
}

/** What the customer owes for the goods of this leg; null: nothing. */
export async function surchargeOn({ tx }: TicketSession, legId: string): Promise<Surcharge | null> {
  const [row] = await tx.query<Omit<Surcharge, 'amount'> & { minor: string; currency: string }>(SURCHARGE, [tx.merchantId, legId]);
  if (!row) return null;
  const { minor, currency, ...surcharge } = row;
  return { ...surcharge, amount: { minor: BigInt(minor), currency } };
}

export function writeSurchargePaid(session: TicketSession, legId: string, paymentRef: string): void {
  session.write(PAID, [session.tx.merchantId, legId, paymentRef, session.actor.id, session.now]);
}
