// `npm start` on an empty folder, up to an answer to the demo agent, then Ctrl-C as a terminal gives it: to npm and the product at once.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';

const postgres = resolve(process.env.AMENDS_DATA, 'postgres');
// Root keeps it here where the checkout is closed to the user PostgreSQL runs as.
const aside = `/var/lib/amends/${createHash('sha256').update(postgres).digest('hex').slice(0, 12)}`;
const STARTS_WITHIN_MS = 120_000;

const child = spawn('npm', ['start'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
const exited = new Promise((ended) => child.once('exit', (code, signal) => ended(code ?? signal)));
process.once('exit', () => {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // the group has ended, as it should
  }
});

const url = await ready();
check('ready', (await fetch(`${url}/health/ready`)).status, 200);
check('the database runs', databaseProcesses().length > 0, true);
const token = execFileSync('npm', ['run', '-s', 'token', '--', '--as', 'agent'], { encoding: 'utf8' });
check('one line of token', /^\S+\n$/.test(token), true);
const answer = await fetch(`${url}/graphql`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ me { grants { role } } }' }),
});
check('the agent is known', (await answer.json()).data?.me.grants[0].role, 'AGENT');
check('the explorer', (await fetch(`${url}/explorer`)).status, 200);

process.kill(-child.pid, 'SIGINT');
check('exit code', await exited, 0);
check('database processes left', databaseProcesses().length, 0);
check('still listening', await fetch(`${url}/health/live`).then(() => true, () => false), false);

async function ready() {
  let said = '';
  const announced = new Promise((found) => child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    const [, address] = /Health\s+(http:\S+)\/health\/ready/.exec((said += chunk)) ?? [];
    if (address) found(address);
  }));
  const late = new Promise((_found, fail) => setTimeout(() => fail(new Error('npm start was not ready in time')), STARTS_WITHIN_MS).unref());
  return Promise.race([announced, late, exited.then((code) => Promise.reject(new Error(`npm start ended with ${code}`)))]);
}

/** Processes that work in the embedded server's folder. */
function databaseProcesses() {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      return folder.startsWith(`${postgres}/`) || folder.startsWith(`${aside}/`);
    } catch {
      return false; // ended meanwhile, or somebody else's
    }
  });
}

function check(what, found, expected) {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
  console.log(`${what}: ${found}`);
}
