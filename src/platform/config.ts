import { resolve } from 'node:path';
import {
  ConfigError, flag, integer, list, network, oneOf, optional, readVariables, secret, text, url, variable, type Values,
} from './config-reading.js';

const production = 'on, except where NODE_ENV is production';

/** Every variable the product reads, in the order of the README's table, which is checked against this one. */
export const VARIABLES = {
  NODE_ENV: variable('development', '`production` turns off the demo, introspection and the explorer, and asks for real secrets.', oneOf('development', 'production', 'test')),
  PROCESS: variable('both', 'What `npm start` runs: `api`, `worker` or `both`.', oneOf('api', 'worker', 'both')),
  PORT: variable('4000', 'Port of the API. The worker alone answers health and metrics on it.', integer(0, 65_535)),
  HOST: optional('Address to listen on. Default: 127.0.0.1, in production 0.0.0.0.', text),
  DATABASE_URL: optional('An outside PostgreSQL, 15 or newer. Without it the embedded one is started.', url('postgres:', 'postgresql:')),
  MIGRATION_DATABASE_URL: optional('The same database as its owner, for migrations. Default: DATABASE_URL.', url('postgres:', 'postgresql:')),
  AMENDS_DATA: variable('.amends', 'Folder for the embedded database, generated secrets and stored files.', text),
  AMENDS_DEMO: optional('Demo merchant and demo tokens. Default: on with the embedded database; refused in production.', flag),
  AUTH_JWT_SECRET: optional('HS256 secret, at least 32 bytes. Generated and kept in AMENDS_DATA when neither it nor AUTH_JWKS_URL is given; in production one of them must be.', secret),
  AUTH_JWKS_URL: optional('Keys of an identity provider (RS256, ES256).', url('https:', 'http:')),
  AUTH_ISSUER: variable('amends', 'The `iss` a token must carry.', text),
  AUTH_AUDIENCE: variable('amends', 'The `aud` a token must carry.', text),
  AUTH_ALGORITHMS: optional('Signature algorithms accepted, comma-separated. Default: HS256 with the secret, RS256 and ES256 with AUTH_JWKS_URL.', list(oneOf('HS256', 'RS256', 'ES256'))),
  AMENDS_INTROSPECTION: optional(`Whether the schema may be asked for. Default: ${production}.`, flag),
  AMENDS_EXPLORER: optional(`The page at /explorer. Default: ${production}.`, flag),
  POOL_SIZE: variable('8', 'Database connections of the API and its commands, per process.', integer(1, 200)),
  WORKER_POOL_SIZE: variable('2', 'Database connections of the look-out for due work, per worker process.', integer(1, 50)),
  LOG_LEVEL: variable('info', 'Least severity logged.', oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent')),
  METRICS_TOKEN: optional('Bearer token that /metrics asks for, at least 32 bytes. Without it there is no /metrics.', secret),
  FILES_DIR: optional('Folder of stored files. Default: `files` in AMENDS_DATA.', text),
  FILES_MAX_BYTES: variable('10485760', 'Largest file accepted, in bytes.', integer(1, 104_857_600)),
  PAYOUT_SECRETS_DIR: optional('Folder of the secrets payouts are made with: `<shop id without shp_>/webhook-secret`, `alipay-private-key`, `alipay-public-key`, `stripe-secret-key`, `stripe-webhook-secret`. Without it no provider is called.', text),
  PAYOUT_ALLOWED_ADDRESSES: optional('Private addresses a payer of a merchant may have, comma-separated: for a payer in the same network, and for tests. Default: none, and https only.', list(network)),
  TRUST_PROXY: optional('Proxies whose X-Forwarded headers are believed: addresses or networks, comma-separated. Default: none.', list(network)),
  BODY_MAX_BYTES: variable('262144', 'Largest request body, in bytes.', integer(1_024, 16_777_216)),
  MAX_CONNECTIONS: variable('2000', 'Open connections per process; more are closed at once.', integer(1, 100_000)),
  REQUEST_TIMEOUT_MS: variable('15000', 'A request not answered by then is refused with UNAVAILABLE.', integer(100, 120_000)),
  RATE_PER_ADDRESS: variable('500', 'Requests a second from one address (IPv6: one /64), averaged over ten seconds; more are refused with RATE_LIMITED. 0: no limit. Each process counts for itself; behind a proxy set TRUST_PROXY.', integer(0, 100_000)),
  RATE_PER_ACTOR: variable('100', 'Points a second of one member or API key, averaged over ten seconds: a request takes one, and one more per 100 objects its answer may hold. 0: no limit.', integer(0, 100_000)),
  MAX_QUERY_COST: variable('10000', 'Objects one answer may hold, by the page sizes asked for.', integer(100, 1_000_000)),
} as const;

/** The variables by name, and what follows from them together. */
export interface Config extends Readonly<Values<typeof VARIABLES>> {
  readonly production: boolean;
  readonly embedded: boolean;
  readonly host: string;
  readonly dataDir: string;
  readonly filesDir: string;
  readonly demo: boolean;
  readonly introspection: boolean;
  readonly explorer: boolean;
}

export const CONFIG = Symbol('Config');

/** Throws ConfigError naming the variable; nothing else is read from the environment anywhere. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string = process.cwd()): Config {
  const values = readVariables(VARIABLES, env);
  const isProduction = values.NODE_ENV === 'production';
  const embedded = values.DATABASE_URL === null;
  if (isProduction) refuseDemoGrade(values);
  const dataDir = resolve(cwd, values.AMENDS_DATA);
  return {
    ...values,
    production: isProduction,
    embedded,
    host: values.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    dataDir,
    filesDir: values.FILES_DIR === null ? resolve(dataDir, 'files') : resolve(cwd, values.FILES_DIR),
    demo: values.AMENDS_DEMO ?? (embedded && !isProduction),
    introspection: values.AMENDS_INTROSPECTION ?? !isProduction,
    explorer: values.AMENDS_EXPLORER ?? !isProduction,
  };
}

function refuseDemoGrade(values: Values<typeof VARIABLES>): void {
  if (values.AMENDS_DEMO) throw new ConfigError('AMENDS_DEMO', 'cannot be on in production');
  if (values.AUTH_JWT_SECRET === null && values.AUTH_JWKS_URL === null) {
    throw new ConfigError('AUTH_JWT_SECRET', 'must be given in production, or AUTH_JWKS_URL');
  }
  if (values.AUTH_JWKS_URL?.startsWith('http:')) throw new ConfigError('AUTH_JWKS_URL', 'must be https in production');
}
