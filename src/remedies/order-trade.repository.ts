import type { Instant } from '../kernel/instant.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { NoReturnClass } from '../orders/index.js';
import type { OwedBack, Trade } from './domain/trade.js';
import { OWED_BACK } from './exchange.repository.js';

const ORDER = `SELECT o.id AS "orderId", o.currency, o.paid_minor::text AS paid, o.freight_minor::text AS freight, o.discount_minor::text AS discount,
          o.coupon_minor::text AS coupon, o.free_freight_from_minor::text AS "freeFrom", o.freight_waived_minor::text AS waived, o.paid_at AS "paidAt", o.shipped_at AS "shippedAt", o.promised_ship_by AS "promisedShipBy",
          coalesce(o.signed_at, (SELECT max(p.signed_at) FROM parcel p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id AND p.direction = 'OUTBOUND')) AS "signedAt",
          EXISTS (SELECT FROM parcel p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id AND p.direction = 'OUTBOUND'
                     AND p.status IN ('LOST','RETURNED','REFUSED')) AS undelivered
     FROM sales_order o WHERE o.merchant_id = $1 AND o.id = ANY ($2::uuid[])`;
const READ = sql('remedies.order', ORDER);
// NO KEY: a ticket being opened on the same order need not wait for us.
const LOCK = sql('remedies.lock_order', `${ORDER} FOR NO KEY UPDATE OF o`);
// A statement of its own: its snapshot is taken once the lock is held, so it sees what the holder before committed.
const COMMITTED = sql(
  'remedies.committed',
  `SELECT w.id AS "orderId", m.*,
          (SELECT coalesce(sum(x.price_minor - x.paid_minor), 0)::text FROM offer e JOIN offer_leg g ON g.merchant_id = e.merchant_id AND g.offer_id = e.id AND g.type = 'EXCHANGE' AND g.state <> 'CANCELLED'
             JOIN leg_exchange x ON x.merchant_id = g.merchant_id AND x.leg_id = g.id AND x.payment_ref IS NOT NULL
            WHERE e.merchant_id = $1 AND e.order_id = w.id AND e.state = 'ACCEPTED') AS surcharged,
          (SELECT coalesce(jsonb_agg(jsonb_build_object('legId', x.leg_id, 'minor', (x.price_minor - x.paid_minor)::text,
                    'recordedBy', (SELECT r.person_id FROM member r WHERE r.merchant_id = x.merchant_id AND r.id = x.recorded_by)) ORDER BY x.leg_id), '[]') FROM offer e
             JOIN offer_leg g ON g.merchant_id = e.merchant_id AND g.offer_id = e.id AND g.type = 'EXCHANGE'
             JOIN leg_exchange x ON x.merchant_id = g.merchant_id AND x.leg_id = g.id WHERE e.merchant_id = $1 AND e.order_id = w.id AND ${OWED_BACK}) AS "owedBack",
          (SELECT coalesce(sum(e.freight_charged_minor), 0)::text FROM offer e
            WHERE e.merchant_id = $1 AND e.order_id = w.id AND e.id IS DISTINCT FROM $3 AND e.state IN ('DRAFT','SENT','ACCEPTED') AND EXISTS (SELECT FROM offer_leg g
                    WHERE g.merchant_id = e.merchant_id AND g.offer_id = e.id AND g.type IN ('REFUND','PARTIAL_REFUND') AND g.state <> 'CANCELLED')) AS "freightCharged"
     FROM unnest($2::uuid[]) AS w(id), LATERAL (
       SELECT coalesce(sum(l.amount_minor) FILTER (WHERE l.basis = 'GOODWILL' OR (l.basis = 'STATUTORY' AND l.type NOT IN ('RESHIP','EXCHANGE'))), 0)::text AS committed,
              coalesce(sum(l.amount_minor) FILTER (WHERE l.basis <> 'PACK' AND l.type IN ('REFUND','PARTIAL_REFUND','PRICE_DIFFERENCE')), 0)::text AS "givenBack",
              coalesce(array_agg(l.pack_row) FILTER (WHERE l.pack_row IS NOT NULL), '{}') AS "packRows"
         FROM offer o JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id
        WHERE o.merchant_id = $1 AND o.order_id = w.id AND o.id IS DISTINCT FROM $3 AND o.state IN ('DRAFT','SENT','ACCEPTED') AND l.state <> 'CANCELLED'
          AND NOT EXISTS (SELECT FROM leg_exchange x WHERE x.merchant_id = l.merchant_id AND x.given_back_by = l.id)) m`,
);
const LINES = sql(
  'remedies.lines',
  `WITH live AS (
     SELECT l.merchant_id, l.id, l.type, l.state, l.order_line_id, l.quantity FROM offer o
       JOIN offer_leg l ON l.merchant_id = o.merchant_id AND l.offer_id = o.id
      WHERE o.merchant_id = $1 AND o.order_id = ANY ($2::uuid[]) AND o.id IS DISTINCT FROM $3 AND o.state IN ('DRAFT','SENT','ACCEPTED') AND l.state <> 'CANCELLED'),
   back AS (
     SELECT r.order_line_id, r.kind, r.quantity, r.goods_minor, r.with_freight, r.freight_minor
       FROM live JOIN offer_refund_line r ON r.merchant_id = live.merchant_id AND r.leg_id = live.id)
   SELECT n.id, n.order_id AS "orderId", n.quantity, n.paid_minor::text AS paid, n.discount_minor::text AS discount, n.unit_price_minor::text AS "unitPrice", n.gift, n.no_return AS "noReturn",
          b.quantity AS "refundedQuantity", b.goods AS "refundedGoods", b."freightQuantity", b.freight AS "refundedFreight", b.kept,
          m.returned, m."inKind", m."madeGood", m.exchanged
     FROM order_line n,
          LATERAL (SELECT coalesce(sum(quantity) FILTER (WHERE kind = 'REFUND'), 0)::int AS quantity,
                          coalesce(sum(goods_minor) FILTER (WHERE kind = 'REFUND'), 0)::text AS goods,
                          coalesce(sum(quantity) FILTER (WHERE kind = 'REFUND' AND with_freight), 0)::int AS "freightQuantity",
                          coalesce(sum(freight_minor), 0)::text AS freight,
                          coalesce(sum(quantity) FILTER (WHERE kind = 'GIFT_KEPT'), 0)::int AS kept
                     FROM back WHERE back.order_line_id = n.id) b,
          LATERAL (SELECT coalesce(sum(quantity) FILTER (WHERE type = 'RETURN'), 0)::int AS returned,
                          coalesce(sum(quantity) FILTER (WHERE type IN ('EXCHANGE','RESHIP','REPAIR') AND state = 'PENDING'), 0)::int AS "inKind",
                          coalesce(sum(quantity) FILTER (WHERE type IN ('EXCHANGE','RESHIP') AND state = 'FULFILLED'), 0)::int AS "madeGood",
                          coalesce(sum(x.price_minor - x.paid_minor) FILTER (WHERE x.price_minor < x.paid_minor OR x.payment_ref IS NOT NULL), 0)::text AS exchanged
                     FROM live LEFT JOIN leg_exchange x ON x.merchant_id = live.merchant_id AND x.leg_id = live.id WHERE live.order_line_id = n.id) m
    WHERE n.merchant_id = $1 AND n.order_id = ANY ($2::uuid[]) ORDER BY n.id`,
);

interface OrderRow {
  readonly orderId: string;
  readonly currency: string;
  readonly paid: string;
  readonly freight: string;
  readonly discount: string;
  readonly coupon: string;
  readonly freeFrom: string | null;
  readonly waived: string;
  readonly paidAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly promisedShipBy: Instant | null;
  readonly signedAt: Instant | null;
  readonly undelivered: boolean;
}

interface SumRow {
  readonly orderId: string;
  readonly committed: string;
  readonly givenBack: string;
  readonly packRows: string[];
  readonly surcharged: string;
  readonly owedBack: readonly (Omit<OwedBack, 'minor'> & { readonly minor: string })[];
  readonly freightCharged: string;
}

interface LineRow {
  readonly id: string;
  readonly orderId: string;
  readonly quantity: number;
  readonly paid: string;
  readonly discount: string;
  readonly unitPrice: string | null;
  readonly gift: boolean;
  readonly noReturn: NoReturnClass | null;
  readonly refundedQuantity: number;
  readonly refundedGoods: string;
  readonly freightQuantity: number;
  readonly refundedFreight: string;
  readonly kept: number;
  readonly returned: number;
  readonly inKind: number;
  readonly madeGood: number;
  readonly exchanged: string;
}

/**
 * The order an offer is made on, locked: two tickets on one order take turns, so that their offers together stay within what was paid. The
 * caller holds its ticket's lock already (lock order: ticket, order). `exceptOfferId`: an offer judged again does not count against itself.
 */
export async function lockTrade(tx: Tx, orderId: string, exceptOfferId: string | null): Promise<Trade> {
  return one(await read(LOCK, tx, [orderId], exceptOfferId), orderId);
}

/** The same to look at only: what a preview is made from. */
export async function readTrade(tx: Tx, orderId: string): Promise<Trade> {
  return one(await readTrades(tx, [orderId]), orderId);
}

/** The same for the tickets of a page, by order. */
export function readTrades(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Trade>> {
  return read(READ, tx, [...new Set(orderIds)], null);
}

function one(trades: ReadonlyMap<string, Trade>, orderId: string): Trade {
  const trade = trades.get(orderId);
  if (!trade) throw new Error('the order of a ticket is not there');
  return trade;
}

async function read(order: Sql, tx: Tx, orderIds: readonly string[], exceptOfferId: string | null): Promise<Map<string, Trade>> {
  const [orders, sums, lines] = await Promise.all([
    tx.query<OrderRow>(order, [tx.merchantId, orderIds]),
    tx.query<SumRow>(COMMITTED, [tx.merchantId, orderIds, exceptOfferId]),
    tx.query<LineRow>(LINES, [tx.merchantId, orderIds, exceptOfferId]),
  ]);
  const sumOf = new Map(sums.map((sum) => [sum.orderId, sum]));
  return new Map(orders.flatMap((row) => {
    const sum = sumOf.get(row.orderId);
    return sum ? [[row.orderId, toTrade(row, sum, lines.filter(({ orderId }) => orderId === row.orderId))] as const] : [];
  }));
}

function toTrade(row: OrderRow, sum: SumRow, lines: readonly LineRow[]): Trade {
  const { paid, freight, discount, coupon, freeFrom, waived, ...rest } = row;
  return {
    ...rest, paidMinor: BigInt(paid), freightMinor: BigInt(freight), discountMinor: BigInt(discount), couponMinor: BigInt(coupon),
    committedMinor: BigInt(sum.committed), givenBackMinor: BigInt(sum.givenBack), surchargedMinor: BigInt(sum.surcharged),
    owedBack: sum.owedBack.map((one) => ({ ...one, minor: BigInt(one.minor) })),
    freeFreightFromMinor: freeFrom === null ? null : BigInt(freeFrom), freightWaivedMinor: BigInt(waived), freightChargedMinor: BigInt(sum.freightCharged),
    packRows: sum.packRows, lines: lines.map(toLine),
  };
}

function toLine(row: LineRow): Trade['lines'][number] {
  const { id, quantity, gift, noReturn, returned, inKind, madeGood } = row;
  return {
    id, quantity, gift, noReturn, returned, inKind, madeGood, exchangedMinor: BigInt(row.exchanged),
    paidMinor: BigInt(row.paid), discountMinor: BigInt(row.discount), unitPriceMinor: row.unitPrice === null ? null : BigInt(row.unitPrice),
    refunded: {
      quantity: row.refundedQuantity, goodsMinor: BigInt(row.refundedGoods), freightQuantity: row.freightQuantity,
      freightMinor: BigInt(row.refundedFreight), keptQuantity: row.kept,
    },
  };
}
