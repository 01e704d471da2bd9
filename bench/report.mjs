import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { WORKLOADS } from './drive/workloads.mjs';

const median = (numbers) => {
  const sorted = numbers.filter((number) => Number.isFinite(number)).sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
const shown = (number, places) => (Number.isFinite(number) ? number.toFixed(places) : '-');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Prints the medians over the rounds and keeps them in RESULTS.md. */
export function report(run) {
  const text = [
    '# Results of the last run', '', about(run), '',
    ...run.options.sizes.flatMap((size) => [`## ${size.toLocaleString('en')} tickets`, '', figures(run, size), '']),
    '## Against the goals', '', table(['goal', 'asked', 'measured', ''], goals(run)), '',
  ].join('\n');
  writeFileSync(new URL('RESULTS.md', import.meta.url), text);
  process.stdout.write(`${text}\n`);
}

function about({ server, options, command, databases, processes, results }) {
  const errors = results.reduce((sum, result) => sum + result.errors, 0);
  const seeded = databases.filter(({ seedSeconds }) => seedSeconds !== null).map(({ size, seedSeconds }) => `${size.toLocaleString('en')} in ${seedSeconds.toFixed(0)} s`);
  return [
    `- ${new Date().toISOString().slice(0, 10)}, \`${command}\``,
    `- ${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, PostgreSQL ${server.version}, fsync and synchronous_commit on, shared_buffers ${server.buffers}; load generator, database and servers share the cores`,
    `- medians of ${options.rounds} rounds of ${options.seconds} s each, every server warm from 2,000 requests of each work, contestants in turn within each round`,
    `- error answers: ${errors}`,
    ...(seeded.length > 0 ? [`- seeded: ${seeded.join(', ')}`] : []),
    `- start to ready: ${shown(median(processes.map(({ readyMs }) => readyMs)) / 1_000, 1)} s; memory of the API after the run ${memory(processes, 'memory')}${processes[0]?.theirMemory ? `, of PostGraphile ${memory(processes, 'theirMemory')}` : ''}`,
    '- pgbench: the statements the product sends, one a round trip, prepared, same role and row security; latency is its average. PostGraphile 5 on Node 24, as owner of the tables, without row security; its W1 is two inserts.',
    '', ...Object.entries(WORKLOADS).map(([name, what]) => `- **${name}** ${what}`),
  ].join('\n');
}

function memory(processes, which) {
  return `${shown(median(processes.map((each) => each[which].now)), 0)} MB (peak ${shown(median(processes.map((each) => each[which].peak)), 0)} MB)`;
}

function figures(run, size) {
  const keys = [...new Set(run.results.filter((result) => result.size === size).map(({ workload, contestant, connections }) => JSON.stringify([workload, contestant, connections])))].map((key) => JSON.parse(key));
  keys.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const rows = keys.map(([workload, contestant, connections]) => {
    const of = (field) => mid(run, { size, workload, contestant, connections }, field);
    return [workload, contestant, connections, shown(of('rate'), 0), shown(of('p50'), 2), shown(of('p99'), 2), shown(of('nodeMs'), 2), shown(of('postgresMs'), 2), shown(of('errors'), 0)];
  });
  return table(['work', 'by', 'connections', 'per second', 'p50 ms', 'p99 ms', 'CPU ms node', 'CPU ms Postgres', 'errors'], rows);
}

function mid({ results }, { size, workload, contestant, connections }, field) {
  return median(results.filter((result) => (size === undefined || result.size === size) && result.workload === workload && result.contestant === contestant && result.connections === connections)
    .map((result) => result[field]));
}

/** Ratios are taken within each round, so that what slows the machine slows both sides; then the median. */
function ratio({ results }, size, workload, contestant) {
  const pairs = results.filter((result) => result.size === size && result.workload === workload && result.contestant === 'product' && result.connections === 16)
    .map((ours) => ours.rate / results.find((other) => other.size === size && other.round === ours.round && other.workload === workload && other.contestant === contestant && other.connections === 16)?.rate);
  return median(pairs);
}

function goals(run) {
  const { sizes } = run.options;
  const judged = (name, asked, value, met, places = 2) => (Number.isFinite(value) ? [[name, asked, shown(value, places), met(value) ? 'met' : '**missed**']] : []);
  const named = (size) => `, ${size.toLocaleString('en')} tickets`;
  const atSizes = sizes.flatMap((size) => [
    ...[['W3', 1.35], ['W4', 1.3]].flatMap(([work, asked]) => judged(`${work} to PostGraphile${named(size)}`, `>= ${asked}`, ratio(run, size, work, 'postgraphile'), (value) => value >= asked)),
    ...['W1', 'W2'].flatMap((work) => judged(`${work} to pgbench${named(size)}`, '>= 0.5', ratio(run, size, work, 'pgbench'), (value) => value >= 0.5)),
    ...judged(`W4 node CPU ms${named(size)}`, '<= 1.0', mid(run, { size, workload: 'W4', contestant: 'product', connections: 16 }, 'nodeMs'), (value) => value <= 1),
  ]);
  const largest = Math.max(...sizes);
  const flat = sizes.length < 2 ? [] : ['W1', 'W2', 'W3', 'W4', 'W4+', 'W5'].flatMap((workload) => {
    const rate = (size) => mid(run, { size, workload, contestant: 'product', connections: 16 }, 'rate');
    const value = rate(largest) / median(sizes.filter((size) => size !== largest).map(rate));
    return judged(`${workload} at ${largest.toLocaleString('en')} to the smaller sizes`, '>= 0.85', value, (each) => each >= 0.85);
  });
  const worst = (pick) => Math.max(...run.processes.map(pick));
  return [
    ...atSizes, ...flat,
    ...judged('memory of the API, MB', '<= 300', worst(({ memory: { peak } }) => peak), (value) => value <= 300, 0),
    ...judged('start to ready, s', '<= 3', median(run.processes.map(({ readyMs }) => readyMs)) / 1_000, (value) => value <= 3, 1),
  ];
}
