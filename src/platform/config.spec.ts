import { readConfig, VARIABLES } from './config.js';
import { ConfigError } from './config-reading.js';

const SECRET = 'k3J9-fw02-Qz71-mmc8-Yt5e-Lp0a-Vx6d';
const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/amends', AUTH_JWT_SECRET: SECRET };

describe('configuration', () => {
  it('starts from nothing: embedded, demo on, listening on loopback only', () => {
    expect(readConfig({}, '/srv/amends')).toMatchObject({
      PORT: 4000, embedded: true, demo: true, introspection: true, explorer: true,
      host: '127.0.0.1', dataDir: '/srv/amends/.amends', filesDir: '/srv/amends/.amends/files',
    });
  });

  it('turns everything meant for looking around off in production', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ demo: false, introspection: false, explorer: false, host: '0.0.0.0' });
  });

  it('turns introspection and explorer on in production when told to', () => {
    const config = readConfig({ ...PRODUCTION, AMENDS_INTROSPECTION: '1', AMENDS_EXPLORER: 'true' });
    expect(config).toMatchObject({ introspection: true, explorer: true });
  });

  it('has no demo on an outside database unless asked for', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://db/amends' }).demo).toBe(false);
    expect(readConfig({ DATABASE_URL: 'postgres://db/amends', AMENDS_DEMO: '1' }).demo).toBe(true);
  });

  it.each([
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '4e3' }],
    ['NODE_ENV', { NODE_ENV: 'prod' }],
    ['PROCESS', { PROCESS: 'all' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db' }],
    ['DATABASE_URL', { DATABASE_URL: 'not an address' }],
    ['AUTH_JWT_SECRET', { AUTH_JWT_SECRET: 'short' }],
    ['AUTH_JWT_SECRET', { AUTH_JWT_SECRET: 'a'.repeat(64) }],
    ['AUTH_ALGORITHMS', { AUTH_ALGORITHMS: 'HS256,none' }],
    ['AMENDS_DEMO', { AMENDS_DEMO: 'yes' }],
    ['AMENDS_DEMO', { ...PRODUCTION, AMENDS_DEMO: '1' }],
    ['AUTH_JWT_SECRET', { ...PRODUCTION, AUTH_JWT_SECRET: '' }],
    ['AUTH_JWKS_URL', { ...PRODUCTION, AUTH_JWKS_URL: 'http://keys' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'guess' }],
    ['POOL_SIZE', { POOL_SIZE: '0' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('refuses a bad %s and names it', (name, env) => {
    const reading = () => readConfig(env);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(new RegExp(`^${name}: `));
  });

  it('never repeats a refused value, which may be a secret', () => {
    expect(() => readConfig({ AUTH_JWT_SECRET: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('describes every variable in a sentence', () => {
    for (const { description } of Object.values(VARIABLES)) expect(description).toMatch(/^\S.{8,}[.]$/);
  });
});
