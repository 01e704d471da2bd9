import type { Role } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';

/** Somebody who may be told or given a ticket. */
export interface Person {
  readonly id: string;
  readonly personId: string;
  /** Holds the role in the very place asked for: in the team, or without a team in the shop at large. */
  readonly ofPlace: boolean;
  /** Away at the instant asked for, and who stands in. */
  readonly absent: boolean;
  readonly delegate: { readonly id: string; readonly personId: string } | null;
}

// An absence without an end is that of a disabled member, who is left out anyway.
const PERSON = `m.id, m.person_id AS "personId", a.id IS NOT NULL AS absent,
  CASE WHEN d.id IS NULL THEN NULL ELSE jsonb_build_object('id', d.id, 'personId', d.person_id) END AS delegate`;
const away = (at: string): string => `LEFT JOIN LATERAL (SELECT id, delegate_id FROM absence a WHERE a.merchant_id = m.merchant_id AND a.member_id = m.id
    AND a.starts_at <= ${at} AND a.ends_at > ${at} ORDER BY a.starts_at LIMIT 1) a ON true
  LEFT JOIN member d ON d.merchant_id = m.merchant_id AND d.id = a.delegate_id AND d.disabled_at IS NULL`;

const HOLDERS = sql(
  'escalation.holders',
  `SELECT k.n, p.* FROM jsonb_to_recordset($2::jsonb) AS k(n int, role text, "shopId" uuid, "teamId" uuid, at timestamptz) CROSS JOIN LATERAL
     (SELECT ${PERSON}, g."ofPlace" FROM member m
        JOIN (SELECT member_id, bool_or(team_id IS NOT DISTINCT FROM k."teamId") AS "ofPlace" FROM membership
               WHERE merchant_id = $1 AND role = k.role AND (shop_id IS NULL OR shop_id = k."shopId") AND (k."teamId" IS NULL OR team_id IS NULL OR team_id = k."teamId") GROUP BY 1) g
          ON g.member_id = m.id
      ${away('k.at')} WHERE m.merchant_id = $1 AND m.disabled_at IS NULL ORDER BY g."ofPlace" DESC, m.id LIMIT 200) p ORDER BY p.id`,
);
const BY_ID = sql(
  'escalation.person',
  `SELECT k.n, ${PERSON}, false AS "ofPlace" FROM jsonb_to_recordset($2::jsonb) AS k(n int, id uuid, at timestamptz)
     JOIN member m ON m.merchant_id = $1 AND m.id = k.id AND m.disabled_at IS NULL ${away('k.at')}`,
);
const LOADS = sql(
  'escalation.loads',
  `SELECT m.id, (SELECT count(*)::int FROM ticket t WHERE t.merchant_id = $1 AND t.assignee_id = m.id AND t.status <> 'CLOSED') AS load
     FROM unnest($2::uuid[]) AS m(id)`,
);

export interface Place {
  readonly shopId: string;
  readonly teamId: string | null;
}

/**
 * Who holds a role where a ticket is, the disabled left out, by id. Where the team has its own, those of its shop at large are not asked; of a ticket
 * without a team those of the shop at large are, and where there are none those of its teams: somebody is told. Tickets of one place that fall due
 * together ask once.
 */
export function holdersOf(tx: Tx, role: Role, { shopId, teamId }: Place, at: Instant): Promise<readonly Person[]> {
  return tx.once(`holders ${role} ${shopId} ${teamId} ${at}`, async () => {
    const rows = await tx.lookUp<Person>(HOLDERS, { role, shopId, teamId, at });
    const ofPlace = rows.filter((row) => row.ofPlace);
    return ofPlace.length > 0 ? ofPlace : rows;
  });
}

export function personOf(tx: Tx, memberId: string, at: Instant): Promise<Person | undefined> {
  return tx.once(`person ${memberId} ${at}`, async () => {
    const [row] = await tx.lookUp<Person>(BY_ID, { id: memberId, at });
    return row;
  });
}

/** How many open tickets each of them has in hand, on record. */
export async function loadsOf(tx: Tx, memberIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; load: number }>(LOADS, [tx.merchantId, memberIds]);
  return new Map(rows.map(({ id, load }) => [id, load]));
}
