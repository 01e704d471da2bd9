import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Measurement } from './measure.mjs';
import { scriptsOf } from './compare/statements.mjs';
import { report } from './report.mjs';
import { addUnanswered, forget, seed } from './seed/seed.mjs';
import { openDatabase, openServer, postmasterOf } from './server.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,100000,1000000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '1,16,64' },
    workloads: { type: 'string', default: 'W1,W2,W3,W4,W4+,W5' },
    /** The databases of the run before, when their tables are still what the migrations make. */
    reuse: { type: 'boolean', default: false },
    /** The product alone. */
    alone: { type: 'boolean', default: false },
    /** Of the part money: how many cases are measured each time. */
    cases: { type: 'string', default: '1920' },
    /** One part by itself: requests, clocks, money or business-time (which needs no database). */
    part: { type: 'string' },
  },
});
const PARTS = {
  clocks: ['Deadlines', async (say) => (await import('./clocks.mjs')).clocks(say)],
  money: ['Money', async (say) => (await import('./money.mjs')).money(say, { cases: Number(values.cases), rounds: Number(values.rounds), alone: values.alone })],
  'business-time': ['Business time', async (say) => (await import('./business-time.mjs')).businessTime(say)],
};
if (values.part && values.part !== 'requests') {
  await PARTS[values.part][1](say);
  process.exit();
}
const numbers = (text) => text.split(',').map(Number);
const options = {
  sizes: numbers(values.sizes), rounds: Number(values.rounds), seconds: Number(values.seconds), connections: numbers(values.connections),
  workloads: values.workloads.split(','), alone: values.alone,
};

const server = await openServer();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    process.on('uncaughtException', () => undefined); // connections that break now break because the server stops
    void Promise.resolve(server.stop()).finally(() => process.exit(1));
  });
}
try {
  const postmaster = await postmasterOf(server.url);
  const databases = [];
  for (const size of options.sizes) databases.push(await prepared(size));
  const scripts = options.alone ? null : await captured(databases[0]);
  const results = [];
  const processes = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const database of databases) {
      const measurement = new Measurement({ database, postmaster, scripts, options, round, say });
      results.push(...(await measurement.run()));
      processes.push(measurement.process);
    }
  }
  report({ options, server, databases, results, processes, command: `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim() });
  if (results.some(({ errors }) => errors > 0)) process.exitCode = 1;
} finally {
  await server.stop();
}
if (!values.part && !values.alone) for (const [title, measure] of Object.values(PARTS)) await appended(title, measure);

/** What the part says stands in the results too: tables as they are, everything else word for word. */
async function appended(title, measure) {
  const lines = [];
  await measure((text) => {
    say(text);
    lines.push(text);
  });
  appendFileSync(new URL('RESULTS.md', import.meta.url), `\n## ${title}\n\n${lines.map((line) => (line.startsWith('|') ? `${line}\n` : `    ${line}`)).join('\n')}\n`);
}

async function prepared(size) {
  const startedAt = performance.now();
  const database = { size, ...(await openDatabase(server, size, values.reuse)) };
  if (database.fresh) await seed(database.owner, size);
  else await withClient(database, (client) => forget(client, size)); // the run before may have been cut short
  const seedSeconds = (performance.now() - startedAt) / 1_000;
  say(`${size} tickets ${database.fresh ? 'seeded' : 'found'} in ${seedSeconds.toFixed(0)} s`);
  return { ...database, seedSeconds: database.fresh ? seedSeconds : null };
}

/** The statements are the same at every size: they are taken down at the first. */
function captured({ size, owner, login }) {
  return withClient({ owner }, async (client) => {
    await addUnanswered(client, size + 1, 8);
    const { rows } = await client.query(`SELECT due_key::text AS due, id FROM ticket WHERE status <> 'CLOSED' ORDER BY due_key, id LIMIT 4`);
    const cursors = rows.map(({ due, id }) => [due, id]);
    try {
      return await scriptsOf({ owner, login }, { size, run: 0, first: size + 1, cursors, dueKeys: new Set(rows.map(({ due }) => due)) });
    } finally {
      await forget(client, size);
    }
  });
}

async function withClient({ owner }, work) {
  const client = new pg.Client({ connectionString: owner, options: '-c timezone=UTC' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
