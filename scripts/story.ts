import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoCredential, type DemoRole } from '../src/demo/credentials.js';
import { readConfig } from '../src/platform/config.js';
import { complaint } from './story/complaint.js';
import { logistics } from './story/logistics.js';
import { returnStory } from './story/return.js';
import { Stage, type Call } from './story/stage.js';

// `npm run story`: plays one dispute of each kind over HTTP, as its people would live it, and ends non-zero at the first difference from what is expected.

const config = readConfig(process.env);
const base = `http://127.0.0.1:${config.PORT}`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function isReady(): Promise<boolean> {
  return fetch(`${base}/health/ready`).then((answer) => answer.ok, () => false);
}

/** Starts a server of its own when none runs; answers how to stop it. */
async function server(): Promise<() => Promise<void>> {
  if (await isReady()) return () => Promise.resolve();
  print(`No server at ${base}; starting one.`);
  const child = spawn(process.execPath, ['--max-semi-space-size=32', '--heap-growing-percent=50', 'dist/src/start.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error('the server did not start; where one runs on another port, say so: PORT=4100 npm run story');
    if (await isReady()) return stop;
    await sleep(250);
  }
  await stop();
  throw new Error('the server was not ready within a minute');
}

const tokens = new Map<DemoRole, string>();

const call: Call = async (role, query, variables) => {
  const token = tokens.get(role) ?? (await demoCredential(role, config));
  tokens.set(role, token);
  const answer = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'accept-language': 'en' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as { data?: Record<string, unknown> | null; errors?: { message: string }[] };
  if (body.errors || !body.data) throw new Error(`${role}: ${query.slice(0, 120)}... answered ${answer.status} ${JSON.stringify(body.errors)}`);
  return body.data;
};

let stop = (): Promise<void> => Promise.resolve();
try {
  stop = await server();
  const run = Date.now().toString(36).toUpperCase();
  for (const play of [returnStory, logistics, complaint]) await play(call, new Stage(call, print), run);
  print('\nAll three stories ended as expected.');
} catch (error) {
  process.stderr.write(`\nThe story went another way: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await stop();
}
