import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { startEmbedded } from '../../src/platform/database/embedded.js';
import { ensureLogin } from '../../src/platform/database/login.js';
import { migrate } from '../../src/platform/database/migrate.js';

export interface TestServer {
  /** Where a spec asks for the database; nothing is started before the first asks. */
  readonly address: string;
  stop(): Promise<void>;
}

/** What a spec is told: the server, and the migrated database to copy. */
export interface Template {
  readonly adminUrl: string;
  /** The application's login on the same server. */
  readonly loginUrl: string;
  readonly template: string;
}

interface Running extends Template {
  stop(): Promise<void>;
}

/** One PostgreSQL for the whole run: the embedded one, or that of TEST_DATABASE_URL (a role that may create databases and roles). */
export async function startTestServer(folder: string): Promise<TestServer> {
  let running: Promise<Running> | null = null;
  const http = createServer((_request, response) => {
    // Kept alive, it might be closed from this side just as a spec file asks over it.
    response.setHeader('connection', 'close');
    running ??= startDatabase(folder);
    running.then(
      ({ adminUrl, loginUrl, template }) => response.end(JSON.stringify({ adminUrl, loginUrl, template } satisfies Template)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async stop() {
      http.closeAllConnections();
      http.close();
      if (running) await (await running).stop();
    },
  };
}

async function startDatabase(folder: string): Promise<Running> {
  const outside = process.env['TEST_DATABASE_URL'];
  const embedded = outside ? null : await startEmbedded({ folder, durable: false });
  const adminUrl = outside ?? embedded?.ownerUrl ?? '';
  const template = `amends_test_${randomBytes(4).toString('hex')}`;
  await execute(adminUrl, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(adminUrl, template));
  return {
    adminUrl,
    loginUrl: await ensureLogin(adminUrl, randomBytes(16).toString('hex')),
    template,
    async stop() {
      if (embedded) await embedded.stop();
      else await execute(adminUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    },
  };
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
