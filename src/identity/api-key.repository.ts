import { notFound } from '../kernel/error.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { ApiKeyEntity } from './api-key.entity.js';

export async function requireApiKey(tx: Tx, id: string, field: string): Promise<ApiKeyEntity> {
  const key = await tx.manager.findOneBy(ApiKeyEntity, { merchantId: tx.merchantId, id });
  if (!key) throw notFound(field);
  return key;
}
