import { fork, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { encodeId } from '../../dist/src/kernel/ids.js';
import { AGENTS, MERCHANT, agentOf } from '../ids.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = 'a-secret-that-lives-as-long-as-a-bench-run';

/** Servers that run now: however the bench ends, they end with it. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill()));

/** The built API as `npm run start:api` starts it, demo off, answering on a free port. `readyMs`: from start to the first ready answer. */
export function startProduct(login, { nodeOptions = [], env = {} } = {}) {
  return start(login, ['--max-semi-space-size=32', '--heap-growing-percent=50', ...nodeOptions, 'dist/src/main.js'], env);
}

/** A worker process as `npm run start:worker` starts it. */
export function startWorker(login) {
  return start(login, ['dist/src/worker.js'], { POOL_SIZE: '4' });
}

async function start(login, command, env) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, {
    cwd: ROOT, stdio: ['ignore', openSync(`${ROOT}bench/.data/product.log`, 'a'), 'inherit'],
    env: {
      PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: login, PORT: String(port), HOST: '127.0.0.1', AUTH_JWT_SECRET: SECRET, LOG_LEVEL: 'warn', RATE_PER_ADDRESS: '0', RATE_PER_ACTOR: '0',
      AMENDS_DATA: 'bench/.data/files', ...env,
    },
  });
  await answering(child, `http://127.0.0.1:${port}/health/ready`);
  const tokens = await Promise.all(Array.from({ length: AGENTS }, (_, n) => tokenOf(agentOf(n))));
  return { pid: child.pid, port, path: '/graphql', readyMs: performance.now() - startedAt, tokens, stop: () => stop(child) };
}

/** PostGraphile on its newer Node, with as many database connections as the product. */
export async function startPostgraphile(owner) {
  const port = await freePort();
  const node = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  const child = spawn(node, [fileURLToPath(new URL('../compare/postgraphile-server.mjs', import.meta.url)), owner, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env.PATH, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
  });
  await answering(child, `http://127.0.0.1:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' });
  return { pid: child.pid, port, path: '/graphql', tokens: [null], stop: () => stop(child) };
}

export async function ask({ port, path, tokens: [token] }, body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const result = await answer.json();
  if (!answer.ok || result.errors) throw new Error(JSON.stringify(result).slice(0, 2_000));
  return result.data;
}

/** One measurement by the load generator in a process of its own. */
export function load(order) {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)));
  return new Promise((resolve, reject) => {
    child.once('message', (result) => {
      child.kill();
      resolve(result);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the load generator ended (${code})`)));
    child.send(order);
  });
}

/** What a member of the seeded merchant presents. */
export function tokenOf(memberId) {
  return new SignJWT({ merchant: encodeId('Merchant', MERCHANT) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(encodeId('Member', memberId))
    .setIssuer('amends').setAudience('amends').setIssuedAt().setExpirationTime('1d').sign(new TextEncoder().encode(SECRET));
}

async function answering(child, url, request) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a server ended before it was ready (${child.exitCode})`);
    const answer = await fetch(url, request).catch(() => null);
    if (answer?.ok) return;
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

function stop(child) {
  if (!running.has(child)) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
