import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { startEmbedded } from '../../src/platform/database/embedded.js';
import { ensureLogin } from '../../src/platform/database/login.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { TestDatabase } from './database.js';

export interface OwnServer extends TestDatabase {
  /** What a process of the product needs of the environment to work on it. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  stop(): Promise<void>;
}

/** A migrated database on a durable server of its own: processes of the product refuse to work on the run's server, which may lose what it acknowledged. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'amends-own-'));
  chmodSync(folder, 0o711); // as root, the database runs as another user, who has to get in
  const server = await startEmbedded({ folder, durable: true });
  await migrate(server.ownerUrl);
  const appUrl = await ensureLogin(server.ownerUrl, server.loginPassword);
  const pool = new pg.Pool({ connectionString: server.ownerUrl, max: 2 });
  const opened: Database[] = [];
  const opening = (role: 'amends_app' | 'amends_worker'): Database => {
    const database = new Database({ url: appUrl, role, poolSize: 4, entities: [] });
    opened.push(database);
    return database;
  };
  return {
    folder,
    ownerUrl: server.ownerUrl,
    appUrl,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: appUrl, AMENDS_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
    async owner<Row>(statement: string, values: readonly unknown[] = []) {
      return (await pool.query(statement, values as unknown[])).rows as Row[];
    },
    open() {
      const database = opening('amends_app');
      return { database, unitOfWork: new UnitOfWork(database) };
    },
    openWorker: () => opening('amends_worker'),
    async stop() {
      await Promise.all(opened.map((database) => database.onApplicationShutdown()));
      await pool.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
