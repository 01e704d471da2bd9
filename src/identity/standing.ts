import type { Actor, Grant } from '../kernel/actor.js';
import { forbidden } from '../kernel/error.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';

// All accounts of the person: what one of them may do, the person may do.
const HOLD = sql('identity.hold', 'SELECT FROM member WHERE merchant_id = $1 AND (id = $2 OR person_id = $3) ORDER BY id FOR SHARE');
const GRANTS = sql(
  'identity.grants_now',
  `SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('role', s.role, 'shopId', s.shop_id, 'teamId', s.team_id))
                      FROM membership s WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), '[]') AS grants
     FROM member m WHERE m.merchant_id = $1 AND m.id = $2 AND m.disabled_at IS NULL`,
);

/**
 * The actor with the roles held at this moment, which stay as they are until the transaction ends: taking a role away or disabling the account waits for
 * it, or comes before it. For what is decided about money, where the roles of a moment ago are not enough. FORBIDDEN when the account is disabled.
 */
export async function holdStanding(tx: Tx, actor: Actor): Promise<Actor> {
  if (actor.kind !== 'MEMBER') return actor;
  // The second statement is sent with the first, and sees what was committed while that one waited.
  const [, [row]] = await Promise.all([tx.query(HOLD, [tx.merchantId, actor.id, actor.personId]), tx.query<{ grants: Grant[] }>(GRANTS, [tx.merchantId, actor.id])]);
  if (!row) throw forbidden();
  return { ...actor, grants: row.grants };
}
