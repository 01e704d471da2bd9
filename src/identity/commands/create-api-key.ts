import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { ApiKeyEntity } from '../api-key.entity.js';
import { newApiKey } from '../auth/api-key-secret.js';
import { authorizeAt, type Scope } from '../domain/permissions.js';
import { recordIdentityEvent, requirePlace } from '../member.repository.js';
import { requireApiKey } from '../api-key.repository.js';

export interface NewApiKeyInput {
  readonly name: string;
  /** null: all shops of the merchant. */
  readonly shopId: string | null;
  readonly scopes: readonly Scope[];
  readonly idempotencyKey?: string | null;
}

export interface CreatedApiKey {
  readonly apiKey: ApiKeyEntity;
  /** The whole key, told this once; null in the answer to a repetition. */
  readonly secret: string | null;
}

@Injectable()
export class CreateApiKey {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: NewApiKeyInput, call: Call): Promise<CreatedApiKey> {
    authorizeAt(actor, 'key.administer', input.shopId);
    const scopes = [...new Set(input.scopes)];
    if (scopes.length === 0) throw invalid('scopes', { en: 'Name at least one scope.', zh: '请至少指定一个权限范围。' });
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      let secret: string | null = null;
      const id = await once(tx, actor, attemptOf('createApiKey', input, call), async () => {
        await requirePlace(tx, input.shopId, null);
        const newId = uuidv7();
        const made = newApiKey(newId);
        secret = made.text;
        await this.insert(tx, actor, { id: newId, name: cleanText(input.name, 'name', { max: 100 }), shopId: input.shopId, scopes, secretSha256: made.sha256 }, call);
        return newId;
      });
      return { apiKey: await requireApiKey(tx, id, 'id'), secret };
    });
  }

  private async insert(tx: Tx, actor: Actor, key: Pick<ApiKeyEntity, 'id' | 'name' | 'shopId' | 'scopes' | 'secretSha256'>, call: Call): Promise<void> {
    await tx.manager.insert(ApiKeyEntity, { ...key, merchantId: tx.merchantId, createdBy: actor.id });
    const { id, shopId, scopes } = key;
    const at = await tx.now();
    recordIdentityEvent(tx, actor, { subjectType: 'api_key', subjectId: id, type: 'api_key.created', at, data: { shopId, scopes } }, { cause: 'createApiKey', requestId: call.requestId });
  }
}
