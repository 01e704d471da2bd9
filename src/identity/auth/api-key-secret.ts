import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { apiKeyText } from '../domain/credentials.js';

/** The key as its holder gets it, once, and the hash that stays here. */
export interface NewApiKey {
  readonly text: string;
  readonly sha256: Buffer;
}

/** 32 random bytes need no slow hash: there is nothing to guess. `bytes` is given only for the demo's own key. */
export function newApiKey(keyId: string, bytes: Buffer = randomBytes(32)): NewApiKey {
  const text = apiKeyText(keyId, bytes.toString('base64url'));
  return { text, sha256: sha256(text) };
}

/** The whole text is hashed, not the bytes it spells: base64url lets two texts spell the same bytes. */
export function matches(text: string, hash: Buffer | null): boolean {
  // An unknown key costs the same comparison as a known one.
  return timingSafeEqual(sha256(text), hash ?? NO_HASH) && hash !== null;
}

const NO_HASH = Buffer.alloc(32);

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
