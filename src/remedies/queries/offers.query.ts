import type { Instant, Millis } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { OWED_BACK } from '../exchange.repository.js';
import type { FreightPayer } from '../domain/freight.js';
import type { CancelReason, LegState } from '../domain/fulfilment.js';
import type { Stage } from '../domain/goods.js';
import type { Unit } from '../domain/inspection.js';
import type { LegBasis, LegType } from '../domain/leg.js';
import type { OfferState } from '../domain/offer.js';
import type { ProofKind } from '../domain/proof.js';
import type { RefusalReason } from '../domain/refusal.js';

export interface OfferView {
  readonly id: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly state: OfferState;
  readonly summary: string;
  readonly fulfilBy: Instant;
  readonly validForMs: Millis;
  readonly validUntil: Instant | null;
  readonly freightPayer: FreightPayer;
  readonly refusalReason: RefusalReason | null;
  readonly refusalAlternative: string | null;
  readonly refusalEvidence: readonly string[];
  readonly counterOfferId: string | null;
  readonly madeBy: string;
  readonly madeAt: Instant;
  readonly sentMessageId: string | null;
  readonly decisionMessageId: string | null;
  readonly decisionNote: string | null;
  readonly decisionProof: string | null;
  readonly decidedAt: Instant | null;
  readonly final: boolean;
}

export interface LegView {
  readonly id: string;
  readonly offerId: string;
  readonly shopId: string;
  readonly type: LegType;
  readonly amountMinor: string | null;
  readonly currency: string | null;
  readonly note: string | null;
  readonly orderLineId: string | null;
  readonly quantity: number | null;
  readonly days: number | null;
  readonly basis: LegBasis;
  readonly packRow: string | null;
  readonly state: LegState;
  readonly proofKind: ProofKind | null;
  readonly proofRef: string | null;
  readonly inspectionRef: string | null;
  readonly cancelReason: CancelReason | null;
  readonly endedNote: string | null;
  readonly endedBy: string | null;
  readonly endedByMember: boolean;
  readonly endedAt: Instant | null;
  readonly exchange: ExchangeView | null;
  readonly goods: GoodsView | null;
}

export interface ExchangeView {
  readonly sku: string;
  readonly title: string;
  readonly currency: string;
  readonly priceMinor: string;
  readonly paidMinor: string;
  readonly paymentRef: string | null;
  readonly paidAt: Instant | null;
  readonly owedBack: boolean;
}

export interface GoodsView {
  readonly stage: Stage;
  readonly returnAddress: string | null;
  readonly labelRef: string | null;
  readonly shipBy: Instant | null;
  readonly carrier: string | null;
  readonly waybill: string | null;
  readonly outCarrier: string | null;
  readonly outWaybill: string | null;
  readonly movedAt: Instant;
  readonly units: readonly (Unit & { readonly unit: number; readonly inspectedBy: string; readonly at: Instant })[];
}

/** An instant inside JSON, as all instants are told. */
const at = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const OFFERS = `
  SELECT o.id, o.ticket_id AS "ticketId", t.shop_id AS "shopId", o.state, o.summary, o.fulfil_by AS "fulfilBy", o.valid_for_ms::float8 AS "validForMs",
         o.valid_until AS "validUntil", o.freight_payer AS "freightPayer", o.refusal_reason AS "refusalReason",
         o.refusal_alternative AS "refusalAlternative", o.refusal_evidence AS "refusalEvidence", o.counter_offer_id AS "counterOfferId", o.made_by AS "madeBy", o.at AS "madeAt",
         o.sent_message_id AS "sentMessageId", o.decision_message_id AS "decisionMessageId", o.decision_note AS "decisionNote",
         o.decision_proof AS "decisionProof", o.decided_at AS "decidedAt", o.final
    FROM offer o JOIN ticket t ON t.merchant_id = o.merchant_id AND t.id = o.ticket_id WHERE o.merchant_id = $1`;
const LEGS = `
  SELECT l.id, l.offer_id AS "offerId", t.shop_id AS "shopId", l.type, l.amount_minor::text AS "amountMinor", l.currency, l.note, l.order_line_id AS "orderLineId",
         l.quantity, l.days, l.basis, l.pack_row AS "packRow", l.state, l.proof_kind AS "proofKind", l.proof_ref AS "proofRef", l.inspection_ref AS "inspectionRef",
         l.cancel_reason AS "cancelReason", l.ended_note AS "endedNote", l.ended_by AS "endedBy", l.ended_at AS "endedAt",
         EXISTS (SELECT FROM member m WHERE m.merchant_id = l.merchant_id AND m.id = l.ended_by) AS "endedByMember",
         (SELECT jsonb_build_object('sku', x.sku, 'title', x.title, 'currency', x.currency, 'priceMinor', x.price_minor::text, 'paidMinor', x.paid_minor::text,
                   'paymentRef', x.payment_ref, 'paidAt', ${at('x.paid_at')}, 'owedBack', ${OWED_BACK})
            FROM leg_exchange x WHERE x.merchant_id = l.merchant_id AND x.leg_id = l.id) AS exchange,
         (SELECT jsonb_build_object('stage', g.stage, 'returnAddress', g.return_address, 'labelRef', g.label_ref, 'shipBy', ${at('g.ship_by')}, 'carrier', g.carrier,
                   'waybill', g.waybill, 'outCarrier', g.out_carrier, 'outWaybill', g.out_waybill, 'movedAt', ${at('g.moved_at')},
                   'units', coalesce((SELECT jsonb_agg(jsonb_build_object('unit', u.unit, 'condition', u.condition, 'accessoriesComplete', u.accessories_complete,
                       'missing', u.missing, 'serial', u.serial, 'serialMatches', u.serial_matches, 'weightGrams', u.weight_grams, 'photoIds', u.photo_ids,
                       'verdict', u.verdict, 'note', u.note, 'inspectedBy', u.inspected_by, 'at', ${at('u.at')}) ORDER BY u.unit)
                     FROM leg_unit u WHERE u.merchant_id = g.merchant_id AND u.leg_id = g.leg_id), '[]'))
            FROM goods_leg g WHERE g.merchant_id = l.merchant_id AND g.leg_id = l.id) AS goods
    FROM offer_leg l JOIN ticket t ON t.merchant_id = l.merchant_id AND t.id = l.ticket_id WHERE l.merchant_id = $1`;

const OF_TICKETS = sql('offer.of_tickets', `${OFFERS} AND o.ticket_id = ANY ($2::uuid[]) ORDER BY o.id`);
const BY_IDS = sql('offer.by_ids', `${OFFERS} AND o.id = ANY ($2::uuid[])`);
const LEGS_OF = sql('leg.of_offers', `${LEGS} AND l.offer_id = ANY ($2::uuid[]) ORDER BY l.offer_id, l.position`);
const LEGS_BY_IDS = sql('leg.by_ids', `${LEGS} AND l.id = ANY ($2::uuid[])`);

/** The offers of these tickets, oldest first. A ticket sees at most 50. */
export function offersOf(tx: Tx, ticketIds: readonly string[]): Promise<OfferView[]> {
  return tx.query<OfferView>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export function offersById(tx: Tx, ids: readonly string[]): Promise<OfferView[]> {
  return tx.query<OfferView>(BY_IDS, [tx.merchantId, ids]);
}

/** The legs of these offers, each offer's in the order they were given; at most 10 of one. */
export function legsOf(tx: Tx, offerIds: readonly string[]): Promise<LegView[]> {
  return tx.query<LegView>(LEGS_OF, [tx.merchantId, offerIds]);
}

export function legsById(tx: Tx, ids: readonly string[]): Promise<LegView[]> {
  return tx.query<LegView>(LEGS_BY_IDS, [tx.merchantId, ids]);
}
