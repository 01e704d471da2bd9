import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketSession } from '../tickets/index.js';
import type { LegStanding } from './domain/fulfilment.js';
import type { GoodsLegType, Stage } from './domain/goods.js';
import type { Unit, Verdict } from './domain/inspection.js';

const COLUMNS = `g.leg_id AS id, l.offer_id AS "offerId", l.type, l.state, l.days, o.state AS "offerState", l.ended_at AS "endedAt", l.quantity, g.stage,
  g.ship_by AS "shipBy", g.carrier, g.waybill, g.out_carrier AS "outCarrier", g.out_waybill AS "outWaybill"
  FROM goods_leg g JOIN offer_leg l ON l.merchant_id = g.merchant_id AND l.id = g.leg_id
  JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id`;
const ONE = sql('goods.one', `SELECT ${COLUMNS} WHERE g.merchant_id = $1 AND g.ticket_id = $2 AND g.leg_id = $3`);
const OF_OFFER = sql('goods.of_offer', `SELECT ${COLUMNS} WHERE g.merchant_id = $1 AND g.ticket_id = $2 AND l.offer_id = $3 ORDER BY l.position`);
const AUTHORISE = sql('goods.authorise', `INSERT INTO goods_leg (merchant_id, leg_id, ticket_id, stage, moved_at) VALUES ($1, $2, $3, 'AUTHORISED', $4)`);
const MOVE = sql('goods.move', `UPDATE goods_leg SET stage = $3, moved_at = $4 WHERE merchant_id = $1 AND leg_id = $2`);
const ISSUE = sql(
  'goods.issue',
  `UPDATE goods_leg SET stage = 'ISSUED', return_address = $3, label_ref = $4, ship_by = $5, moved_at = $6 WHERE merchant_id = $1 AND leg_id = $2`,
);
const SHIP_BACK = sql('goods.ship_back', `UPDATE goods_leg SET stage = 'SHIPPED', carrier = $3, waybill = $4, moved_at = $5 WHERE merchant_id = $1 AND leg_id = $2`);
const SHIP_OUT = sql('goods.ship_out', `UPDATE goods_leg SET stage = 'RESHIPPED', out_carrier = $3, out_waybill = $4, moved_at = $5 WHERE merchant_id = $1 AND leg_id = $2`);
const UNITS = sql(
  'goods.units',
  `INSERT INTO leg_unit (merchant_id, leg_id, unit, condition, accessories_complete, missing, serial, serial_matches, weight_grams, photo_ids, verdict, note, inspected_by, at)
   SELECT $1, $2, u.unit, u.condition, u."accessoriesComplete", u.missing, u.serial, u."serialMatches", u."weightGrams", u."photoIds", u.verdict, u.note, $3, $4
     FROM jsonb_to_recordset($5::jsonb) AS u(unit int, condition text, "accessoriesComplete" boolean, missing text, serial text, "serialMatches" boolean,
          "weightGrams" int, "photoIds" uuid[], verdict text, note text)`,
);
const INSPECTIONS = sql(
  'goods.inspections',
  `SELECT u.leg_id AS "legId", u.verdict, m.person_id AS "personId" FROM leg_unit u
     JOIN offer_leg l ON l.merchant_id = u.merchant_id AND l.id = u.leg_id
     JOIN member m ON m.merchant_id = u.merchant_id AND m.id = u.inspected_by
    WHERE u.merchant_id = $1 AND l.offer_id = $2`,
);
const PAYERS = sql(
  'goods.payers',
  `SELECT m.person_id AS "personId" FROM offer_leg l JOIN member m ON m.merchant_id = l.merchant_id AND m.id = l.ended_by
    WHERE l.merchant_id = $1 AND l.offer_id = $2 AND l.state = 'FULFILLED' AND l.amount_minor IS NOT NULL
      AND l.type NOT IN ('GIFT','RESHIP','EXCHANGE')`,
);
const PARCEL_STATUS = sql(
  'goods.parcel_status',
  `SELECT p.status FROM parcel p WHERE p.merchant_id = $1 AND p.shop_id = $2 AND p.carrier = $3 AND p.waybill = $4`,
);
const CARRIED = sql(
  'goods.carried',
  `SELECT g.ticket_id AS "ticketId", g.leg_id AS "legId", p.status, p.outbound FROM jsonb_to_recordset($3::jsonb) AS p(carrier text, waybill text, status text, outbound boolean)
     JOIN goods_leg g ON g.merchant_id = $1 AND ((NOT p.outbound AND g.carrier = p.carrier AND g.waybill = p.waybill)
                                              OR (p.outbound AND g.out_carrier = p.carrier AND g.out_waybill = p.waybill))
     JOIN ticket t ON t.merchant_id = g.merchant_id AND t.id = g.ticket_id AND t.shop_id = $2
     JOIN offer_leg l ON l.merchant_id = g.merchant_id AND l.id = g.leg_id AND l.state = 'PENDING'
    ORDER BY g.ticket_id, g.leg_id`,
);

/** A leg that moves goods, with where they are. */
export interface GoodsLeg extends Omit<LegStanding, 'type'> {
  readonly type: GoodsLegType;
  readonly quantity: number;
  readonly stage: Stage;
  readonly shipBy: Instant | null;
  readonly carrier: string | null;
  readonly waybill: string | null;
  readonly outCarrier: string | null;
  readonly outWaybill: string | null;
}

export async function goodsLegOf({ tx, ticket }: TicketSession, legId: string): Promise<GoodsLeg | undefined> {
  const [row] = await tx.query<GoodsLeg>(ONE, [tx.merchantId, ticket.id, legId]);
  return row;
}

export function goodsLegsOf({ tx, ticket }: TicketSession, offerId: string): Promise<GoodsLeg[]> {
  return tx.query<GoodsLeg>(OF_OFFER, [tx.merchantId, ticket.id, offerId]);
}

export function writeAuthorised(session: TicketSession, legId: string): void {
  session.write(AUTHORISE, [session.tx.merchantId, legId, session.ticket.id, session.now]);
}

export function writeStage(session: TicketSession, legId: string, stage: Stage): void {
  session.write(MOVE, [session.tx.merchantId, legId, stage, session.now]);
}

export function writeIssued(session: TicketSession, legId: string, issued: { address: string; labelRef: string | null; shipBy: Instant }): void {
  session.write(ISSUE, [session.tx.merchantId, legId, issued.address, issued.labelRef, issued.shipBy, session.now]);
}

export function writeShipped(session: TicketSession, legId: string, to: 'SHIPPED' | 'RESHIPPED', carrier: string, waybill: string): void {
  session.write(to === 'SHIPPED' ? SHIP_BACK : SHIP_OUT, [session.tx.merchantId, legId, carrier, waybill, session.now]);
}

export function writeUnits(session: TicketSession, legId: string, units: readonly Unit[]): void {
  const rows = units.map((unit, at) => ({ ...unit, unit: at + 1 }));
  session.write(UNITS, [session.tx.merchantId, legId, session.by, session.now, JSON.stringify(rows)]);
}

export interface Inspected {
  readonly legId: string;
  readonly verdict: Verdict;
  readonly personId: string | null;
}

/** What was inspected for an offer, and by which persons: whoever inspects does not pay. */
export function inspectionsFor(tx: Tx, offerId: string): Promise<Inspected[]> {
  return tx.query<Inspected>(INSPECTIONS, [tx.merchantId, offerId]);
}

/** Persons who recorded a payment of an offer. */
export async function payersOf(tx: Tx, offerId: string): Promise<(string | null)[]> {
  return (await tx.query<{ personId: string | null }>(PAYERS, [tx.merchantId, offerId])).map(({ personId }) => personId);
}

/** The status of a parcel of this shop, if it is known. */
export async function parcelStatus({ tx, ticket }: TicketSession, carrier: string, waybill: string): Promise<string | undefined> {
  const [row] = await tx.query<{ status: string }>(PARCEL_STATUS, [tx.merchantId, ticket.shopId, carrier, waybill]);
  return row?.status;
}

export interface CarriedLeg {
  readonly ticketId: string;
  readonly legId: string;
  readonly status: string;
  readonly outbound: boolean;
}

/** The open legs whose goods travel in these parcels, in the order their tickets are locked. */
export function carriedBy(tx: Tx, shopId: string, parcels: readonly object[]): Promise<CarriedLeg[]> {
  return tx.query<CarriedLeg>(CARRIED, [tx.merchantId, shopId, JSON.stringify(parcels)]);
}
