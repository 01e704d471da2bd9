import pg from 'pg';
import { pgbench } from './compare/pgbench.mjs';
import { ask, load, startPostgraphile, startProduct } from './drive/product.mjs';
import { memoryOf } from './drive/proc.mjs';
import { THEIR_QUEUE } from './drive/workloads.mjs';
import { MERCHANT } from './ids.mjs';
import { addUnanswered, forget } from './seed/seed.mjs';

const WARMUP_SECONDS = 1;
/** The comparison is drawn at this many connections. */
const COMPARED = 16;
const PGBENCH_CLIENTS = [16, 8];
const LIKE = new Set(['W1', 'W3', 'W4', 'W4+']);
/** More tickets to answer than any machine answers in a second. */
/** What is measured is a server that has been running: its code is compiled by the number of requests, not by time. */
const WARM_AFTER = 2_000;
const WARM_AT_MOST_SECONDS = 30;
const MOST_ANSWERS = 4_000;
const MOST_ANSWERS_ALONE = 1_000;
const CURSORS = 400;

/** One round over one database: each workload by every contestant in turn, reads before writes, and then everything written taken away again. */
export class Measurement {
  results = [];
  /** Distinguishes what different measurements write. */
  static runs = 0;

  constructor(parts) {
    Object.assign(this, parts);
  }

  async run() {
    const { database, options } = this;
    this.client = new pg.Client({ connectionString: database.owner, options: '-c timezone=UTC' });
    await this.client.connect();
    this.api = await startProduct(database.login, this.start);
    this.other = options.alone ? null : await startPostgraphile(database.owner);
    try {
      this.context = await this.contextOf();
      this.nextUnanswered = database.size + 1;
      await this.warmUp();
      for (const workload of ['W3', 'W4', 'W4+', 'W5', 'W1', 'W2']) if (options.workloads.includes(workload)) await this.all(workload);
      this.process = { size: database.size, readyMs: this.api.readyMs, memory: memoryOf(this.api.pid), theirMemory: this.other && memoryOf(this.other.pid) };
    } finally {
      await this.api.stop();
      await this.other?.stop();
      await forget(this.client, database.size);
      await this.client.end();
    }
    return this.results;
  }

  async warmUp() {
    const { workloads } = this.options;
    for (const workload of workloads) await this.warm('product', this.api, workload);
    for (const workload of this.other ? workloads.filter((each) => LIKE.has(each)) : []) await this.warm('postgraphile', this.other, workload);
  }

  async warm(contestant, target, workload) {
    const pool = workload === 'W2' ? await this.unanswered(WARM_AFTER) : {};
    const result = await load(this.order(contestant, target, workload, COMPARED, { limit: WARM_AFTER, ...pool }, WARM_AT_MOST_SECONDS));
    if (result.errors > 0) throw new Error(`${workload} by ${contestant} fails: ${result.firstError}`);
  }

  async all(workload) {
    for (const connections of this.options.connections) {
      await this.byProduct(workload, connections);
      if (connections !== COMPARED || !this.other) continue;
      for (const clients of PGBENCH_CLIENTS) await this.byPgbench(workload, clients);
      if (LIKE.has(workload)) await this.byPostgraphile(workload, connections);
    }
  }

  async byProduct(workload, connections) {
    this.keep('product', workload, connections, await this.load('product', this.api, workload, connections));
  }

  async byPostgraphile(workload, connections) {
    this.keep('postgraphile', workload, connections, await this.load('postgraphile', this.other, workload, connections));
  }

  async load(contestant, target, workload, connections) {
    const { seconds } = this.options;
    const more = workload === 'W2' ? await this.unanswered((connections === 1 ? MOST_ANSWERS_ALONE : MOST_ANSWERS) * (seconds + WARMUP_SECONDS)) : {};
    this.onLoad?.();
    const result = await load(this.order(contestant, target, workload, connections, more, seconds));
    await this.onLoaded?.();
    return result;
  }

  order(contestant, target, workload, connections, more, seconds) {
    return {
      contestant, workload, connections, seconds, warmupSeconds: WARMUP_SECONDS, port: target.port, path: target.path, tokens: target.tokens,
      pids: { node: target.pid, postgres: this.postmaster }, context: { ...this.context, run: (Measurement.runs += 1), ...more },
    };
  }

  async byPgbench(workload, clients) {
    const { seconds } = this.options;
    const { size, dueFrom, dueTo } = this.context;
    const pool = workload === 'W2' ? await this.unanswered(MOST_ANSWERS * seconds) : null;
    const variables = { size, base: (Measurement.runs += 1) * 20_000_000, first: pool?.first ?? 0, due_from: dueFrom, due_to: dueTo };
    this.keep('pgbench', workload, clients, await pgbench({
      script: this.scripts[workload], login: this.database.login, clients, seconds, variables, postmaster: this.postmaster,
      transactions: pool && Math.floor(pool.limit / clients),
    }));
  }

  async unanswered(limit) {
    const first = this.nextUnanswered;
    this.nextUnanswered += limit;
    await addUnanswered(this.client, first, limit);
    return { first, limit };
  }

  keep(contestant, workload, connections, result) {
    const { database: { size }, round } = this;
    this.results.push({ size, round, contestant, workload, connections, ...result });
    this.say(`round ${round}, ${size} tickets, ${workload} by ${contestant} at ${connections}: ${result.rate.toFixed(0)}/s, ${result.errors} errors`);
    if (result.firstError) this.say(`  ${result.firstError}`);
  }

  /** Where pages of the queue begin, for each contestant in its own words, and a ticket to make others like. */
  async contextOf() {
    const { size } = this.database;
    const { rows } = await this.client.query(
      `SELECT due, id, place FROM (SELECT due_key::text AS due, id, row_number() OVER (ORDER BY due_key, id) AS place, count(*) OVER () AS many
         FROM ticket WHERE status <> 'CLOSED') open
        WHERE place < many - 100 AND (many <= $1 OR place % (many / $1) = 0) ORDER BY place LIMIT $1`, [CURSORS],
    );
    const cursors = rows.map(({ due, id }) => [due, id]);
    const epoch = (due) => Math.floor(Date.parse(`${due}:00`.replace(' ', 'T').slice(0, 25)) / 1_000);
    const { rows: [ticket] } = await this.client.query(
      `SELECT to_jsonb(t) AS row FROM ticket t WHERE current_step = 'SOOTHE' ORDER BY id LIMIT 1`,
    );
    return {
      size, cursors, merchant: MERCHANT, dueFrom: epoch(cursors[0][0]), dueTo: epoch(cursors.at(-1)[0]),
      theirCursors: this.other ? await this.theirCursors() : [], ticket: theirTicket(ticket.row),
    };
  }

  /** Their cursors are found by walking: a hundred pages are enough to start from. */
  async theirCursors() {
    const cursors = [];
    for (let after = null; cursors.length < 100;) {
      const body = JSON.stringify({ query: THEIR_QUEUE, variables: { merchant: MERCHANT, after } });
      const { allTickets: { pageInfo } } = await ask(this.other, body);
      cursors.push(after);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    return cursors.length > 1 ? cursors.slice(0, -1) : cursors;
  }
}

const THEIRS = {
  merchantId: 'merchant_id', kind: 'kind', status: 'status', source: 'source', channel: 'channel', priority: 'priority', severity: 'severity', emotion: 'emotion',
  subject: 'subject', problem: 'problem', details: 'details', definitionId: 'definition_id', policyId: 'policy_id', currentStep: 'current_step', steps: 'steps',
  waitingOn: 'waiting_on', nextDueAt: 'next_due_at', openedAt: 'opened_at', updatedAt: 'updated_at',
};

function theirTicket(row) {
  return { version: 1, ...Object.fromEntries(Object.entries(THEIRS).map(([field, column]) => [field, row[column]])) };
}
