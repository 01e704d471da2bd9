import { spawn } from 'node:child_process';
import { cpuOfTree } from '../drive/proc.mjs';

/** Runs a script by the prepared protocol, one statement a round trip, as the role and with the row security the product has. */
export async function pgbench({ script, login, clients, seconds, transactions, variables, postmaster }) {
  const defined = Object.entries({ seq: 0, clients, ...variables }).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const length = transactions ? ['-t', String(transactions)] : ['-T', String(seconds)];
  const before = postmaster === null ? Number.NaN : cpuOfTree(postmaster);
  const text = await output(['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', ...length, ...defined, '-f', script, login]);
  const number = (pattern) => Number(pattern.exec(text)?.[1]);
  const count = number(/transactions actually processed: (\d+)/);
  const postgresMs = postmaster === null ? Number.NaN : (cpuOfTree(postmaster) - before) / count;
  return { rate: number(/tps = ([\d.]+)/), p50: number(/latency average = ([\d.]+)/), postgresMs, count, errors: number(/failed transactions: (\d+)/) || 0 };
}

function output(args) {
  const child = spawn('pgbench', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PGOPTIONS: '-c role=amends_app -c timezone=UTC' } });
  let [text, complaint] = ['', ''];
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (complaint += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 && !/aborted|ERROR/.test(complaint) ? resolve(text) : reject(new Error(`pgbench (${code}): ${complaint.slice(0, 1_000)}`))));
  });
}
