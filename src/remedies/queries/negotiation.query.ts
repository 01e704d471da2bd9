import type { Instant } from '../../kernel/instant.js';
import type { Fault } from '../../kernel/words.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Wish } from '../../tickets/index.js';
import { proposedOffers, type ProposedOffer } from '../domain/ladder.js';
import type { LegType } from '../domain/leg.js';
import { readTrades } from '../order-trade.repository.js';
import { refundOf } from '../domain/refund.js';
import { undelivered } from '../domain/rights.js';
import type { Trade } from '../domain/trade.js';
import { ruleTables, type RuleTable } from '../rule-tables.js';

export interface CounterOfferView {
  readonly id: string;
  readonly ticketId: string;
  readonly offerId: string | null;
  readonly wish: Wish;
  readonly amountMinor: string | null;
  readonly currency: string | null;
  readonly note: string | null;
  readonly messageId: string | null;
  readonly proofRef: string | null;
  readonly at: Instant;
}

const COUNTERS = sql(
  'counter.of_tickets',
  `SELECT id, ticket_id AS "ticketId", offer_id AS "offerId", wish, amount_minor::text AS "amountMinor", currency, note, message_id AS "messageId", proof_ref AS "proofRef", at
     FROM counter_offer WHERE merchant_id = $1 AND ticket_id = ANY ($2::uuid[]) ORDER BY id`,
);
const LADDER_CASE = sql(
  'ladder.case',
  `SELECT t.id AS "ticketId", t.shop_id AS "shopId", t.order_id AS "orderId",
          (SELECT f.fault FROM finding f WHERE f.merchant_id = t.merchant_id AND f.ticket_id = t.id AND f.liability <> 'DRAFT' ORDER BY f.id DESC LIMIT 1) AS fault,
          CASE WHEN t.verified_reason_code IS NULL
               THEN (SELECT r.family FROM reason r WHERE r.merchant_id = t.merchant_id AND r.shop_id = t.shop_id AND r.kind = t.kind AND r.code = t.stated_reason_code)
               ELSE (SELECT r.family FROM reason r WHERE r.merchant_id = t.merchant_id AND r.shop_id = t.shop_id AND r.kind = t.kind AND r.code = t.verified_reason_code)
          END AS family,
          coalesce((SELECT jsonb_agg(jsonb_build_object('orderLineId', d.order_line_id, 'quantity', d.quantity))
             FROM ticket_line d WHERE d.merchant_id = t.merchant_id AND d.ticket_id = t.id), '[]') AS lines,
          coalesce((SELECT jsonb_agg(types ORDER BY id) FROM (
             SELECT o.id, jsonb_agg(l.type) AS types FROM offer o JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id
              WHERE o.merchant_id = t.merchant_id AND o.ticket_id = t.id AND o.state IN ('REFUSED','LAPSED') GROUP BY o.id) gone), '[]') AS declined
     FROM ticket t WHERE t.merchant_id = $1 AND t.id = ANY ($2::uuid[])`,
);

interface CaseRow {
  readonly ticketId: string;
  readonly shopId: string;
  readonly orderId: string | null;
  readonly fault: Fault | null;
  readonly family: string | null;
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number }[];
  readonly declined: readonly (readonly LegType[])[];
}

export function countersOf(tx: Tx, ticketIds: readonly string[]): Promise<CounterOfferView[]> {
  return tx.query<CounterOfferView>(COUNTERS, [tx.merchantId, ticketIds]);
}

export interface LadderAdvice {
  readonly version: number;
  readonly currency: string | null;
  readonly offers: readonly ProposedOffer[];
}

/** The rungs of the shop's ladder that are still to be climbed on each of these tickets, the next one first. */
export async function laddersFor(tx: Tx, ticketIds: readonly string[]): Promise<Map<string, LadderAdvice>> {
  const rows = await tx.query<CaseRow>(LADDER_CASE, [tx.merchantId, ticketIds]);
  const [tableOf, trades] = [await ruleTables(tx, rows.map(({ shopId }) => shopId), 'LADDER'), await readTrades(tx, rows.flatMap(({ orderId }) => orderId ?? []))];
  return new Map(rows.map((row) => [row.ticketId, ladderOf(row, tableOf(row.shopId), row.orderId === null ? null : (trades.get(row.orderId) ?? null))]));
}

function ladderOf(row: CaseRow, { version, body }: RuleTable<'LADDER'>, trade: Trade | null): LadderAdvice {
  const left = trade ? trade.paidMinor - trade.committedMinor : 0n;
  const open = trade ? row.lines.flatMap((line) => openPart(line, trade)) : [];
  const disputed = trade && open.length > 0 ? refundOf({ lines: open, keptGifts: [], withFreight: false }, trade).totalMinor : (trade?.paidMinor ?? 0n);
  const offers = proposedOffers(body, { ...row, disputedMinor: disputed, inKindMinor: trade && !undelivered(trade) ? disputed : 0n, leftMinor: left > 0n ? left : 0n });
  return { version, currency: trade?.currency ?? null, offers };
}

function openPart({ orderLineId, quantity }: CaseRow['lines'][number], trade: Trade): CaseRow['lines'] {
  const line = trade.lines.find(({ id }) => id === orderLineId);
  const left = Math.min(quantity, line ? line.quantity - line.refunded.quantity : 0);
  return left > 0 ? [{ orderLineId, quantity: left }] : [];
}
