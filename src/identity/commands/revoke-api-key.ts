import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Actor } from '../../kernel/actor.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { ApiKeyEntity } from '../api-key.entity.js';
import { requireApiKey } from '../api-key.repository.js';
import { authorize, authorizeAt } from '../domain/permissions.js';
import { recordIdentityEvent } from '../member.repository.js';

/** Revokes a key for good, from the next request on. Doing it twice changes nothing. */
@Injectable()
export class RevokeApiKey {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: { readonly id: string }, call: Call): Promise<ApiKeyEntity> {
    authorize(actor, 'key.administer');
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const key = await requireApiKey(tx, input.id, 'id');
      authorizeAt(actor, 'key.administer', key.shopId);
      if (key.revokedAt !== null) return key;
      key.revokedAt = await tx.now();
      const stillGood = { merchantId: tx.merchantId, id: key.id, revokedAt: IsNull() };
      const { affected } = await tx.manager.update(ApiKeyEntity, stillGood, { revokedAt: key.revokedAt });
      if (affected === 0) return requireApiKey(tx, key.id, 'id'); // revoked by another request meanwhile
      recordIdentityEvent(
        tx, actor,
        { subjectType: 'api_key', subjectId: key.id, type: 'api_key.revoked', at: key.revokedAt, data: { shopId: key.shopId } },
        { cause: 'revokeApiKey', requestId: call.requestId },
      );
      return key;
    });
  }
}
