import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { makeDatabase, type Made } from './database.js';

const isBefore = (name: string, migration: number): boolean => Number(name.slice(-13)) < migration;

/** The names of this migration and of all after it. */
export const migrationsFrom = (migration: number): string[] => MIGRATIONS.map(({ name }) => name).filter((name) => !isBefore(name, migration));

/** An empty database as the migrations before this one left it, to be filled and brought up to date. */
export async function databaseBefore(migration: number): Promise<Made> {
  const made = await makeDatabase({ empty: true });
  const migrations = MIGRATIONS.filter(({ name }) => isBefore(name, migration));
  const source = new DataSource({ type: 'postgres', url: made.url, migrations, migrationsTableName: 'migration', poolSize: 1, extra: { options: '-c timezone=UTC' } });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
  return made;
}
