import { createHash } from 'node:crypto';
import { sql } from '../../platform/database/sql.js';
import type { LegBasis, LegType } from '../../remedies/index.js';
import type { ReasonFamily } from '../../tenancy/index.js';
import type { TicketSession } from '../../tickets/index.js';
import type { AuthorityRequest } from '../domain/authority.js';
import { refusesEntitlement } from '../domain/entitlement.js';

const TERMS = sql(
  'approval.terms',
  `SELECT o.id AS "offerId", o.order_id AS "orderId", o.state, o.made_by AS "madeBy", o.refusal_reason AS refusal, o.declined_rights AS declined, b.customer_id AS "customerId", b.currency,
          coalesce(b.paid_minor, 0)::text AS paid, r.family, s.time_zone AS "timeZone",
          (SELECT m.person_id FROM member m WHERE m.merchant_id = o.merchant_id AND m.id = o.made_by) AS "makerPerson",
          ARRAY(SELECT p.person_id FROM customer_person p WHERE p.merchant_id = o.merchant_id AND p.customer_id = b.customer_id) AS payees,
          (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'type', l.type, 'state', l.state, 'minor', coalesce(l.amount_minor, 0)::text, 'basis', l.basis,
                   'packRow', l.pack_row, 'lineId', l.order_line_id, 'quantity', l.quantity, 'days', l.days) ORDER BY l.position)
             FROM offer_leg l WHERE l.merchant_id = o.merchant_id AND l.offer_id = o.id) AS legs
     FROM offer o JOIN shop s ON s.merchant_id = o.merchant_id AND s.id = $4
     LEFT JOIN sales_order b ON b.merchant_id = o.merchant_id AND b.id = o.order_id
     LEFT JOIN reason r ON r.merchant_id = o.merchant_id AND r.shop_id = $4 AND r.kind = $5 AND r.code = $6
    WHERE o.merchant_id = $1 AND o.ticket_id = $2 AND o.id = $3`,
);

interface TermsRow {
  readonly offerId: string;
  readonly orderId: string | null;
  readonly state: string;
  readonly madeBy: string;
  readonly makerPerson: string | null;
  readonly refusal: Parameters<typeof refusesEntitlement>[0];
  readonly declined: readonly string[];
  readonly customerId: string | null;
  readonly currency: string | null;
  readonly paid: string;
  readonly family: ReasonFamily | null;
  readonly timeZone: string;
  readonly payees: readonly string[];
  readonly legs: readonly LegTerms[];
}

interface LegTerms {
  readonly id: string;
  readonly type: LegType;
  readonly state: string;
  readonly minor: string;
  readonly basis: LegBasis;
  readonly packRow: string | null;
  readonly lineId: string | null;
  readonly quantity: number | null;
  readonly days: number | null;
}

/** What an offer gives to whom, as it stands now. */
export interface OfferTerms extends Omit<TermsRow, 'paid'> {
  readonly request: AuthorityRequest;
  /** SHA-256 of what an approval is an approval of. */
  readonly digest: Buffer;
}

/** Undefined: not an offer of this ticket. */
export async function termsOf({ tx, ticket }: Pick<TicketSession, 'tx' | 'ticket'>, offerId: string): Promise<OfferTerms | undefined> {
  const reason = ticket.verifiedReasonCode ?? ticket.statedReasonCode;
  const [row] = await tx.query<TermsRow>(TERMS, [tx.merchantId, ticket.id, offerId, ticket.shopId, ticket.kind, reason]);
  if (!row) return undefined;
  const request: AuthorityRequest = {
    kind: ticket.kind, family: row.family, shopId: ticket.shopId, currency: row.currency, paidMinor: BigInt(row.paid),
    legs: row.legs.map(({ type, minor, basis }) => ({ type, basis, minor: BigInt(minor) })), refusesEntitlement: refusesEntitlement(row.refusal, row.family, row.declined),
  };
  return { ...row, request, digest: digestOf(row) };
}

/** The same of an offer that the gate is asked about. */
export async function termsHere(session: Pick<TicketSession, 'tx' | 'ticket'>, offerId: string): Promise<OfferTerms> {
  const terms = await termsOf(session, offerId);
  if (!terms) throw new Error('the gate was asked about an offer that is not on its ticket');
  return terms;
}

/** Order, payee, currency, refusal with the rights it touches, and each leg's type, amount, basis, goods and time. How far a leg is carried out does not change what was approved. */
function digestOf({ orderId, customerId, currency, refusal, declined, legs }: TermsRow): Buffer {
  const given = legs.map(({ id, type, minor, basis, packRow, lineId, quantity, days }) => [id, type, minor, basis, packRow, lineId, quantity, days]);
  return createHash('sha256').update(JSON.stringify([orderId, customerId, currency, refusal, declined, given])).digest();
}
