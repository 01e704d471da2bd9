import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Profile } from '../domain/assignment.js';

export interface ProfileRow extends Profile {
  /** Open tickets in their hands. */
  readonly load: number;
}

const PROFILES = sql(
  'agent_profile.list',
  `SELECT p.member_id AS "memberId", p.cap, p.kinds, p.languages, p.severities,
     (SELECT count(*)::int FROM ticket t WHERE t.merchant_id = $1 AND t.assignee_id = p.member_id AND t.status <> 'CLOSED') AS load
   FROM agent_profile p WHERE p.merchant_id = $1 AND ($2::uuid IS NULL OR p.member_id = $2) ORDER BY p.member_id LIMIT 1000`,
);

/** All, or one member's. */
export function agentProfiles(tx: Tx, memberId: string | null): Promise<ProfileRow[]> {
  return tx.query<ProfileRow>(PROFILES, [tx.merchantId, memberId]);
}
