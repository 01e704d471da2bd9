import type { Database } from './database.js';
import { sql } from './sql.js';

const SERVER = sql(
  'boot.server',
  `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
          current_setting('full_page_writes') AS full_page_writes, current_setting('synchronous_commit') AS synchronous_commit,
          rolname AS role, rolsuper AS superuser, rolbypassrls AS bypass
   FROM pg_roles WHERE rolname = current_user`,
);

/** Every table of ours, and what about it would let one merchant's rows reach another, or let a row vanish unseen. */
const TABLES = sql(
  'boot.tables',
  `SELECT c.relname AS name,
          pg_get_userbyid(c.relowner) = current_user AS owned,
          c.relrowsecurity AND c.relforcerowsecurity AS forced,
          EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS policed,
          has_table_privilege(current_user, c.oid, 'TRUNCATE') AS truncate,
          c.relname = 'merchant' OR EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'merchant_id' AND NOT a.attisdropped) AS tenant
   FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
);

/** Views run with their owner's rights, past row security, unless they say otherwise; materialized views always do. */
const VIEWS = sql(
  'boot.views',
  `SELECT c.relname AS name FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND has_table_privilege(current_user, c.oid, 'SELECT')
     AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT coalesce(c.reloptions::text ILIKE '%security_invoker=true%', false))
   ORDER BY c.relname`,
);

interface ServerRow {
  version: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  role: string;
  superuser: boolean;
  bypass: boolean;
}

interface TableRow {
  name: string;
  owned: boolean;
  forced: boolean;
  policed: boolean;
  truncate: boolean;
  tenant: boolean;
}

/**
 * Refuses to serve from a database that could lose what was acknowledged or mix merchants. `durable: false` leaves out the first
 * half only; the test server runs without fsync.
 */
export async function assertSafe(database: Database, options: { readonly durable: boolean }): Promise<void> {
  const [server] = await database.query<ServerRow>(SERVER);
  if (!server) throw new Error('The database did not tell its settings.');
  const problems = [
    ...roleProblems(server),
    ...(options.durable ? durabilityProblems(server) : []),
    ...(await database.query<TableRow>(TABLES)).flatMap(tableProblems),
    ...(await database.query<{ name: string }>(VIEWS)).map((view) => `view ${view.name} is read with its owner's rights`),
  ];
  if (problems.length > 0) throw new Error(`This database is not safe to serve from: ${problems.join('; ')}.`);
}

function roleProblems(server: ServerRow): string[] {
  const problems: string[] = [];
  if (server.version < 150_000) problems.push('PostgreSQL 15 or newer is needed');
  if (server.superuser) problems.push(`role ${server.role} is a superuser`);
  if (server.bypass) problems.push(`role ${server.role} bypasses row security`);
  return problems;
}

function durabilityProblems(server: ServerRow): string[] {
  const problems: string[] = [];
  if (server.fsync !== 'on') problems.push('fsync is off');
  if (server.full_page_writes !== 'on') problems.push('full_page_writes is off');
  if (!['on', 'remote_apply'].includes(server.synchronous_commit)) {
    problems.push(`synchronous_commit is ${server.synchronous_commit}`);
  }
  return problems;
}

function tableProblems(table: TableRow): string[] {
  const problems: string[] = [];
  if (table.owned) problems.push(`table ${table.name} is owned by the role that serves`);
  if (table.truncate) problems.push(`table ${table.name} may be truncated`);
  if (table.tenant && !table.forced) problems.push(`row security of table ${table.name} is not forced`);
  if (table.tenant && !table.policed) problems.push(`table ${table.name} has no policy`);
  return problems;
}
