import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Measurement } from './measure.mjs';
import { openDatabase, openServer, postmasterOf } from './server.mjs';
import { seed } from './seed/seed.mjs';

// Where the product's CPU goes under one workload: node bench/profile.mjs --workload W4+ [--size 1000] [--seconds 8] [--connections 16]
const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: 'W4+' }, size: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' }, top: { type: 'string', default: '40' },
  },
});
const size = Number(values.size);
const file = fileURLToPath(new URL('.data/profile.json', import.meta.url));
const HOOK = fileURLToPath(new URL('drive/profile-hook.mjs', import.meta.url));

const server = await openServer();
try {
  const database = { size, ...(await openDatabase(server, size, true)) };
  if (database.fresh) await seed(database.owner, size);
  const options = { connections: [Number(values.connections)], seconds: Number(values.seconds), workloads: [values.workload], alone: true };
  const start = { nodeOptions: ['--import', HOOK], env: { BENCH_PROFILE: file } };
  const measurement = new Measurement({ database, postmaster: await postmasterOf(server.url), options, round: 1, say: () => undefined, start });
  // The first second warms up; starting and compiling are not what is looked for.
  const signal = (seconds) => setTimeout(() => process.kill(measurement.api.pid, 'SIGUSR2'), seconds * 1_000);
  measurement.onLoad = () => [signal(1.5), signal(options.seconds + 0.5)];
  const [result] = await measurement.run();
  const { rate, nodeMs, postgresMs, errors } = result;
  console.log(`${values.workload}: ${rate.toFixed(0)}/s, node ${nodeMs.toFixed(2)} ms, Postgres ${postgresMs.toFixed(2)} ms, ${errors} errors`);
  print(JSON.parse(readFileSync(file, 'utf8')), Number(values.top));
} finally {
  await server.stop();
}

/** Self time by function and by package, in percent of the time not idle. */
function print({ nodes, samples, timeDeltas }, top) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byFunction = new Map();
  const byPackage = new Map();
  let total = 0;
  samples.forEach((id, at) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    if (functionName === '(idle)') return;
    total += timeDeltas[at];
    const place = url.replace(/^file:\/\//, '').replace(/^.*node_modules\//, '').replace(/^.*\/dist\//, 'dist/');
    add(byFunction, `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`, timeDeltas[at]);
    add(byPackage, url === '' ? functionName : place.split('/').slice(0, place.startsWith('@') || place.startsWith('dist/') ? 2 + Number(place.startsWith('dist/')) : 1).join('/'), timeDeltas[at]);
  });
  for (const [title, times, many] of [['by package', byPackage, 25], ['by function', byFunction, top]]) {
    console.log(`\n${title}`);
    for (const [name, time] of [...times].sort(([, a], [, b]) => b - a).slice(0, many)) console.log(`${((time / total) * 100).toFixed(1).padStart(6)}%  ${name}`);
  }
}

function add(times, name, time) {
  times.set(name, (times.get(name) ?? 0) + time);
}
