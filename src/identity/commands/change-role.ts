import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { authorizeAt } from '../domain/permissions.js';
import type { MemberEntity } from '../member.entity.js';
import { lockAdministration, lockMember, recordIdentityEvent, refuseLastAdmin, requireMember, requirePlace } from '../member.repository.js';
import { MembershipEntity } from '../membership.entity.js';

export type MemberRole = Exclude<Role, 'INTEGRATION'>;

export interface RoleChange {
  readonly memberId: string;
  readonly role: MemberRole;
  /** null: all shops of the merchant. */
  readonly shopId: string | null;
  readonly teamId: string | null;
}

/** Grants and revokes roles, by what they are rather than by an id of their own. Doing it twice changes nothing. */
@Injectable()
export class ChangeRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async grant(actor: Actor, change: RoleChange, call: Call): Promise<MemberEntity> {
    return this.run(actor, change, async (tx, member) => {
      await requirePlace(tx, change.shopId, change.teamId);
      const { role, shopId, teamId } = change;
      const row = { merchantId: tx.merchantId, id: uuidv7(), memberId: member.id, role, shopId, teamId };
      const inserted = await tx.manager.createQueryBuilder().insert().into(MembershipEntity).values(row).orIgnore().returning('id').execute();
      if ((inserted.raw as unknown[]).length > 0) await record(tx, actor, change, call, 'grant');
    });
  }

  async revoke(actor: Actor, change: RoleChange, call: Call): Promise<MemberEntity> {
    return this.run(actor, change, async (tx, member) => {
      const { role, shopId, teamId } = change;
      const held = await tx.manager.findOneBy(MembershipEntity, {
        merchantId: tx.merchantId, memberId: member.id, role, shopId: shopId ?? IsNull(), teamId: teamId ?? IsNull(),
      });
      if (!held) return;
      if (role === 'ADMIN' && shopId === null) await refuseLastAdmin(tx, { membershipId: held.id });
      await tx.manager.delete(MembershipEntity, { merchantId: tx.merchantId, id: held.id });
      await record(tx, actor, change, call, 'revoke');
    });
  }

  private async run(actor: Actor, change: RoleChange, work: (tx: Tx, member: MemberEntity) => Promise<void>): Promise<MemberEntity> {
    authorizeAt(actor, 'member.administer', change.shopId);
    if (change.teamId !== null && change.shopId === null) {
      throw invalid('shopId', { en: 'A team belongs to a shop: name it too.', zh: '团队隶属于店铺，请同时指定店铺。' });
    }
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      await lockAdministration(tx);
      await lockMember(tx, change.memberId);
      const member = await requireMember(tx, change.memberId, 'memberId');
      await work(tx, member);
      return member;
    });
  }
}

async function record(tx: Tx, actor: Actor, change: RoleChange, call: Call, verb: 'grant' | 'revoke'): Promise<void> {
  const { memberId, role, shopId, teamId } = change;
  const [type, cause] = verb === 'grant' ? ['role.granted', 'grantRole'] : ['role.revoked', 'revokeRole'];
  const at = await tx.now();
  recordIdentityEvent(tx, actor, { subjectType: 'member', subjectId: memberId, type, at, data: { role, shopId, teamId } }, { cause, requestId: call.requestId });
}
