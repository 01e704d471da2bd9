import { parseArgs } from 'node:util';
import pg from 'pg';
import { encodeId } from '../src/kernel/ids.js';
import { DEFAULT_CALENDAR } from '../src/calendar/index.js';
import { readConfig } from '../src/platform/config.js';
import { DEFAULT_DEFINITION } from '../src/process/index.js';
import { DEFAULT_POLICY } from '../src/sla/index.js';
import { createMerchant } from '../src/tenancy/index.js';

const USAGE = 'Usage: npm run -s merchant:create -- --name NAME --admin NAME [--email ADDRESS] [--subject SUB] [--sandbox]';

/** Provisions a merchant with its first admin, on the database of MIGRATION_DATABASE_URL (else DATABASE_URL), and prints both ids as JSON. */
try {
  const { values } = parseArgs({
    options: { name: { type: 'string' }, admin: { type: 'string' }, email: { type: 'string' }, subject: { type: 'string' }, sandbox: { type: 'boolean' } },
  });
  if (values.name === undefined || values.admin === undefined) throw new Error(USAGE);
  const config = readConfig({ ...process.env, NODE_ENV: 'development' }); // production asks for token keys, which this does not need
  const url = config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL;
  if (url === null) throw new Error('Set DATABASE_URL, or MIGRATION_DATABASE_URL for the owner of the database.');
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const { merchantId, adminId } = await createMerchant(owner, {
      name: values.name,
      sandbox: values.sandbox ?? false,
      admin: { name: values.admin, email: values.email ?? null, subject: values.subject ?? null },
      definition: { name: 'default', body: DEFAULT_DEFINITION },
      policy: { name: 'default', body: DEFAULT_POLICY },
      calendar: { name: 'Customer service 客服', body: DEFAULT_CALENDAR },
    });
    process.stdout.write(`${JSON.stringify({ merchant: encodeId('Merchant', merchantId), admin: encodeId('Member', adminId) })}\n`);
  } finally {
    await owner.end();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
