import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface DelegationRow {
  readonly id: string;
  readonly fromMember: string;
  readonly toMember: string;
  readonly shopId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly reason: string;
  readonly revokedAt: Instant | null;
}

const DELEGATION = `SELECT id, from_member AS "fromMember", to_member AS "toMember", shop_id AS "shopId", starts_at AS "startsAt", ends_at AS "endsAt", reason,
  revoked_at AS "revokedAt" FROM delegation WHERE merchant_id = $1`;
const DELEGATION_BY_ID = sql('authority.delegation_by_id', `${DELEGATION} AND id = $2`);
const DELEGATIONS = sql(
  'authority.delegations',
  `${DELEGATION} AND ($2::uuid[] IS NULL OR shop_id = ANY ($2)) AND ($3::uuid IS NULL OR $3 IN (from_member, to_member)) AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
);

export async function delegationById(tx: Tx, id: string): Promise<DelegationRow | undefined> {
  return (await tx.query<DelegationRow>(DELEGATION_BY_ID, [tx.merchantId, id]))[0];
}

export function delegationPage(tx: Tx, filter: { shopIds: readonly string[] | null; memberId: string | null }, after: string | null, first: number): Promise<DelegationRow[]> {
  return tx.query<DelegationRow>(DELEGATIONS, [tx.merchantId, filter.shopIds, filter.memberId, after, first + 1]);
}
