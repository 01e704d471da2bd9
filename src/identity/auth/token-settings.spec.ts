import { secretBytes, tokenSettingsOf } from './token-settings.js';

const SECRET = 'a-secret-of-at-least-thirty-two-bytes';
const base = { AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a', AUTH_JWT_SECRET: SECRET, AUTH_JWKS_URL: null, AUTH_ALGORITHMS: null, dataDir: '/nowhere', production: true };
const URL = 'https://idp.example/keys';

describe('how tokens are verified', () => {
  it('is HS256 by the secret, or RS256 and ES256 by published keys, never both', () => {
    expect(tokenSettingsOf(base)).toEqual({ issuer: 'i', audience: 'a', keys: { kind: 'SECRET', secret: SECRET } });
    expect(tokenSettingsOf({ ...base, AUTH_JWKS_URL: URL }).keys).toEqual({ kind: 'JWKS', url: URL, algorithms: ['RS256', 'ES256'] });
  });

  it('may be narrowed and not widened', () => {
    expect(tokenSettingsOf({ ...base, AUTH_JWKS_URL: URL, AUTH_ALGORITHMS: ['ES256'] }).keys).toMatchObject({ algorithms: ['ES256'] });
    expect(() => tokenSettingsOf({ ...base, AUTH_JWKS_URL: URL, AUTH_ALGORITHMS: ['HS256', 'RS256'] })).toThrow('AUTH_ALGORITHMS');
    expect(() => tokenSettingsOf({ ...base, AUTH_ALGORITHMS: ['RS256'] })).toThrow('AUTH_ALGORITHMS');
  });

  it('stops at boot without a secret in production, and with one that is too short', () => {
    expect(() => tokenSettingsOf({ ...base, AUTH_JWT_SECRET: null })).toThrow('AUTH_JWT_SECRET');
    expect(() => secretBytes('')).toThrow('32 bytes');
    expect(() => secretBytes('x'.repeat(31))).toThrow('32 bytes');
    expect(secretBytes('x'.repeat(32))).toHaveLength(32);
  });
});
