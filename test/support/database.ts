import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import type { EntityTarget } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { UnitOfWork, type Tx } from '../../src/platform/database/unit-of-work.js';
import { execute, withDatabase, type Template } from './test-server.js';

/** A migrated database of one spec file, with nothing in it. */
export interface TestDatabase {
  /** The owner's address: sees and changes everything. For arranging rows and for looking at what really happened. */
  readonly ownerUrl: string;
  /** The application's login, which may take its roles and nothing else. */
  readonly appUrl: string;
  /** One statement as the owner, past row security. */
  owner<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The application's own access to it, closed with the database. */
  open(entities?: readonly EntityTarget<object>[]): { database: Database; unitOfWork: UnitOfWork };
  /** The worker's own look over the due rows of every merchant, closed with the database. */
  openWorker(): Database;
}

/** The first spec of a run to ask for a database waits until a server is made and migrated. */
export const FIRST_MS = 120_000;

/**
 * Call it at the top of a spec file: `const db = testDatabase();`. Copies the migrated template before the first test and drops the
 * copy after the last, so spec files never see each other's rows.
 */
export function testDatabase(): TestDatabase {
  let made: Made | null = null;
  beforeAll(async () => {
    made = await makeDatabase();
  }, FIRST_MS);
  afterAll(async () => {
    await made?.drop();
  });
  const ready = (): Made => {
    if (!made) throw new Error('The test database exists from beforeAll on, not before.');
    return made;
  };
  return {
    get ownerUrl() {
      return ready().url;
    },
    get appUrl() {
      return ready().appUrl;
    },
    async owner<Row>(statement: string, values: readonly unknown[] = []) {
      return (await ready().pool.query(statement, values as unknown[])).rows as Row[];
    },
    open(entities = []) {
      const database = new Database({ url: ready().appUrl, role: 'amends_app', poolSize: 8, entities });
      ready().opened.push(database);
      return { database, unitOfWork: new PatientUnitOfWork(database) };
    },
    openWorker() {
      const database = new Database({ url: ready().appUrl, role: 'amends_worker', poolSize: 2, entities: [] });
      ready().opened.push(database);
      return database;
    },
  };
}

/**
 * Waits for a connection as long as it takes. The product gives up after two seconds; whether fifty who start at once are through by then is up to the
 * machine, and nothing has begun yet when it gives up.
 */
class PatientUnitOfWork extends UnitOfWork {
  override run<T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return onceConnected(() => super.run(merchantId, work));
  }

  override read<T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return onceConnected(() => super.read(merchantId, work));
  }
}

async function onceConnected<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).message !== 'timeout exceeded when trying to connect') throw error;
    }
  }
}

export interface Made {
  readonly url: string;
  readonly appUrl: string;
  readonly pool: pg.Pool;
  readonly opened: Database[];
  drop(): Promise<void>;
}

/** A database outside Jest's hooks, migrated unless asked to be empty; the caller drops it. */
export async function makeDatabase(options: { readonly empty?: boolean } = {}): Promise<Made> {
  const { adminUrl, loginUrl, template } = await askForTemplate();
  const name = `${template}_${randomBytes(5).toString('hex')}`;
  await execute(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template} STRATEGY wal_log`);
  const url = withDatabase(adminUrl, name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined); // a connection cut by the drop below is no news
  const opened: Database[] = [];
  return {
    url,
    appUrl: withDatabase(loginUrl, name),
    pool,
    opened,
    async drop() {
      await Promise.all(opened.map((database) => database.onApplicationShutdown()));
      await pool.end();
      await execute(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function askForTemplate(): Promise<Template> {
  const server = process.env['AMENDS_TEST_SERVER'];
  if (!server) throw new Error('Run the tests by `npm test` (or `node test/run.mjs <path>`): it brings the database.');
  const answer = await fetch(server);
  if (!answer.ok) throw new Error(`No test database: ${await answer.text()}`);
  return (await answer.json()) as Template;
}
