import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dumpSchema } from '../src/platform/database/schema-dump.js';
import { startEmbedded } from '../src/platform/database/embedded.js';
import { migrate } from '../src/platform/database/migrate.js';

// `npm run schema:dump`: migrates an empty database of its own and writes migrations/schema.sql.
const folder = fileURLToPath(new URL(`../.amends/dump-${process.pid}`, import.meta.url));
mkdirSync(folder, { recursive: true });
const server = await startEmbedded({ folder, durable: false });
try {
  await migrate(server.ownerUrl);
  writeFileSync(new URL('../migrations/schema.sql', import.meta.url), await dumpSchema(server.ownerUrl));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
