import { readConfig } from './platform/config.js';
import { ConfigError } from './platform/config-reading.js';
import { migrate } from './platform/database/migrate.js';

/** `npm run migrate`: brings an outside database up to date before the processes on it start. The embedded one does so by itself. */
try {
  const config = readConfig({ ...process.env, NODE_ENV: 'development' });
  const url = config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL;
  if (url === null) throw new ConfigError('DATABASE_URL', 'is needed here; the embedded database is migrated by npm start');
  const applied = await migrate(url);
  process.stdout.write(applied.length === 0 ? 'Nothing to migrate.\n' : `Migrated: ${applied.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
