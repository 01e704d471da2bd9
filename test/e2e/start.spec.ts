import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

// `npm start` as a person meets it: on a folder of its own, with the embedded database, killed and interrupted.

const folder = mkdtempSync(join(tmpdir(), 'amends-start-'));
chmodSync(folder, 0o711); // as root, the database runs as another user, who has to get in
const started: ChildProcess[] = [];
const ended: Promise<unknown>[] = [];

interface Launched {
  readonly child: ChildProcess;
  /** The exit code. What it said last may come after it. */
  readonly exited: Promise<number | null>;
  /** The same, once all that it said is here. */
  readonly closed: Promise<number | null>;
  readonly said: () => string;
}

interface Running extends Launched {
  readonly url: string;
}

function launch(env: Record<string, string>, ...before: string[]): Launched {
  const child = spawn(process.execPath, [...before, '--import', './scripts/typescript.mjs', 'src/start.ts'], {
    env: { PATH: process.env['PATH'] ?? '', AMENDS_DATA: folder, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [exited, closed] = (['exit', 'close'] as const).map((end) => new Promise<number | null>((resolve) => child.once(end, resolve))) as [Promise<number | null>, Promise<number | null>];
  ended.push(exited);
  return { child, said: () => said, exited, closed };
}

async function start(env: Record<string, string> = {}, ...before: string[]): Promise<Running> {
  const launched = launch(env, ...before);
  const { child, said, closed } = launched;
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /GraphQL\s+(http:\S+)\/graphql/.exec(said());
      if (found?.[1] && said().includes('Ctrl-C')) resolve(found[1]);
    });
    void closed.then((code) => reject(new Error(`ended with ${code}: ${said()}`)));
  });
  return { ...launched, url };
}

/** The address of the running embedded server, from its own files. */
function ownerUrl(): string {
  const [pid = '', , , port = ''] = readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  expect(Number(pid)).toBeGreaterThan(0);
  return `postgres://amends:${readFileSync(join(folder, 'postgres/owner-password'), 'utf8')}@127.0.0.1:${port}/amends`;
}

async function ask<Row>(statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: ownerUrl() });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await Promise.all(ended);
  const left = join(folder, 'postgres/data/postmaster.pid');
  if (existsSync(left)) process.kill(Number(readFileSync(left, 'utf8').split('\n')[0]), 'SIGQUIT'); // after a failed test only
  rmSync(folder, { recursive: true, force: true });
});

it('starts from nothing, refuses a second start, survives kill -9 and stops without a trace', async () => {
  const first = await start();
  expect(await (await fetch(`${first.url}/health/ready`)).json()).toEqual({ status: 'ok' });
  expect(await ask('SHOW data_checksums')).toEqual([{ data_checksums: 'on' }]);
  expect(await ask(`SELECT rolsuper FROM pg_stat_activity JOIN pg_roles ON rolname = usename WHERE application_name = 'amends' LIMIT 1`)).toEqual([{ rolsuper: false }]);
  await ask(`INSERT INTO merchant (id, name) VALUES (gen_random_uuid(), 'kept')`);

  const second = launch({});
  expect(await second.closed).toBe(1);
  expect(second.said()).toContain(`Already running as process ${first.child.pid}`);
  expect(await (await fetch(`${first.url}/health/ready`)).json()).toEqual({ status: 'ok' });

  first.child.kill('SIGKILL');
  await first.exited;
  const third = await start();
  expect(await ask(`SELECT name FROM merchant WHERE name = 'kept'`)).toEqual([{ name: 'kept' }]);

  third.child.kill('SIGINT');
  third.child.kill('SIGINT'); // a terminal sends it to npm and to us
  expect(await third.exited).toBe(0); // it is 1 where a part did not stop in its time
  expect(existsSync(join(folder, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(existsSync(join(folder, 'amends.pid'))).toBe(false);
  await expect(fetch(`${third.url}/health/live`)).rejects.toThrow();
}, 120_000);

it.each(['void Promise.reject(failure)', 'queueMicrotask(() => { throw failure })'])('stops in order and with 1 after %s, and says nothing of its values', async (fail) => {
  // What a driver throws: its message quotes a customer's number.
  const failure = `Object.assign(new Error('duplicate key 13912345678'), { severity: 'ERROR', code: '23505', detail: 'Key (phone)=(13912345678)' })`;
  const module = `process.once('SIGUSR2', () => { const failure = ${failure}; ${fail} })`;
  const running = await start({}, '--import', `data:text/javascript;base64,${Buffer.from(module).toString('base64')}`);
  running.child.kill('SIGUSR2');
  expect(await running.closed).toBe(1);
  expect(running.said()).toContain('unexpected failure; stopping');
  expect(running.said()).toContain('23505');
  expect(running.said()).not.toContain('13912345678');
  expect(existsSync(join(folder, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(existsSync(join(folder, 'amends.pid'))).toBe(false);
}, 120_000);

it.each([
  ['PORT', { PORT: 'four thousand' }],
  ['AUTH_JWT_SECRET', { AUTH_JWT_SECRET: 'short' }],
  ['AMENDS_DEMO', { NODE_ENV: 'production', AMENDS_DEMO: '1', AUTH_JWT_SECRET: 'p2Q9-vn31-Xa70-wwd4-Ke6u-Zr8s-Ht5b' }],
])('refuses to start with a bad %s, in one line that names it', async (name, env) => {
  const { said, closed } = launch(env);
  expect(await closed).toBe(1);
  expect(said()).toMatch(new RegExp(`^${name}: .+\n$`));
}, 120_000);
