import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The names a migrated database has on record. */
export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map((migration) => migration.name);

/**
 * Brings the schema up to date and answers the names applied now. TypeORM has no lock of its own: of several processes starting at
 * once one migrates while the others wait here, and then find nothing left to do.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: ownerUrl });
  await lock.connect();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('amends migrations'))`);
    return await applyPending(ownerUrl);
  } finally {
    await lock.end(); // ends the session, and with it the lock
  }
}

async function applyPending(ownerUrl: string): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'migration',
    poolSize: 1,
    extra: { options: '-c timezone=UTC -c lock_timeout=10s' },
  });
  await source.initialize();
  try {
    const applied = await source.runMigrations({ transaction: 'each' });
    // Readiness asks which migrations are in, as the application's own role.
    await source.query('GRANT SELECT ON migration TO amends_app, amends_worker');
    return applied.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
