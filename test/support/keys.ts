import { uuidv7 } from 'uuidv7';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import type { TestApp } from './app.js';

/** The text of a key of this merchant, for all its shops. */
export async function newApiKeyOf(app: TestApp, merchantId: string, createdBy: string, scopes: readonly string[]): Promise<string> {
  const id = uuidv7();
  const made = newApiKey(id);
  await app.owner(
    `INSERT INTO api_key (merchant_id, id, name, shop_id, scopes, secret_sha256, created_by, last_used_at) VALUES ($1, $2, 'Key', NULL, $3, $4, $5, now() + interval '1 day')`,
    [merchantId, id, scopes, made.sha256, createdBy],
  );
  return made.text;
}
