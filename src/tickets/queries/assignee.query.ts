import type { Actor, Grant } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { can, type Permission } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

const MEMBER = sql(
  'ticket.member',
  `SELECT m.id, m.person_id AS "personId", m.name, m.disabled_at IS NOT NULL AS disabled,
     coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'shopId', g.shop_id, 'teamId', g.team_id))
       FROM membership g WHERE g.merchant_id = m.merchant_id AND g.member_id = m.id), '[]') AS grants
     FROM member m WHERE m.merchant_id = $1 AND m.id = $2`,
);

interface MemberRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly grants: Grant[];
}

/** The colleague named at `field`, who must be active and hold the permission in this shop. */
export async function colleague(tx: Tx, memberId: string, permission: Permission, shopId: string, field: string): Promise<MemberRow> {
  const [row] = await tx.query<MemberRow>(MEMBER, [tx.merchantId, memberId]);
  if (!row || row.disabled) throw notFound(field);
  const actor: Actor = { ...row, kind: 'MEMBER', merchantId: tx.merchantId, scopes: [] };
  if (can(actor, permission, { shopId })) return row;
  throw new DomainError('INVALID_INPUT', {
    en: 'This colleague does not have the role for it in this shop.', zh: '该同事在此店铺没有相应的角色。',
  }, field);
}

const TEAM = sql('ticket.team', `SELECT id FROM team WHERE merchant_id = $1 AND shop_id = $2 AND id = $3`);

/** The team named at `field`, which must belong to this shop. */
export async function teamOf(tx: Tx, teamId: string, shopId: string, field: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(TEAM, [tx.merchantId, shopId, teamId]);
  if (!row) throw notFound(field);
  return row.id;
}
