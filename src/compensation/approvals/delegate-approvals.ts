import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeAt, can, shopsFor, type Permission } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { findShop } from '../../tenancy/index.js';
import { checkDelegation } from '../domain/delegation.js';
import { accountsIn } from './approvers.js';
import { personOf } from './weigh-offer.js';

export interface DelegateRequest {
  /** Who decides meanwhile: somebody who may approve in that shop (or in all). */
  readonly toMemberId: string;
  readonly shopId: string | null;
  /** Inclusive; null: at once. */
  readonly startsAt: Instant | null;
  /** Exclusive. */
  readonly endsAt: Instant;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

const PERSON = sql('delegation.person', `SELECT person_id AS "personId" FROM member WHERE merchant_id = $1 AND id = $2 AND disabled_at IS NULL`);
const MAY_APPROVE = sql(
  'delegation.may_approve',
  `SELECT EXISTS (SELECT FROM membership WHERE merchant_id = $1 AND member_id = $2 AND shop_id IS NULL AND role IN ('LEADER','SUPERVISOR','FINANCE','ADMIN')) AS may`,
);
const INSERT = sql(
  'delegation.insert',
  `INSERT INTO delegation (merchant_id, id, from_member, to_member, shop_id, starts_at, ends_at, reason, created_by, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $3, $9)`,
);
const LOCK = sql(
  'delegation.lock',
  `SELECT from_member AS "fromMember", shop_id AS "shopId", ends_at AS "endsAt", revoked_at AS "revokedAt" FROM delegation WHERE merchant_id = $1 AND id = $2 FOR UPDATE`,
);
const REVOKE = sql('delegation.revoke', `UPDATE delegation SET revoked_at = $3, revoked_by = $4 WHERE merchant_id = $1 AND id = $2`);

/** An approver lets another one decide in their place for a time. What was delegated is not delegated on: only one's own standing counts. */
@Injectable()
export class DelegateApprovals {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, call: Call, request: DelegateRequest): Promise<string> {
    authorizeAt(actor, 'delegation.manage', request.shopId);
    const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
    return this.unit.run(actor.merchantId, (tx) => once(tx, actor, attemptOf('DELEGATE_APPROVALS', request, call), async () => {
      if (request.shopId !== null && !(await findShop(tx, request.shopId))) throw notFound('shopId');
      const now = await tx.now();
      const [to] = await tx.query<{ personId: string }>(PERSON, [tx.merchantId, request.toMemberId]);
      if (!to) throw notFound('toMemberId');
      const startsAt = request.startsAt === null || request.startsAt < now ? now : request.startsAt;
      checkDelegation({ fromPerson: personOf(actor), toPerson: to.personId, startsAt, endsAt: request.endsAt }, now);
      if (!(await mayApprove(tx, request.toMemberId, request.shopId))) {
        throw new DomainError('INVALID_INPUT', { en: 'Delegate to somebody who may approve there.', zh: '受托人须在该范围内具有审批权限。' }, 'toMemberId');
      }
      const id = uuidv7();
      await tx.query(INSERT, [tx.merchantId, id, actor.id, request.toMemberId, request.shopId, startsAt, request.endsAt, reason, now]);
      log(tx, actor, call, 'delegation.created', id, now, { memberId: actor.id, toMemberId: request.toMemberId, shopId: request.shopId, startsAt, endsAt: request.endsAt });
      return id;
    }));
  }
}

async function mayApprove(tx: Tx, memberId: string, shopId: string | null): Promise<boolean> {
  if (shopId !== null) return (await accountsIn(tx, shopId)).some((account) => account.memberId === memberId);
  return (await tx.query<{ may: boolean }>(MAY_APPROVE, [tx.merchantId, memberId]))[0]?.may === true;
}

/** Ends a delegation at once: by who gave it, or by an admin. A decision under way is finished first; the next one finds it gone. */
@Injectable()
export class RevokeDelegation {
  constructor(private readonly unit: UnitOfWork) {}

  execute(actor: Actor, call: Call, request: { readonly delegationId: string; readonly idempotencyKey?: string | null }): Promise<string> {
    const { delegationId } = request;
    return this.unit.run(actor.merchantId, (tx) => once(tx, actor, attemptOf('REVOKE_DELEGATION', request, call), async () => {
      const [row] = await tx.query<{ fromMember: string; shopId: string | null; endsAt: Instant; revokedAt: Instant | null }>(LOCK, [tx.merchantId, delegationId]);
      const now = await tx.now();
      const own = row?.fromMember === actor.id && can(actor, 'delegation.manage', { shopId: row.shopId });
      if (!row || !(own || holdsAt(actor, 'authority.administer', row.shopId))) throw notFound('delegationId');
      if (row.revokedAt !== null || row.endsAt <= now) throw new DomainError('ALREADY_DECIDED', { en: 'It is over already.', zh: '该委托已结束。' }, 'delegationId', { endedAt: row.revokedAt ?? row.endsAt });
      await tx.query(REVOKE, [tx.merchantId, delegationId, now, actor.id]);
      log(tx, actor, call, 'delegation.revoked', delegationId, now, {});
      return delegationId;
    }));
  }
}

/** Of what concerns every shop, a grant for some of them is not enough. */
export function holdsAt(actor: Actor, permission: Permission, shopId: string | null): boolean {
  return shopId === null ? can(actor, permission) && shopsFor(actor, permission) === null : can(actor, permission, { shopId });
}

function log(tx: Tx, actor: Actor, call: Call, type: string, id: string, at: Instant, data: object): void {
  recordEvents(tx, actor, { cause: type === 'delegation.created' ? 'DELEGATE_APPROVALS' : 'REVOKE_DELEGATION', requestId: call.requestId }, [
    { subjectType: 'delegation', subjectId: id, subjectVersion: 0, type, at, isFact: false, data },
  ]);
}
