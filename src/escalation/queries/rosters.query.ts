import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface RosterRow {
  readonly id: string;
  readonly shopId: string;
  readonly teamId: string | null;
  readonly version: number;
  readonly body: Record<string, unknown>;
  readonly publishedAt: Instant;
}

const COLUMNS = `id, shop_id AS "shopId", team_id AS "teamId", version, body, published_at AS "publishedAt"`;
const BY_ID = sql('duty_roster.by_id', `SELECT ${COLUMNS} FROM duty_roster WHERE merchant_id = $1 AND id = $2`);
const IN_FORCE = sql(
  'duty_roster.in_force',
  `SELECT ${COLUMNS} FROM duty_roster r WHERE merchant_id = $1 AND shop_id = $2 AND version =
     (SELECT max(version) FROM duty_roster o WHERE o.merchant_id = $1 AND o.shop_id = $2 AND o.team_id IS NOT DISTINCT FROM r.team_id) ORDER BY team_id NULLS FIRST`,
);

export async function rosterById(tx: Tx, id: string): Promise<RosterRow | undefined> {
  const [row] = await tx.query<RosterRow>(BY_ID, [tx.merchantId, id]);
  return row;
}

/** The newest of the shop and of each of its teams. */
export function rostersInForce(tx: Tx, shopId: string): Promise<RosterRow[]> {
  return tx.query<RosterRow>(IN_FORCE, [tx.merchantId, shopId]);
}
