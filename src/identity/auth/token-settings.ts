import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../platform/config-reading.js';
import type { Config } from '../../platform/config.js';
import { secretFile } from '../../platform/database/embedded.js';

const PUBLIC_KEY_ALGORITHMS = ['RS256', 'ES256'] as const;
type PublicKeyAlgorithm = (typeof PUBLIC_KEY_ALGORITHMS)[number];

/** How bearer tokens are verified. Everything a token could try to choose for itself is fixed here. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly keys:
    | { readonly kind: 'SECRET'; /** HS256; at least 32 bytes. */ readonly secret: string }
    | { readonly kind: 'JWKS'; /** Where the identity provider publishes its keys. */ readonly url: string; readonly algorithms: readonly PublicKeyAlgorithm[] };
}

export const TOKEN_SETTINGS = Symbol('TokenSettings');

type TokenConfig = Pick<Config, 'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'AUTH_JWKS_URL' | 'AUTH_JWT_SECRET' | 'AUTH_ALGORITHMS' | 'dataDir' | 'production'>;

/** An identity provider goes before a secret. The two never serve together: a public key must not become an HS256 secret. */
export function tokenSettingsOf(config: TokenConfig): TokenSettings {
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS_URL: url, AUTH_ALGORITHMS: wanted } = config;
  if (url === null) {
    if (wanted?.some((algorithm) => algorithm !== 'HS256')) throw new ConfigError('AUTH_ALGORITHMS', 'can only be HS256 without AUTH_JWKS_URL');
    return { issuer, audience, keys: { kind: 'SECRET', secret: tokenSecretOf(config) } };
  }
  if (wanted?.includes('HS256')) throw new ConfigError('AUTH_ALGORITHMS', 'cannot be HS256 with AUTH_JWKS_URL');
  const algorithms = PUBLIC_KEY_ALGORITHMS.filter((algorithm) => wanted === null || wanted.includes(algorithm));
  return { issuer, audience, keys: { kind: 'JWKS', url, algorithms } };
}

/** The configured secret, else the one made at the first start and kept in the data folder. */
export function tokenSecretOf(config: Pick<Config, 'AUTH_JWT_SECRET' | 'dataDir' | 'production'>): string {
  if (config.AUTH_JWT_SECRET !== null) return config.AUTH_JWT_SECRET;
  if (config.production) throw new ConfigError('AUTH_JWT_SECRET', 'must be given in production, or AUTH_JWKS_URL');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 });
  return secretFile(tokenSecretFile(config));
}

export function tokenSecretFile(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'token-secret');
}

const MIN_SECRET_BYTES = 32;

/** The bytes of an HS256 secret; one that could be guessed stops the process at boot. */
export function secretBytes(secret: string): Uint8Array {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < MIN_SECRET_BYTES) throw new Error(`The token secret must have at least ${MIN_SECRET_BYTES} bytes.`);
  return bytes;
}
