import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { AccessListeners } from '../access-listeners.js';
import { authorizeEverywhere } from '../domain/permissions.js';
import { MemberEntity } from '../member.entity.js';
import { lockAdministration, recordIdentityEvent, refuseLastAdmin, requireMember } from '../member.repository.js';

/** Disables a member from the next request on, or enables it again with the roles it had. Doing it twice changes nothing. */
@Injectable()
export class SetMemberAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: AccessListeners,
  ) {}

  async execute(actor: Actor, input: { readonly memberId: string; readonly enabled: boolean }, call: Call): Promise<MemberEntity> {
    authorizeEverywhere(actor, 'member.administer');
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      await lockAdministration(tx);
      const member = await requireMember(tx, input.memberId, 'id');
      if ((member.disabledAt === null) === input.enabled) return member;
      if (!input.enabled) await refuseLastAdmin(tx, { memberId: member.id });
      const at = await tx.now();
      member.disabledAt = input.enabled ? null : at;
      await tx.manager.update(MemberEntity, { merchantId: tx.merchantId, id: member.id }, { disabledAt: member.disabledAt });
      await this.listeners.tell(tx, actor, { memberId: member.id, enabled: input.enabled, at });
      const [type, cause] = input.enabled ? ['member.enabled', 'enableMember'] : ['member.disabled', 'disableMember'];
      recordIdentityEvent(tx, actor, { subjectType: 'member', subjectId: member.id, type, at, data: {} }, { cause, requestId: call.requestId });
      return member;
    });
  }
}
