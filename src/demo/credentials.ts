import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { encodeId } from '../kernel/ids.js';
import { newApiKey, secretBytes, tokenSecretFile } from '../identity/index.js';
import type { Config } from '../platform/config.js';
import { DEMO, DEMO_MEMBERS, type DemoPerson } from './demo-merchant.js';

export const DEMO_ROLES = [...(Object.keys(DEMO_MEMBERS) as DemoPerson[]), 'integration'] as const;
export type DemoRole = (typeof DEMO_ROLES)[number];

/** Derived from the token secret, so that the command line can tell it again although only its hash is kept. */
export function demoApiKey(tokenSecret: string): { text: string; sha256: Buffer } {
  return newApiKey(DEMO.apiKeyId, createHmac('sha256', tokenSecret).update('amends demo api key').digest());
}

const HOURS_GOOD = 12;

/**
 * What a demo person signs in with: a token good for 12 hours, or the API key of the integration. It is made from the secret the running server uses
 * and needs no database. Refused where the demo is off, and where an identity provider issues the tokens.
 */
export async function demoCredential(role: DemoRole, config: Config): Promise<string> {
  if (!config.demo) throw new Error('Demo mode is off here: there are no demo tokens.');
  const secret = presentSecret(config);
  if (role === 'integration') return demoApiKey(secret).text;
  if (config.AUTH_JWKS_URL !== null) throw new Error('Tokens are issued by the identity provider of AUTH_JWKS_URL.');
  return new SignJWT({ merchant: encodeId('Merchant', DEMO.merchantId) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(encodeId('Member', DEMO_MEMBERS[role].id))
    .setIssuer(config.AUTH_ISSUER)
    .setAudience(config.AUTH_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${HOURS_GOOD}h`)
    .sign(secretBytes(secret));
}

function presentSecret(config: Config): string {
  if (config.AUTH_JWT_SECRET !== null) return config.AUTH_JWT_SECRET;
  const file = tokenSecretFile(config);
  if (!existsSync(file)) throw new Error(`There is no ${file} yet: start the server once (npm start), or set AMENDS_DATA or AUTH_JWT_SECRET as it has them.`);
  return readFileSync(file, 'utf8').trim();
}
