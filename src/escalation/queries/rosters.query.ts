import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { RosterRow } from '../roster-library.js';

const IN_FORCE = sql(
  'duty_roster.in_force',
  `SELECT id, shop_id AS "shopId", team_id AS "teamId", version, body, published_at AS "publishedAt"
     FROM duty_roster r WHERE merchant_id = $1 AND shop_id = $2 AND version =
     (SELECT max(version) FROM duty_roster o WHERE o.merchant_id = $1 AND o.shop_id = $2 AND o.team_id IS NOT DISTINCT FROM r.team_id) ORDER BY team_id NULLS FIRST`,
);

/** The newest of the shop and of each of its teams. */
export function rostersInForce(tx: Tx, shopId: string): Promise<RosterRow[]> {
  return tx.query<RosterRow>(IN_FORCE, [tx.merchantId, shopId]);
}
