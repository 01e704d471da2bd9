import type { Actor, Role } from '../kernel/actor.js';
import { DomainError, notFound } from '../kernel/error.js';
import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { recordEvents } from '../platform/outbox/event-log.js';
import { MemberEntity } from './member.entity.js';

const LOCK_MERCHANT = sql('identity.lock-merchant', 'SELECT FROM merchant WHERE id = $1 FOR NO KEY UPDATE');
const LOCK_MEMBER = sql('identity.lock-member', 'SELECT FROM member WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE');
const ADMINS = sql(
  'identity.admins',
  `SELECT DISTINCT s.member_id FROM membership s JOIN member m ON m.merchant_id = s.merchant_id AND m.id = s.member_id
   WHERE s.merchant_id = $1 AND s.role = 'ADMIN' AND s.shop_id IS NULL AND m.disabled_at IS NULL AND s.id IS DISTINCT FROM $2 AND m.id IS DISTINCT FROM $3`,
);
const PLACE = sql(
  'identity.place',
  `SELECT EXISTS (SELECT FROM shop WHERE merchant_id = $1 AND id = $2) AS shop,
          EXISTS (SELECT FROM team WHERE merchant_id = $1 AND shop_id = $2 AND id = $3) AS team`,
);

/** Changes to who administers the merchant come one after the other, so that two of them cannot each leave the other's admin as the last. */
export async function lockAdministration(tx: Tx): Promise<void> {
  await tx.query(LOCK_MERCHANT, [tx.merchantId]);
}

/** Whoever decides by the member's roles is finished first, or finds them changed; see standing.ts. */
export async function lockMember(tx: Tx, memberId: string): Promise<void> {
  await tx.query(LOCK_MEMBER, [tx.merchantId, memberId]);
}

/** Refuses what would leave nobody who can let anybody in. Call it under `lockAdministration`. */
export async function refuseLastAdmin(tx: Tx, without: { membershipId?: string; memberId?: string }): Promise<void> {
  const others = await tx.query(ADMINS, [tx.merchantId, without.membershipId ?? null, without.memberId ?? null]);
  if (others.length > 0) return;
  throw new DomainError('FORBIDDEN', {
    en: 'The merchant needs at least one active admin of all its shops.',
    zh: '商家至少需要一名启用状态的全店管理员。',
  });
}

export async function requireMember(tx: Tx, memberId: string, field: string): Promise<MemberEntity> {
  const member = await tx.manager.findOneBy(MemberEntity, { merchantId: tx.merchantId, id: memberId });
  if (!member) throw notFound(field);
  return member;
}

/** Shop and team of a grant must be the merchant's, and the team the shop's. */
export async function requirePlace(tx: Tx, shopId: string | null, teamId: string | null): Promise<void> {
  const [found] = await tx.query<{ shop: boolean; team: boolean }>(PLACE, [tx.merchantId, shopId, teamId]);
  if (shopId !== null && !found?.shop) throw notFound('shopId');
  if (teamId !== null && !found?.team) throw notFound('teamId');
}

/** One entry of the log about a member or a key: what, by whom, when; roles and places, no names. */
export function recordIdentityEvent(
  tx: Tx,
  actor: Actor,
  event: { subjectType: 'member' | 'api_key'; subjectId: string; type: string; at: Instant; data: { role?: Role; shopId?: string | null; teamId?: string | null; scopes?: readonly string[] } },
  cause: { cause: string; requestId: string | null },
): void {
  recordEvents(tx, actor, cause, [{ ...event, subjectVersion: 0, isFact: false }]);
}
