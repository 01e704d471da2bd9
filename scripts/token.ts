import { parseArgs } from 'node:util';
import { DEMO_ROLES, demoCredential } from '../src/demo/credentials.js';
import { readConfig } from '../src/platform/config.js';

/** `npm run -s token -- --as agent`: a bearer token of the demo merchant on stdout and nothing else there. */
try {
  const { values } = parseArgs({ options: { as: { type: 'string' } } });
  const role = DEMO_ROLES.find((name) => name === values.as);
  if (role === undefined) throw new Error(`Say whose token: --as ${DEMO_ROLES.join(' | ')}`);
  process.stdout.write(`${await demoCredential(role, readConfig(process.env))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
