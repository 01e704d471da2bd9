import type { Role } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';

/** Somebody who may be told or given a ticket. */
export interface Person {
  readonly id: string;
  readonly personId: string;
  /** Holds the role in the very team asked for. */
  readonly ofTeam: boolean;
  /** Away at the instant asked for, and who stands in. */
  readonly absent: boolean;
  readonly delegate: { readonly id: string; readonly personId: string; readonly load: number } | null;
  /** Open tickets in their hands. */
  readonly load: number;
}

// An absence without an end is that of a disabled member, who is left out anyway.
const loadOf = (member: string): string =>
  `(SELECT count(*)::int FROM ticket t WHERE t.merchant_id = ${member}.merchant_id AND t.assignee_id = ${member}.id AND t.status <> 'CLOSED')`;
const PERSON = `m.id, m.person_id AS "personId", a.id IS NOT NULL AS absent,
  CASE WHEN d.id IS NULL THEN NULL ELSE jsonb_build_object('id', d.id, 'personId', d.person_id, 'load', ${loadOf('d')}) END AS delegate,
  ${loadOf('m')} AS load`;
const AWAY = `LEFT JOIN LATERAL (SELECT id, delegate_id FROM absence a WHERE a.merchant_id = m.merchant_id AND a.member_id = m.id
    AND a.starts_at <= $2 AND a.ends_at > $2 ORDER BY a.starts_at LIMIT 1) a ON true
  LEFT JOIN member d ON d.merchant_id = m.merchant_id AND d.id = a.delegate_id AND d.disabled_at IS NULL`;

const HOLDERS = sql(
  'escalation.holders',
  `SELECT ${PERSON}, g."ofTeam" FROM member m
     JOIN (SELECT member_id, bool_or(team_id IS NOT DISTINCT FROM $5 AND $5 IS NOT NULL) AS "ofTeam" FROM membership
            WHERE merchant_id = $1 AND role = $3 AND (shop_id IS NULL OR shop_id = $4) AND (team_id IS NULL OR team_id IS NOT DISTINCT FROM $5) GROUP BY 1) g
       ON g.member_id = m.id
   ${AWAY} WHERE m.merchant_id = $1 AND m.disabled_at IS NULL ORDER BY m.id LIMIT 200`,
);
const BY_ID = sql(
  'escalation.person',
  `SELECT ${PERSON}, false AS "ofTeam" FROM member m ${AWAY} WHERE m.merchant_id = $1 AND m.id = $3 AND m.disabled_at IS NULL`,
);

export interface Place {
  readonly shopId: string;
  readonly teamId: string | null;
}

/** Who holds a role where a ticket is, the disabled left out, by id. Where the team has its own, those of its shop at large are not asked. */
export async function holdersOf(tx: Tx, role: Role, place: Place, at: Instant): Promise<Person[]> {
  const rows = await tx.query<Person>(HOLDERS, [tx.merchantId, at, role, place.shopId, place.teamId]);
  const ofTeam = rows.filter((row) => row.ofTeam);
  return ofTeam.length > 0 ? ofTeam : rows;
}

export async function personOf(tx: Tx, memberId: string, at: Instant): Promise<Person | undefined> {
  const [row] = await tx.query<Person>(BY_ID, [tx.merchantId, at, memberId]);
  return row;
}
