import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ensureLogin } from '../dist/src/platform/database/login.js';
import { startEmbedded } from '../dist/src/platform/database/embedded.js';
import { migrate } from '../dist/src/platform/database/migrate.js';

const FOLDER = fileURLToPath(new URL('.data', import.meta.url));

/** The PostgreSQL of the run: BENCH_DATABASE_URL (as a superuser of it), or the one the product brings along, both with fsync on. */
export async function openServer() {
  const given = process.env.BENCH_DATABASE_URL;
  const embedded = given ? null : await startEmbedded({ folder: FOLDER, durable: true });
  const url = given ?? embedded.ownerUrl;
  const password = embedded?.loginPassword ?? 'bench-only';
  const [facts] = await query(url, `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commit, current_setting('shared_buffers') AS buffers`);
  if (facts.fsync !== 'on' || facts.commit !== 'on') throw new Error('the server answers before the data is safe: fsync and synchronous_commit must be on');
  return { url, password, version: facts.version, buffers: facts.buffers, stop: () => embedded?.stop() };
}

/** A migrated database of its own for the size, made anew; `login` is the address the product uses. */
export async function openDatabase(server, size, reuse) {
  const name = `bench_${size}`;
  const owner = withDatabase(server.url, name);
  const known = (await query(server.url, 'SELECT FROM pg_database WHERE datname = $1', [name])).length > 0;
  if (known && !reuse) await query(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
  if (!known || !reuse) await query(server.url, `CREATE DATABASE ${name}`);
  await migrate(owner);
  // As the product sets it for its own sessions.
  await query(server.url, `ALTER DATABASE ${name} SET random_page_cost = 1.1`);
  const login = await ensureLogin(owner, server.password);
  return { name, owner, login, fresh: !known || !reuse };
}

/** A server that has the setting from its start on; null: as it comes. */
export async function withSetting(name, value) {
  const server = await openServer();
  const [{ now }] = await query(server.url, 'SELECT reset_val AS now FROM pg_settings WHERE name = $1', [name]);
  if (now === (value ?? '')) return server;
  await query(server.url, value === null ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`);
  await server.stop();
  return openServer();
}

function withDatabase(url, name) {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

export async function query(url, text, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The process all server processes are children of; null when the server runs elsewhere. */
export async function postmasterOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: [row] } = await client.query('SELECT pg_backend_pid() AS pid');
    const stat = readFileSync(`/proc/${row.pid}/stat`, 'utf8');
    return stat.includes('(postgres)') ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) : null;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}
