import type { Instant } from '../kernel/instant.js';
import type { Money } from '../kernel/money.js';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from '../tickets/index.js';
import type { Decision, OfferStanding } from './domain/decision.js';
import type { LegStanding, LegState } from './domain/fulfilment.js';
import type { LegBasis, LegDraft, LegType } from './domain/leg.js';
import type { OfferDraft } from './domain/offer.js';
import type { RefundBreakdown } from './domain/refund.js';
import { insertExchanges } from './exchange.repository.js';
import type { Right } from './domain/rights.js';
import type { ProofInput } from './domain/proof.js';

const OFFER = sql(
  'offer.on_ticket',
  `SELECT o.id, o.state, o.valid_until AS "validUntil", o.sent_message_id AS "sentMessageId", o.order_id AS "orderId", o.fulfil_by AS "fulfilBy", o.made_by AS "madeBy", o.declined_rights AS "declinedRights", o.refusal_reason IS NOT NULL AS refuses,
          o.valid_for_ms::float8 AS "validForMs",
          (SELECT s.time_zone FROM shop s WHERE s.merchant_id = o.merchant_id AND s.id = $4) AS "timeZone",
          (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'type', l.type, 'state', l.state, 'amountMinor', l.amount_minor::text, 'currency', l.currency,
                   'basis', l.basis, 'packRow', l.pack_row, 'orderLineId', l.order_line_id, 'quantity', l.quantity,
                   'givesBack', EXISTS (SELECT FROM leg_exchange x WHERE x.merchant_id = l.merchant_id AND x.given_back_by = l.id),
                   'cheaper', EXISTS (SELECT FROM leg_exchange x WHERE x.merchant_id = l.merchant_id AND x.leg_id = l.id AND x.price_minor < x.paid_minor),
                   'surcharge', (SELECT jsonb_build_object('minor', (x.price_minor - x.paid_minor)::text, 'currency', x.currency) FROM leg_exchange x
                                  WHERE x.merchant_id = l.merchant_id AND x.leg_id = l.id AND x.price_minor > x.paid_minor)) ORDER BY l.position)
             FROM offer_leg l WHERE l.merchant_id = o.merchant_id AND l.offer_id = o.id) AS legs
     FROM offer o WHERE o.merchant_id = $1 AND o.ticket_id = $2 AND o.id = $3`,
);
const LEG = sql(
  'offer.leg_on_ticket',
  `SELECT l.id, l.offer_id AS "offerId", l.type, l.state, l.days, o.state AS "offerState", l.ended_at AS "endedAt" FROM offer_leg l
     JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id WHERE l.merchant_id = $1 AND l.ticket_id = $2 AND l.id = $3`,
);
const EVIDENCE = sql(
  'offer.evidence',
  `SELECT id FROM attachment WHERE merchant_id = $1 AND ticket_id = $2 AND id = ANY ($3::uuid[])`,
);
const INSERT = sql(
  'offer.insert',
  `INSERT INTO offer (merchant_id, id, ticket_id, order_id, state, summary, fulfil_by, valid_for_ms, freight_payer, refusal_reason,
     refusal_alternative, refusal_evidence, made_by, at, declined_rights, counter_offer_id, freight_charged_minor)
   VALUES ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);
const INSERT_LEGS = sql(
  'offer.insert_legs',
  `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, amount_minor, currency, note, order_line_id, quantity, days, basis, pack_row, state)
   SELECT $1, l.id, $2, $3, l.position, l.type, l."amountMinor", l.currency, l.note, l."orderLineId", l.quantity, l.days, l.basis, l."packRow", 'PENDING'
     FROM jsonb_to_recordset($4::jsonb) AS l(id uuid, position smallint, type text, "amountMinor" bigint, currency text, note text,
          "orderLineId" uuid, quantity int, days smallint, basis text, "packRow" text)`,
);
const INSERT_REFUND = sql(
  'offer.insert_refund',
  `INSERT INTO offer_refund_line (merchant_id, offer_id, leg_id, order_line_id, kind, quantity, list_minor, discount_minor, coupon_minor, adjustment_minor,
     goods_minor, with_freight, freight_minor)
   SELECT $1, $2, $3, r."orderLineId", r.kind, r.quantity, r.list, r.discount, r.coupon, r.adjustment, r.goods, r."withFreight", r.freight
     FROM jsonb_to_recordset($4::jsonb) AS r("orderLineId" uuid, kind text, quantity int, list bigint, discount bigint, coupon bigint, adjustment bigint,
          goods bigint, "withFreight" boolean, freight bigint)`,
);
const SENT = sql('offer.sent', `UPDATE offer SET state = 'SENT', sent_message_id = $3, valid_until = $4 WHERE merchant_id = $1 AND id = $2 AND state = 'DRAFT'`);
const DECIDED = sql(
  'offer.decided',
  `UPDATE offer SET state = $3, decision_message_id = $4, decision_note = $5, decision_proof = $6, decided_at = $7, final = $8
    WHERE merchant_id = $1 AND id = $2 AND state = 'SENT'`,
);
const WITHDRAWN = sql(
  'offer.withdrawn',
  `UPDATE offer SET state = 'WITHDRAWN', decision_note = $3, decided_at = $4 WHERE merchant_id = $1 AND id = $2 AND state IN ('DRAFT','SENT')`,
);
const FULFILLED = sql(
  'offer.leg_fulfilled',
  `UPDATE offer_leg SET state = 'FULFILLED', proof_kind = $3, proof_ref = $4, inspection_ref = $5, ended_note = $6, ended_by = $7, ended_at = $8
    WHERE merchant_id = $1 AND id = $2 AND state = 'PENDING'`,
);
const CANCELLED = sql(
  'offer.leg_cancelled',
  `UPDATE offer_leg SET state = 'CANCELLED', cancel_reason = $3, ended_note = coalesce(ended_note, $4), ended_by = $5, ended_at = $6,
          proof_kind = NULL, proof_ref = NULL, inspection_ref = NULL
    WHERE merchant_id = $1 AND id = $2 AND (state = 'PENDING' OR $3 = 'PAYMENT_RETURNED')`,
);

export interface OfferRow extends OfferStanding {
  readonly orderId: string | null;
  readonly fulfilBy: Instant;
  readonly validForMs: number;
  /** The shop's. */
  readonly timeZone: string;
  /** The member who drafted it. */
  readonly madeBy: string;
  /** Rights of the customer it refuses; empty: none. */
  readonly declinedRights: readonly Right[];
  /** It turns down what the customer asked for; what it gives is the alternative. */
  readonly refuses: boolean;
  readonly legs: readonly LegRow[];
}

export interface LegRow {
  readonly id: string;
  readonly type: LegType;
  readonly state: LegState;
  readonly amount: Money | null;
  readonly basis: LegBasis;
  readonly packRow: string | null;
  readonly orderLineId: string | null;
  readonly quantity: number | null;
  /** It gives back what the customer paid for goods that were called off, which counts in no cap. */
  readonly givesBack: boolean;
  /** It gives goods in exchange that cost less: the difference goes back by a PRICE_DIFFERENCE leg of the same offer. */
  readonly cheaper: boolean;
  /** What the customer is to pay for dearer goods in exchange. */
  readonly surcharge: Money | null;
}

type RawLeg = Omit<LegRow, 'amount' | 'surcharge'> & { readonly surcharge: { readonly minor: string; readonly currency: string } | null; readonly amountMinor: string | null; readonly currency: string | null };

/** The offer, if it is one of this ticket. The ticket's lock, which the caller holds, keeps it as read. */
export async function offerOf({ tx, ticket }: TicketSession, offerId: string): Promise<OfferRow | undefined> {
  const [row] = await tx.query<Omit<OfferRow, 'legs'> & { legs: RawLeg[] }>(OFFER, [tx.merchantId, ticket.id, offerId, ticket.shopId]);
  return row && { ...row, legs: row.legs.map(({ amountMinor, currency, surcharge, ...leg }) => ({
    ...leg, amount: moneyFromRow(amountMinor, currency), surcharge: surcharge && moneyFromRow(surcharge.minor, surcharge.currency),
  })) };
}

export async function legOf({ tx, ticket }: TicketSession, legId: string): Promise<LegStanding | undefined> {
  const [row] = await tx.query<LegStanding>(LEG, [tx.merchantId, ticket.id, legId]);
  return row;
}

/** Those of the attachments that belong to this ticket. */
export async function evidenceOn({ tx, ticket }: TicketSession, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  return (await tx.query<{ id: string }>(EVIDENCE, [tx.merchantId, ticket.id, ids])).map(({ id }) => id);
}

export function insertOffer(session: TicketSession, offerId: string, legIds: readonly string[], orderId: string | null, draft: OfferDraft & { readonly counterOfferId: string | null }): void {
  const { tx, ticket, now, by } = session;
  const { summary, fulfilBy, validForMs, freightPayer, refusal, breakdown, declinedRights } = draft;
  session.write(INSERT, [
    tx.merchantId, offerId, ticket.id, orderId, summary, fulfilBy, validForMs, freightPayer, refusal?.reason ?? null, refusal?.alternative ?? null,
    refusal?.evidenceIds ?? [], by, now, declinedRights, draft.counterOfferId, (breakdown?.freightChargedMinor ?? 0n).toString(),
  ]);
  session.write(INSERT_LEGS, [tx.merchantId, offerId, ticket.id, JSON.stringify(draft.legs.map((leg, at) => legRow(leg, legIds[at], at)))]);
  insertExchanges(session, draft.legs, legIds);
  // Its leg is the last one.
  if (breakdown) session.write(INSERT_REFUND, [tx.merchantId, offerId, legIds.at(-1), JSON.stringify(refundRows(breakdown))]);
}

export function writeSent(session: TicketSession, offerId: string, messageId: string, validUntil: Instant): void {
  session.write(SENT, [session.tx.merchantId, offerId, messageId, validUntil]);
}

export function writeDecided(session: TicketSession, offerId: string, state: 'ACCEPTED' | 'REFUSED' | 'LAPSED', decision: Decision, final: boolean): void {
  const { messageId, note, proofRef, at } = decision;
  session.write(DECIDED, [session.tx.merchantId, offerId, state, messageId, note, proofRef, at, final]);
}

export function writeWithdrawn(session: TicketSession, offerId: string, reason: string): void {
  session.write(WITHDRAWN, [session.tx.merchantId, offerId, reason, session.now]);
}

export function writeFulfilled(session: TicketSession, legId: string, proof: ProofInput, note: string | null): void {
  session.write(FULFILLED, [session.tx.merchantId, legId, proof.kind, proof.ref, proof.kind === 'INSPECTION' ? proof.ref : null, note, session.by, session.now]);
}

export function writeCancelled(session: TicketSession, legId: string, reason: string, note: string | null): void {
  session.write(CANCELLED, [session.tx.merchantId, legId, reason, note, session.by, session.now]);
}

function refundRows({ lines, keptGifts, withFreight }: RefundBreakdown): object[] {
  const refunds = lines.map((line) => ({
    orderLineId: line.orderLineId, kind: 'REFUND', quantity: line.quantity, list: String(line.listMinor), discount: String(line.discountMinor),
    coupon: String(line.couponMinor), adjustment: String(line.adjustmentMinor), goods: String(line.goodsMinor), withFreight, freight: String(line.freightMinor),
  }));
  const gifts = keptGifts.map(({ orderLineId, quantity, deductedMinor }) => ({
    orderLineId, kind: 'GIFT_KEPT', quantity, list: String(deductedMinor), discount: '0', coupon: '0', adjustment: '0', goods: String(deductedMinor),
    withFreight: false, freight: '0',
  }));
  return [...refunds, ...gifts];
}

/** Amounts leave as text: JSON has no integer of that size. */
function legRow({ amount, exchange: _itsOwnRow, givesBack: _onTheirRows, ...leg }: LegDraft, id: string | undefined, position: number): object {
  return { ...leg, id, position, amountMinor: amount?.minor.toString() ?? null, currency: amount?.currency ?? null };
}

export function moneyFromRow(minor: string | null, currency: string | null): Money | null {
  return minor === null || currency === null ? null : { minor: BigInt(minor), currency };
}
