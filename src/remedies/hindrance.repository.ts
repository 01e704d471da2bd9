import type { Actor } from '../kernel/actor.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { HindranceReader } from '../tickets/index.js';
import { hinderedBy, type RemedyStanding } from './domain/hindrance.js';
import { heldFor } from './exchange.repository.js';

type Row = Omit<RemedyStanding, 'held' | 'claims' | 'differences'> & {
  readonly ticketId: string;
  readonly claims: RemedyStanding['claims'] | null;
  readonly differences: RemedyStanding['differences'] | null;
};

const STANDING = sql(
  'remedies.standing',
  `SELECT t.id AS "ticketId", f.fault, coalesce(jsonb_array_length(f.shares) > 0, false) AS shared,
          (SELECT jsonb_agg(jsonb_build_object('against', c.against, 'state', c.state) ORDER BY c.id) FROM recovery_claim c WHERE c.merchant_id = $1 AND c.ticket_id = t.id) AS claims,
          EXISTS (SELECT FROM goods_leg g JOIN offer_leg l ON l.merchant_id = g.merchant_id AND l.id = g.leg_id AND l.state = 'PENDING'
                   WHERE g.merchant_id = $1 AND g.ticket_id = t.id) AS "goodsTravel",
          (SELECT jsonb_agg(jsonb_build_object('payable', l.state = 'CANCELLED' OR o.state IN ('REFUSED','LAPSED','WITHDRAWN') OR (o.state = 'ACCEPTED' AND l.state = 'PENDING'),
                    'paid', x.payment_ref IS NOT NULL, 'makerPerson', (SELECT m.person_id FROM member m WHERE m.merchant_id = o.merchant_id AND m.id = o.made_by)))
             FROM offer_leg l JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id
             JOIN leg_exchange x ON x.merchant_id = l.merchant_id AND x.leg_id = l.id AND x.price_minor > x.paid_minor
            WHERE l.merchant_id = $1 AND l.ticket_id = t.id AND l.type = 'EXCHANGE') AS differences
     FROM unnest($2::uuid[]) AS t (id)
     LEFT JOIN LATERAL (SELECT fault, shares FROM finding WHERE merchant_id = $1 AND ticket_id = t.id ORDER BY id DESC LIMIT 1) f ON true`,
);

/** What remedies know that hinders these tickets; in one trip. */
export const remedyHindrances: HindranceReader = async (tx: Tx, ticketIds: readonly string[], { personId }: Actor) => {
  const [rows, held] = await Promise.all([tx.query<Row>(STANDING, [tx.merchantId, ticketIds]), heldFor(tx, ticketIds)]);
  return new Map(rows.map(({ ticketId, claims, differences, ...rest }) => (
    [ticketId, hinderedBy({ ...rest, claims: claims ?? [], differences: differences ?? [], held: held.get(ticketId) ?? null }, personId)]
  )));
};
