import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ArmedClocks } from './drive/armed-clocks.mjs';
import { cpuOf, cpuOfTree } from './drive/proc.mjs';
import { load, startProduct } from './drive/product.mjs';
import { MERCHANT } from './ids.mjs';
import { seed } from './seed/seed.mjs';
import { openDatabase, postmasterOf, withSetting } from './server.mjs';

// Deadlines: `npm run bench -- --part clocks`. Workers as separate processes, on the database's own time; lateness is counted to the commit.
const TICKETS = 20_000;
/** Half of the seeded tickets are open. */
const SEEDED = 42_000;
const WINDOW_SECONDS = 15;
/** Between arming and the first deadline: workers are up and warm by then. */
const LEAD_SECONDS = 6;
/** What the API is asked for meanwhile, an equal part of the connections each. */
const READS = ['W3', 'W4'];
const CONNECTIONS = 16;
const WARM_SECONDS = 4;
const PARTS = ['underLoad', 'sustained', 'killedAndFrozen', 'idle'];
const ARMED = 1_000_000;
const IDLE_SECONDS = 10;

export async function clocks(say = console.log, parts = PARTS) {
  const server = await withSetting('track_commit_timestamp', 'on'); // when a transaction was committed is kept only by a server told to
  const workers = new Set();
  try {
    const database = await openDatabase(server, 'clocks', false);
    await seed(database.owner, SEEDED);
    const client = new pg.Client({ connectionString: database.owner, options: '-c timezone=UTC' });
    await client.connect();
    client.on('error', () => undefined); // the server stops under it when a part fails
    const bench = new Clocks({ client, database, workers, postmaster: await postmasterOf(server.url), say });
    await bench.quieten(); // before the workers look
    const lines = [];
    for (const part of parts) lines.push(...(await bench[part]()));
    await client.end();
    return lines;
  } finally {
    for (const worker of workers) await worker.stop();
    await server.stop();
  }
}

class Clocks extends ArmedClocks {
  /**
   * 20,000 deadlines of as many tickets within 15 seconds, while the API is asked for tickets (W3) and pages of the queue (W4), half of its 16
   * connections each: at half of what it can by itself, and as fast as it can. First where nothing escalates; then with each missed one told to a
   * leader, by the rules a new merchant starts with.
   */
  async underLoad() {
    const api = await startProduct(this.database.login);
    await this.warm();
    const context = await this.contextOfReads();
    const ask = async (seconds, rates = {}) => {
      const reads = await Promise.all(READS.map((workload) => load({
        contestant: 'product', workload, connections: CONNECTIONS / READS.length, seconds, warmupSeconds: 1, perSecond: rates[workload], port: api.port, path: api.path,
        tokens: api.tokens, pids: { node: api.pid, postgres: this.postmaster }, context,
      })));
      return { rates: Object.fromEntries(reads.map(({ rate }, at) => [READS[at], rate])), errors: reads.reduce((sum, { errors }) => sum + errors, 0) };
    };
    await ask(WARM_SECONDS);
    const alone = await ask(WARM_SECONDS);
    const half = Object.fromEntries(READS.map((workload) => [workload, alone.rates[workload] / 2]));
    const told = (rates) => READS.map((workload) => `${rates[workload].toFixed(0)} ${workload}/s`).join(' and ');
    const lines = [];
    const loads = [[`asked for half of the ${told(alone.rates)} it gives without clocks`, half], ['as fast as it can', undefined]];
    for (const [how, rates, escalates] of [false, true].flatMap((one) => loads.map((each) => [...each, one]))) {
      await (escalates ? this.escalate() : this.calm());
      await this.warm(); // with what these rules cause
      await this.arm(TICKETS, `interval '${LEAD_SECONDS} seconds' + random() * interval '${WINDOW_SECONDS} seconds'`);
      await this.client.query('VACUUM (ANALYZE) clock, clock_entry, ticket'); // what arming left behind is no part of the work
      const loading = ask(WINDOW_SECONDS + LEAD_SECONDS - 1, rates);
      await this.fired(TICKETS);
      const loaded = await loading;
      lines.push(this.line(`20,000 due within 15 s, 4 workers, ${escalates ? 'each told to a leader' : 'without escalation'}, API ${how}: ${told(loaded.rates)} (${loaded.errors} errors)`, await this.lateness()));
    }
    await api.stop();
    return lines;
  }

  /** Everything overdue at once: how fast it is worked off, with all it causes; first where nothing escalates, then with the rules a new merchant starts with. */
  async sustained() {
    const lines = [];
    for (const [how, prepare] of [['without escalation', () => this.calm()], ['each told to a leader', () => this.escalate()]]) {
      await prepare();
      await this.warm();
      await this.arm(TICKETS, `interval '-1 second'`);
      await this.fired(TICKETS);
      const { seconds, ...rows } = await this.caused();
      const counts = Object.entries(rows).map(([name, n]) => `${n} ${name}`).join(', ');
      lines.push(this.line(`20,000 overdue at once, ${how}: ${(TICKETS / seconds).toFixed(0)} fires a second, ${counts}`, await this.lateness(), false));
    }
    return lines;
  }

  /** One worker is killed and one frozen in the middle of a transaction; the frozen one wakes when everything has fired. */
  async killedAndFrozen() {
    await this.calm();
    await this.start();
    const many = 10_000;
    await this.arm(many, `interval '${LEAD_SECONDS} seconds' + random() * interval '10 seconds'`);
    const [killed, frozen] = this.workers;
    await new Promise((wake) => setTimeout(wake, (LEAD_SECONDS + 3) * 1_000));
    process.kill(killed.pid, 'SIGKILL');
    this.workers.delete(killed);
    const held = await this.freezeAtWork(frozen);
    await this.fired(many);
    const told = await this.lateness();
    process.kill(frozen.pid, 'SIGCONT');
    await new Promise((wake) => setTimeout(wake, 3_000));
    const after = await this.lateness();
    return [this.line(
      `10,000 due within 10 s, of 4 workers one killed and one frozen in the middle of ${held} transactions: every clock fired elsewhere at most ${(told.most / 1_000).toFixed(1)} s late, ${after.fired - told.fired} more after it woke`,
      after,
    )];
  }

  /** What an idle worker costs with twenty thousand clocks armed, and with a million. */
  async idle() {
    for (const worker of this.workers) await worker.stop();
    this.workers.clear();
    const cost = async () => {
      const [worker] = await this.start(1);
      await new Promise((wake) => setTimeout(wake, 3_000));
      const before = { node: cpuOf(worker.pid), postgres: cpuOfTree(this.postmaster) };
      await new Promise((wake) => setTimeout(wake, IDLE_SECONDS * 1_000));
      const spent = { node: (cpuOf(worker.pid) - before.node) / IDLE_SECONDS, postgres: (cpuOfTree(this.postmaster) - before.postgres) / IDLE_SECONDS };
      await worker.stop();
      this.workers.delete(worker);
      return spent;
    };
    const few = await cost();
    await this.client.query('SET session_replication_role = replica');
    await this.client.query(
      `INSERT INTO clock (merchant_id, ticket_id, id, kind, subject, state, target_ms, started_at, due_at, alarm_at)
       SELECT merchant_id, id, gen_random_uuid(), 'PROMISE', n::text, 'RUNNING', 1000, now(), due, due
         FROM (SELECT merchant_id, id FROM ticket LIMIT $2::int) t, generate_series(1, $1::int / $2::int) n, LATERAL (SELECT now() + interval '1 year' + n * interval '1 second' AS due) d`, [ARMED, TICKETS],
    );
    await this.client.query('RESET session_replication_role');
    await this.client.query('VACUUM ANALYZE clock');
    await this.client.query('CHECKPOINT'); // what arming them left to be written to disk is no part of idling
    const many = await cost();
    const tell = ({ node, postgres }) => `${node.toFixed(1)} ms node and ${postgres.toFixed(1)} ms Postgres a second`;
    return [`idle worker: ${tell(few)} with ${TICKETS} clocks; ${tell(many)} with ${ARMED} more armed`].map((text) => this.tell(text));
  }

  async contextOfReads() {
    const { rows } = await this.client.query(
      `SELECT due_key::text AS due, id FROM (SELECT due_key, id, row_number() OVER (ORDER BY due_key, id) AS place FROM ticket WHERE status <> 'CLOSED') open
        WHERE place % 40 = 1 ORDER BY place LIMIT 400`,
    );
    return { size: TICKETS, cursors: rows.map(({ due, id }) => [due, id]), merchant: MERCHANT, run: 1 };
  }

  line(what, { fired, clocks: distinct, early, p50, p99, most }, late = true) {
    const times = late ? `; late p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, most ${most.toFixed(0)} ms` : '';
    return this.tell(`${what}: ${fired} fired, ${fired - distinct} twice, ${early} early${times}`);
  }

  tell(text) {
    this.say(text);
    return text;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { parts: { type: 'string', default: PARTS.join(',') } } });
  await clocks(console.log, values.parts.split(','));
}
