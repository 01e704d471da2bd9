import { holdTerms } from '../../orders/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Instant } from '../../kernel/instant.js';
import type { LoggedChange } from '../domain/courses.js';
import type { Ticket } from '../domain/ticket.js';

/** What of shop, customer and order a policy may ask for. */
export interface TradeTerms {
  readonly platform: string;
  readonly customerTier: string | null;
  /** What was paid, in minor units as digits; null without an order. */
  readonly amount: { readonly minor: string; readonly currency: string } | null;
}

const AMOUNT = `CASE WHEN o.id IS NULL THEN NULL ELSE jsonb_build_object('minor', o.paid_minor::text, 'currency', o.currency) END`;

const OF_TICKETS_TEXT = `SELECT t.id AS "ticketId", s.platform, c.tier AS "customerTier", ${AMOUNT} AS amount FROM ticket t
     JOIN shop s ON s.merchant_id = t.merchant_id AND s.id = t.shop_id
     LEFT JOIN customer c ON c.merchant_id = t.merchant_id AND c.id = t.customer_id
     LEFT JOIN sales_order o ON o.merchant_id = t.merchant_id AND o.id = t.order_id
    WHERE t.merchant_id = $1 AND t.id`;
const OF_TICKETS = sql('ticket.trade_terms', `${OF_TICKETS_TEXT} = ANY ($2::uuid[])`);
// Of one ticket by its key: with a list of unknown length PostgreSQL plans anew each time, which costs ten times the reading.
const OF_TICKET = sql('ticket.trade_terms_of_one', `${OF_TICKETS_TEXT} = $2`);
// Two look-ups by key. Compared with a coalesce() of another row's column, row security would not let the key be used, and every customer be read.
const OF_NAMED = sql(
  'ticket.trade_terms_of_named',
  `SELECT s.platform, ${AMOUNT} AS amount,
          CASE WHEN $3::uuid IS NULL THEN (SELECT c.tier FROM customer c WHERE c.merchant_id = $1 AND c.id = o.customer_id)
               ELSE (SELECT c.tier FROM customer c WHERE c.merchant_id = $1 AND c.id = $3) END AS "customerTier"
     FROM shop s LEFT JOIN sales_order o ON o.merchant_id = $1 AND o.id = $4
    WHERE s.merchant_id = $1 AND s.id = $2`,
);

/** Good for a policy that asks none of it. */
export const UNKNOWN_TERMS: TradeTerms = { platform: '', customerTier: null, amount: null };

export async function tradeTerms(tx: Tx, ticketId: string): Promise<TradeTerms> {
  const [row] = await tx.query<TradeTerms>(OF_TICKET, [tx.merchantId, ticketId]);
  return row ?? UNKNOWN_TERMS;
}

export async function tradeTermsOfMany(tx: Tx, ticketIds: readonly string[]): Promise<Map<string, TradeTerms>> {
  const rows = await tx.query<TradeTerms & { ticketId: string }>(OF_TICKETS, [tx.merchantId, ticketIds]);
  return new Map(rows.map(({ ticketId, ...terms }) => [ticketId, terms]));
}

/** Of a ticket that is not on record yet, or names another customer or order from now on. Nobody changes them until its transaction ends. */
export async function tradeTermsOfNamed(tx: Tx, shopId: string, customerId: string | null, orderId: string | null): Promise<TradeTerms> {
  const [, [row]] = await Promise.all([
    holdTerms(tx, customerId, orderId),
    tx.query<TradeTerms>(OF_NAMED, [tx.merchantId, shopId, customerId, orderId]),
  ]);
  return row ?? UNKNOWN_TERMS;
}

const CHANGES = sql(
  'ticket.trade_changes',
  `SELECT subject_id AS "subjectId", at, changes FROM event
    WHERE merchant_id = $1 AND subject_id = ANY ($2::uuid[]) AND type IN ('customer.updated', 'order.updated') AND changes IS NOT NULL ORDER BY subject_id, id`,
);

interface TradeChange {
  readonly subjectId: string;
  readonly at: Instant;
  readonly changes: { readonly tier?: readonly [string | null, string | null]; readonly paidMinor?: readonly [string, string] };
}

/** How tier and amount of these tickets changed, by ticket and in order, in the words of a policy's conditions; as far as it was recorded. */
export async function tradeChangesOf(
  tx: Tx, tickets: readonly Pick<Ticket, 'id' | 'customerId' | 'orderId'>[], terms: ReadonlyMap<string, TradeTerms>,
): Promise<Map<string, LoggedChange[]>> {
  const subjects = [...new Set(tickets.flatMap(({ customerId, orderId }) => [customerId, orderId]).filter((id) => id !== null))];
  const rows = await tx.query<TradeChange>(CHANGES, [tx.merchantId, subjects]);
  return new Map(tickets.map(({ id, customerId, orderId }) => {
    const currency = terms.get(id)?.amount?.currency ?? '';
    const own = rows.filter(({ subjectId }) => subjectId === customerId || subjectId === orderId);
    return [id, own.map(({ at, changes: { tier, paidMinor } }): LoggedChange => ({
      at, changes: tier ? { customerTier: tier } : { amount: [{ minor: paidMinor?.[0] ?? '', currency }, { minor: paidMinor?.[1] ?? '', currency }] as const },
    }))];
  }));
}
