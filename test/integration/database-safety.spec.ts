import { readFileSync } from 'node:fs';
import { assertSafe } from '../../src/platform/database/assert-safe.js';
import { Database } from '../../src/platform/database/database.js';
import { migrate, MIGRATION_NAMES } from '../../src/platform/database/migrate.js';
import { dumpSchema } from '../../src/platform/database/schema-dump.js';
import { makeDatabase, testDatabase } from '../support/database.js';
import { execute } from '../support/test-server.js';

describe('boot check', () => {
  const db = testDatabase();

  /** Breaks one thing as the owner, asks, and repairs it. */
  async function problemsWith(breaking: string, repairing: string): Promise<string> {
    await execute(db.ownerUrl, breaking);
    try {
      const { database } = db.open();
      return await assertSafe(database, { durable: false }).then(() => 'none', (error: unknown) => (error as Error).message);
    } finally {
      await execute(db.ownerUrl, repairing);
    }
  }

  it('finds nothing wrong with the migrated schema', async () => {
    await expect(assertSafe(db.open().database, { durable: false })).resolves.toBeUndefined();
  });

  it('refuses a server that may lose what was acknowledged', async () => {
    await expect(assertSafe(db.open().database, { durable: true })).rejects.toThrow('fsync is off; full_page_writes is off; synchronous_commit is off');
  });

  it.each([
    ['row security switched off', 'ALTER TABLE shop DISABLE ROW LEVEL SECURITY', 'ALTER TABLE shop ENABLE ROW LEVEL SECURITY', 'row security of table shop is not forced'],
    ['row security not forced', 'ALTER TABLE shop NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE shop FORCE ROW LEVEL SECURITY', 'row security of table shop is not forced'],
    ['a table without policy', 'ALTER POLICY merchant_only ON shop RENAME TO gone; DROP POLICY gone ON shop',
      'CREATE POLICY merchant_only ON shop TO amends_app USING (merchant_id = (SELECT current_merchant()))', 'table shop has no policy'],
    ['a right to truncate', 'GRANT TRUNCATE ON shop TO amends_app', 'REVOKE TRUNCATE ON shop FROM amends_app', 'table shop may be truncated'],
    ['a new table nobody protected', 'CREATE TABLE forgotten (merchant_id uuid)', 'DROP TABLE forgotten', 'row security of table forgotten is not forced'],
    ['a view past row security', 'CREATE VIEW leak AS SELECT * FROM shop; GRANT SELECT ON leak TO amends_app', 'DROP VIEW leak', 'view leak is read with its owner'],
    ['a copy of rows past row security', 'CREATE MATERIALIZED VIEW leak AS SELECT * FROM shop; GRANT SELECT ON leak TO amends_app', 'DROP MATERIALIZED VIEW leak', 'view leak is read with its owner'],
  ])('refuses %s', async (_case, breaking, repairing, problem) => {
    expect(await problemsWith(breaking, repairing)).toContain(problem);
    await expect(assertSafe(db.open().database, { durable: false })).resolves.toBeUndefined();
  });

  it('allows a view that asks with the reader\'s rights', async () => {
    expect(await problemsWith('CREATE VIEW fine WITH (security_invoker = true) AS SELECT * FROM shop; GRANT SELECT ON fine TO amends_app', 'DROP VIEW fine')).toBe('none');
  });

  it('refuses to serve as the owner of the tables', async () => {
    const role = new URL(db.ownerUrl).username;
    const owner = new Database({ url: db.ownerUrl, role: role as 'amends_app', poolSize: 1, entities: [] });
    await expect(assertSafe(owner, { durable: false })).rejects.toThrow(/is a superuser.*table .* is owned by the role that serves/);
    await owner.onApplicationShutdown();
  });
});

describe('the application\'s login', () => {
  const db = testDatabase();

  it('cannot get at the owner\'s rights, whatever statement it is made to run', async () => {
    const owner = new URL(db.ownerUrl).username;
    await expect(execute(db.appUrl, `SET ROLE ${owner}`)).rejects.toMatchObject({ code: '42501' });
    await expect(execute(db.appUrl, 'RESET ROLE; SELECT * FROM shop')).rejects.toMatchObject({ code: '42501' });
    await expect(execute(db.appUrl, 'SET ROLE amends_app; TRUNCATE event')).rejects.toMatchObject({ code: '42501' });
    await expect(execute(db.appUrl, 'SET ROLE amends_app; CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(execute(db.appUrl, 'SET ROLE amends_app; SET session_replication_role = replica')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('migrations', () => {
  it('are applied once when several processes start at the same time', async () => {
    const made = await makeDatabase({ empty: true });
    try {
      const applied = await Promise.all([migrate(made.url), migrate(made.url), migrate(made.url)]);
      expect(applied.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, 0, MIGRATION_NAMES.length]);
      expect(await migrate(made.url)).toEqual([]);
    } finally {
      await made.drop();
    }
  });

  it('add up to migrations/schema.sql; if this differs, run `npm run schema:dump` and review the change', async () => {
    const made = await makeDatabase();
    try {
      expect(await dumpSchema(made.url)).toBe(readFileSync('migrations/schema.sql', 'utf8'));
    } finally {
      await made.drop();
    }
  });
});
