import type { Fault, Kind } from '../../kernel/words.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { FaultAdviceGiven } from '../../tickets/index.js';
import { OVERRIDE_NEEDS_REASON_FROM, proposeFault, type FaultCase, type ParcelFact, type TradeStage } from '../domain/fault-table.js';
import { ruleTables } from '../rule-tables.js';

// Reasons are looked up by plain equality, once for each of the two columns: row security keeps a coalesce() from the index.
// A parcel that has not moved for three days stalls here; the tracking rules know routes and are finer.
const CASE = sql(
  'fault.case',
  `SELECT t.id AS "ticketId", t.shop_id AS "shopId", t.kind, coalesce(v.code, r.code) AS "reasonCode", coalesce(v.family, r.family) AS "reasonFamily",
          coalesce(v.default_fault, r.default_fault) AS "reasonFault", t.details->>'goodsState' AS "goodsState",
          CASE WHEN o.signed_at IS NOT NULL OR o.status IN ('SIGNED','COMPLETED') THEN 'SIGNED' WHEN o.shipped_at IS NOT NULL OR o.status = 'SHIPPED' THEN 'ON_THE_WAY'
               ELSE 'NOT_SHIPPED' END AS stage,
          coalesce(o.promised_ship_by < coalesce(o.shipped_at, $3::timestamptz), false) AS late,
          ARRAY(SELECT DISTINCT a.kind FROM attachment a WHERE a.merchant_id = t.merchant_id AND a.ticket_id = t.id) AS evidence,
          ARRAY(SELECT DISTINCT u.condition FROM leg_unit u JOIN offer_leg l ON l.merchant_id = u.merchant_id AND l.id = u.leg_id
                 WHERE u.merchant_id = t.merchant_id AND l.ticket_id = t.id) AS inspected,
          coalesce((SELECT jsonb_agg(jsonb_build_object('status', p.status,
                      'still', coalesce(p.last_event_at, p.shipped_at) < $3::timestamptz - interval '72 hours'))
             FROM parcel p WHERE p.merchant_id = t.merchant_id AND p.order_id = t.order_id AND p.direction = 'OUTBOUND'), '[]') AS parcels
     FROM ticket t
     LEFT JOIN sales_order o ON o.merchant_id = t.merchant_id AND o.id = t.order_id
     LEFT JOIN reason v ON v.merchant_id = t.merchant_id AND v.shop_id = t.shop_id AND v.kind = t.kind AND v.code = t.verified_reason_code
     LEFT JOIN reason r ON r.merchant_id = t.merchant_id AND r.shop_id = t.shop_id AND r.kind = t.kind AND r.code = t.stated_reason_code AND t.verified_reason_code IS NULL
    WHERE t.merchant_id = $1 AND t.id = ANY ($2::uuid[])`,
);

interface Row extends Omit<FaultCase, 'parcelFacts'> {
  readonly ticketId: string;
  readonly shopId: string;
  readonly kind: Kind;
  readonly reasonFault: Fault | null;
  readonly stage: TradeStage;
  readonly late: boolean;
  readonly parcels: readonly { readonly status: string; readonly still: boolean | null }[];
}

const OF_STATUS: Readonly<Record<string, ParcelFact>> = {
  LOST: 'LOST', DAMAGED: 'DAMAGED', RETURNING: 'RETURNED', RETURNED: 'RETURNED', REFUSED: 'RETURNED', AT_STATION: 'AT_STATION', LABELLED: 'NOT_PICKED_UP',
};
const MOVING: ReadonlySet<string> = new Set(['PICKED_UP', 'IN_TRANSIT', 'CUSTOMS', 'OUT_FOR_DELIVERY']);

/** What the shop's table makes of a ticket now. */
export async function adviseFault(tx: Tx, ticketId: string): Promise<FaultAdviceGiven> {
  const advice = (await adviseFaults(tx, [ticketId])).get(ticketId);
  if (!advice) throw new Error('the ticket to judge is not there');
  return advice;
}

/** The same for the tickets of a page. */
export async function adviseFaults(tx: Tx, ticketIds: readonly string[]): Promise<Map<string, FaultAdviceGiven>> {
  const rows = await tx.query<Row>(CASE, [tx.merchantId, ticketIds, await tx.now()]);
  const tableOf = await ruleTables(tx, rows.map(({ shopId }) => shopId), 'FAULT');
  return new Map(rows.map((row) => {
    const { version, body } = tableOf(row.shopId);
    const found = proposeFault(body, { ...row, parcelFacts: factsOf(row) });
    return [row.ticketId, { ...found, version, overrideNeedsReason: found.confidence >= OVERRIDE_NEEDS_REASON_FROM }];
  }));
}

function factsOf({ parcels, late }: Row): ParcelFact[] {
  const facts = parcels.flatMap(({ status, still }): ParcelFact[] => {
    const told = OF_STATUS[status];
    return told ? [told] : MOVING.has(status) && still === true ? ['STALLED'] : [];
  });
  return [...new Set<ParcelFact>([...facts, ...(late ? ['SHIPPED_LATE' as const] : [])])];
}
