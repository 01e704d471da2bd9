import { afterAll, beforeAll } from '@jest/globals';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import type { PlatformOptions } from '../../src/platform/platform.module.js';
import { createApi } from '../../src/platform/runtime/api.js';
import { createLog } from '../../src/platform/runtime/log.js';
import { FIRST_MS, makeDatabase } from './database.js';
import { TEST_SECRET } from './token.js';

export interface GraphQLAnswer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions: Record<string, unknown> }[] | undefined;
}

export interface CallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApp {
  /** `http://127.0.0.1:41234` */
  readonly url: string;
  readonly nest: NestFastifyApplication;
  readonly ownerUrl: string;
  /** Every line logged so far, parsed. */
  readonly logged: readonly Record<string, unknown>[];
  gql<Data = Record<string, unknown>>(query: string, variables?: object, options?: CallOptions): Promise<GraphQLAnswer<Data>>;
  /** One statement as the owner of the database, past row security. */
  owner<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** Environment variables over those of a test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another way to the application's database than the straight one. */
  readonly database?: (address: string) => Promise<string>;
  /** Another module than the application's, for tests of the edge alone. */
  readonly module?: (options: Omit<PlatformOptions, 'entities'>) => DynamicModule;
}

/** The API on a database and a port of its own. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const made = await makeDatabase();
  const databaseUrl = (await options.database?.(made.appUrl)) ?? made.appUrl;
  const config: Config = readConfig({
    NODE_ENV: 'test', DATABASE_URL: databaseUrl, AUTH_JWT_SECRET: TEST_SECRET, PORT: '0', LOG_LEVEL: 'info',
    RATE_PER_ADDRESS: '0', RATE_PER_ACTOR: '0', // all of a test comes from one address, and much of it from one member
    ...options.env,
  });
  const logged: Record<string, unknown>[] = [];
  const log = createLog(config.LOG_LEVEL, { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) });
  const platform = { config, log, databaseUrl };
  const nest = await createApi({ config, log, durable: false, module: (options.module ?? AppModule.forRoot)(platform) });
  await nest.listen(0, '127.0.0.1');
  const url = await nest.getUrl();
  return {
    url,
    nest,
    ownerUrl: made.url,
    logged,
    gql: (query, variables, call) => ask(url, query, variables, call),
    async owner<Row>(statement: string, values: readonly unknown[] = []) {
      return (await made.pool.query(statement, values as unknown[])).rows as Row[];
    },
    async close() {
      await nest.close();
      await made.drop();
    },
  };
}

async function ask<Data>(url: string, query: string, variables: object = {}, options: CallOptions = {}): Promise<GraphQLAnswer<Data>> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...options.headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as Pick<GraphQLAnswer<Data>, 'data' | 'errors'>;
  return { status: answer.status, headers: answer.headers, data: body.data, errors: body.errors };
}

/** `const app = testApp();` at the top of a spec file: started before its first test, closed after its last. */
export function testApp(options: StartOptions = {}): TestApp {
  let started: TestApp | null = null;
  beforeAll(async () => {
    started = await startApp(options);
  }, FIRST_MS);
  afterAll(async () => {
    await started?.close();
  });
  return new Proxy({} as TestApp, {
    get(_target, name) {
      if (!started) throw new Error('The application runs from beforeAll on, not before.');
      return Reflect.get(started, name) as unknown;
    },
  });
}
