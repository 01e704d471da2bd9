import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Measurement } from './measure.mjs';
import { openDatabase, openServer, postmasterOf, query, withSetting } from './server.mjs';
import { seed } from './seed/seed.mjs';

// Where the product's CPU goes under one workload: node bench/profile.mjs --workload W4+ [--size 1000] [--seconds 8] [--connections 16]
// With --statements: what each statement costs Postgres, those of triggers and foreign keys too. One connection tells it best.
const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: 'W4+' }, size: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' }, top: { type: 'string', default: '40' },
    statements: { type: 'boolean', default: false },
  },
});
const size = Number(values.size);
const file = fileURLToPath(new URL('.data/profile.json', import.meta.url));
const HOOK = fileURLToPath(new URL('drive/profile-hook.mjs', import.meta.url));
const STATEMENTS = `SELECT calls::float8, total_exec_time + total_plan_time AS ms, total_plan_time AS planning, plans::float8, (shared_blks_hit + shared_blks_read)::float8 AS pages, toplevel,
       left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS text
  FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1 AND query NOT LIKE '%pg_stat_statements%' ORDER BY 2 DESC`;

const server = values.statements ? await withSetting('shared_preload_libraries', 'pg_stat_statements') : await openServer();
try {
  const database = { size, ...(await openDatabase(server, size, true)) };
  if (database.fresh) await seed(database.owner, size);
  const options = { connections: [Number(values.connections)], seconds: Number(values.seconds), workloads: [values.workload], alone: true };
  const start = { nodeOptions: ['--import', HOOK], env: { BENCH_PROFILE: file } };
  const measurement = new Measurement({ database, postmaster: await postmasterOf(server.url), options, round: 1, say: () => undefined, start });
  // The first second warms up; starting and compiling are not what is looked for.
  const signal = (seconds) => setTimeout(() => process.kill(measurement.api.pid, 'SIGUSR2'), seconds * 1_000);
  // In another database than the product's, which refuses to serve from one with such views in it.
  if (values.statements) await query(server.url, 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  for (const setting of values.statements ? ["track = 'all'", 'track_planning = on'] : []) await query(server.url, `ALTER DATABASE ${database.name} SET pg_stat_statements.${setting}`);
  measurement.onLoad = () => (values.statements
    ? setTimeout(() => void query(server.url, 'SELECT pg_stat_statements_reset()'), 1_000)
    : [signal(1.5), signal(options.seconds + 0.5)]);
  measurement.onLoaded = async () => (measurement.told ??= values.statements ? await query(server.url, STATEMENTS, [database.name]) : null);
  const [result] = await measurement.run();
  const { rate, nodeMs, postgresMs, errors } = result;
  console.log(`${values.workload}: ${rate.toFixed(0)}/s, node ${nodeMs.toFixed(2)} ms, Postgres ${postgresMs.toFixed(2)} ms, ${errors} errors`);
  if (measurement.told) printStatements(measurement.told, result.count, Number(values.top));
  else print(JSON.parse(readFileSync(file, 'utf8')), Number(values.top));
} finally {
  await server.stop();
  if (values.statements) await (await withSetting('shared_preload_libraries', null)).stop();
}

/** Per request: how often it runs, its milliseconds, those of planning among them, how often it was planned, and the pages it touches. */
function printStatements(rows, requests, top) {
  const each = (number) => (number / requests).toFixed(3).padStart(8);
  const sum = rows.filter(({ toplevel }) => toplevel).reduce((total, { ms }) => total + ms, 0);
  console.log(`\n${rows.length} statements, ${each(sum)} ms a request\n   calls       ms planning    plans    pages`);
  for (const { calls, ms, planning, plans, pages, text, toplevel } of rows.slice(0, top)) {
    console.log(`${[calls, ms, planning, plans, pages].map(each).join(' ')}  ${toplevel ? '' : '(within) '}${text}`);
  }
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
