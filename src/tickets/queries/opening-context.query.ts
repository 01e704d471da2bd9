import { holdLines } from '../../orders/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { OpeningContext } from '../domain/opening.js';

export interface Named {
  readonly shopId: string;
  readonly kind: string;
  readonly externalRef: string | null;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly teamId: string | null;
  readonly reasonCode: string | null;
  readonly respondentId: string | null;
}

interface Row extends Omit<OpeningContext, 'teamKnown' | 'lines' | 'parcelIds'> {
  readonly shopKnown: boolean;
  readonly lines: OpeningContext['lines'] | null;
  readonly parcelIds: readonly string[] | null;
  readonly teamKnown: boolean;
  readonly existingId: string | null;
  readonly definitionId: string | null;
  readonly policyId: string | null;
}

// Everything a new ticket names, looked up in one statement: eight would cost eight times the driver's work for the same round trip.
// Each look-up says the shop, so that another shop's order is as unknown here as another merchant's.
const CONTEXT = sql(
  'ticket.opening_context',
  `SELECT EXISTS (SELECT FROM shop WHERE merchant_id = $1 AND id = $2) AS "shopKnown",
     (SELECT id FROM ticket WHERE merchant_id = $1 AND shop_id = $2 AND coalesce(opened_as, kind) = $3 AND external_ref = $4) AS "existingId",
     (SELECT id FROM customer WHERE merchant_id = $1 AND shop_id = $2 AND id = $5) AS "customerId",
     (SELECT jsonb_build_object('id', id, 'customerId', customer_id) FROM sales_order WHERE merchant_id = $1 AND shop_id = $2 AND id = $6) AS "order",
     (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'quantity', l.quantity)) FROM order_line l
        JOIN sales_order o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
       WHERE l.merchant_id = $1 AND l.order_id = $6 AND o.shop_id = $2) AS lines,
     (SELECT array_agg(id::text) FROM parcel WHERE merchant_id = $1 AND shop_id = $2 AND order_id = $6) AS "parcelIds",
     EXISTS (SELECT FROM team WHERE merchant_id = $1 AND shop_id = $2 AND id = $7) AS "teamKnown",
     (SELECT jsonb_build_object('family', family, 'evidenceWanted', evidence_wanted, 'active', active) FROM reason
       WHERE merchant_id = $1 AND shop_id = $2 AND kind = $3 AND code = $8) AS reason,
     (SELECT jsonb_build_object('id', id, 'personId', person_id) FROM member WHERE merchant_id = $1 AND id = $9) AS respondent,
     (SELECT id FROM process_definition WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, version DESC LIMIT 1) AS "definitionId",
     (SELECT id FROM sla_policy WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, version DESC LIMIT 1) AS "policyId"`,
);

export interface Known extends OpeningContext {
  readonly shopKnown: boolean;
  /** A ticket of the same shop and external reference that was opened as this kind. */
  readonly existingId: string | null;
  readonly definitionId: string;
  readonly policyId: string;
}

/** The order's lines are held first, so that what is disputed cannot shrink before the dispute is on record. */
export async function openingContext(tx: Tx, named: Named): Promise<Known> {
  const [, [row]] = await Promise.all([
    named.orderId === null ? null : holdLines(tx, named.orderId),
    tx.query<Row>(CONTEXT, [
      tx.merchantId, named.shopId, named.kind, named.externalRef, named.customerId, named.orderId, named.teamId, named.reasonCode, named.respondentId,
    ]),
  ]);
  if (!row?.definitionId || !row.policyId) throw new Error('the merchant has no published process definition or SLA policy');
  return { ...row, definitionId: row.definitionId, policyId: row.policyId, lines: row.lines ?? [], parcelIds: row.parcelIds ?? [] };
}
