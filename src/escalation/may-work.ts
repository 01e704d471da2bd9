import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { PERMISSIONS } from '../identity/index.js';

const WORKERS = sql(
  'escalation.may_work',
  `SELECT m.id FROM member m WHERE m.merchant_id = $1 AND m.id = ANY ($2::uuid[]) AND m.disabled_at IS NULL AND EXISTS
     (SELECT FROM membership g WHERE g.merchant_id = $1 AND g.member_id = m.id AND g.role = ANY ($4) AND (g.shop_id IS NULL OR g.shop_id = $3))
     AND NOT EXISTS (SELECT FROM absence a WHERE a.merchant_id = $1 AND a.member_id = m.id AND a.starts_at <= $5 AND a.ends_at > $5)`,
);
const TEAM = sql('escalation.team', `SELECT id FROM team WHERE merchant_id = $1 AND shop_id = $3 AND id = $2`);

/** Whether somebody, or a team, may have a ticket of this shop: asked before it is given by itself, so that nothing is refused halfway. */
export const mayWork = {
  /** Those of them who work there and are not away at this instant: what is given to somebody away would lie until they are back. */
  async members<P extends { readonly id: string }>(tx: Tx, people: readonly P[], shopId: string, at: Instant): Promise<P[]> {
    if (people.length === 0) return [];
    const rows = await tx.query<{ id: string }>(WORKERS, [tx.merchantId, people.map(({ id }) => id), shopId, PERMISSIONS['ticket.work'].roles, at]);
    const fit = new Set(rows.map(({ id }) => id));
    return people.filter(({ id }) => fit.has(id));
  },

  async team(tx: Tx, teamId: string, shopId: string): Promise<boolean> {
    return (await tx.query(TEAM, [tx.merchantId, teamId, shopId])).length > 0;
  },
};
