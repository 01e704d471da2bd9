import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { PayoutProviderName } from '../domain/payout.js';

export interface RouteRow {
  readonly provider: PayoutProviderName;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inForce: boolean;
  readonly notifyId: string;
  readonly version: number;
}

// At most one for each provider there is.
const ROUTES = sql(
  'payout.routes',
  `SELECT provider, settings, in_force AS "inForce", notify_id AS "notifyId", version FROM payout_route WHERE merchant_id = $1 AND shop_id = $2 ORDER BY in_force DESC, provider`,
);

/** How a shop pays; the route in force first. */
export function routesOf(tx: Tx, shopId: string): Promise<RouteRow[]> {
  return tx.query<RouteRow>(ROUTES, [tx.merchantId, shopId]);
}
