import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { cpuOf, cpuOfTree, portsOf } from './drive/proc.mjs';
import { load, startProduct, startWorker } from './drive/product.mjs';
import { DEFAULT_RULES } from '../dist/src/escalation/index.js';
import { AGENTS, MERCHANT, SHOPS, sqlId } from './ids.mjs';
import { seed } from './seed/seed.mjs';
import { openDatabase, postmasterOf, withSetting } from './server.mjs';

// Deadlines: `npm run bench -- --part clocks`. Workers as separate processes, on the database's own time; lateness is counted to the commit.
const TICKETS = 20_000;
/** Half of the seeded tickets are open. */
const SEEDED = 42_000;
const WORKERS = 4;
const WINDOW_SECONDS = 15;
/** Between arming and the first deadline: workers are up and warm by then. */
const LEAD_SECONDS = 6;
/** What the API is asked for meanwhile, an equal part of the connections each. */
const READS = ['W3', 'W4'];
const CONNECTIONS = 16;
const WARM_SECONDS = 4;
const WARM_CLOCKS = 8_000;
/** A worker asks for the newest rules once a second. */
const RULES_KNOWN_MS = 1_200;
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

export class Clocks {
  constructor(parts) {
    Object.assign(this, parts);
  }

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

  async caused() {
    const { rows: [row] } = await this.client.query(
      `SELECT extract(epoch FROM max(pg_xact_commit_timestamp(f.xmin)) - min(pg_xact_commit_timestamp(f.xmin)))::float8 AS seconds,
              (SELECT count(*)::int FROM clock_entry WHERE type = 'BREACHED' AND (data->>'detectedAt')::timestamptz >= $1) AS "ledger entries",
              (SELECT count(*)::int FROM event WHERE cause IN ('FALL_DUE', 'ESCALATION') AND at >= $1) AS events,
              (SELECT count(*)::int FROM escalation_level WHERE fired_at >= $1) AS "levels of escalation", (SELECT count(*)::int FROM notification WHERE at >= $1) AS notifications
         FROM clock_firing f WHERE f.detected_at >= $1`, [this.since],
    );
    return row;
  }

  /** One worker is killed and one frozen in the middle of a transaction; the frozen one wakes when everything has fired. */
  async killedAndFrozen() {
    await this.calm();
    await this.start(WORKERS - this.workers.size);
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

  /** Freezes it until it is met with transactions open, which hold the tickets they work on. */
  async freezeAtWork(worker) {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      process.kill(worker.pid, 'SIGSTOP');
      await new Promise((wake) => setTimeout(wake, 100)); // what it had sent is answered by then
      const { rows } = await this.client.query(
        `SELECT client_port AS port FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND state_change < clock_timestamp() - interval '50 ms'`,
      );
      const ports = portsOf(worker.pid);
      const held = rows.filter(({ port }) => ports.has(port)).length;
      if (held > 0) return held;
      process.kill(worker.pid, 'SIGCONT');
      await new Promise((wake) => setTimeout(wake, 7));
    }
    throw new Error('the worker was never met at work');
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

  /** The rules a new merchant starts with, and a leader in each shop to be told. Published versions refuse changes by a trigger, which replicas do not fire. */
  async escalate() {
    await this.calm();
    await this.client.query(
      `INSERT INTO member (merchant_id, id, person_id, name) SELECT $1, ${sqlId('member', `${AGENTS} + n`)}, gen_random_uuid(), 'Leader ' || n FROM generate_series(0, ${SHOPS - 1}) n
       ON CONFLICT DO NOTHING`, [MERCHANT],
    );
    await this.client.query(
      `INSERT INTO membership (merchant_id, id, member_id, role, shop_id)
       SELECT $1, ${sqlId('member', `1000 + n`)}, ${sqlId('member', `${AGENTS} + n`)}, 'LEADER', ${sqlId('shop', 'n')} FROM generate_series(0, ${SHOPS - 1}) n ON CONFLICT DO NOTHING`, [MERCHANT],
    );
    await this.client.query(
      `INSERT INTO escalation_rules (merchant_id, id, name, version, body, published_at) VALUES ($1, gen_random_uuid(), 'default', 1, $2, now())`, [MERCHANT, JSON.stringify(DEFAULT_RULES)],
    );
    await new Promise((wake) => setTimeout(wake, RULES_KNOWN_MS));
  }

  /** Nothing escalates. */
  async calm() {
    await this.client.query('SET session_replication_role = replica; DELETE FROM escalation_rules; RESET session_replication_role');
    await new Promise((wake) => setTimeout(wake, RULES_KNOWN_MS));
  }

  async contextOfReads() {
    const { rows } = await this.client.query(
      `SELECT due_key::text AS due, id FROM (SELECT due_key, id, row_number() OVER (ORDER BY due_key, id) AS place FROM ticket WHERE status <> 'CLOSED') open
        WHERE place % 40 = 1 ORDER BY place LIMIT 400`,
    );
    return { size: TICKETS, cursors: rows.map(({ due, id }) => [due, id]), merchant: MERCHANT, run: 1 };
  }

  /** One clock of each of so many tickets due at that distance from now, and no others; what fired before does not count. */
  async arm(many, due) {
    await this.quieten();
    // In one transaction: workers that are at work already see a clock with its ledger, on a ticket that knows of it, or not at all.
    await this.client.query('BEGIN');
    await this.client.query(
      `CREATE TEMP TABLE armed ON COMMIT DROP AS SELECT merchant_id, id AS ticket_id, gen_random_uuid() AS id,
         date_trunc('milliseconds', clock_timestamp() + ${due}) AS due FROM ticket WHERE status <> 'CLOSED' ORDER BY ticket.id LIMIT ${many}`,
    );
    const { rowCount } = await this.client.query(
      `INSERT INTO clock (merchant_id, ticket_id, id, kind, subject, state, target_ms, started_at, due_at, alarm_at)
       SELECT merchant_id, ticket_id, id, 'NEXT_RESPONSE', id::text, 'RUNNING', 60000, now() - interval '1 minute', due, due FROM armed`,
    );
    await this.client.query(
      `INSERT INTO clock_entry (merchant_id, clock_id, seq, type, at, due_at, alarm_at) SELECT merchant_id, id, 1, 'STARTED', now() - interval '1 minute', due, due FROM armed`,
    );
    await this.client.query(`UPDATE ticket t SET next_due_at = a.due, next_due_clock = 'NEXT_RESPONSE:' || a.id FROM armed a WHERE t.merchant_id = a.merchant_id AND t.id = a.ticket_id`);
    const { rows: [{ now }] } = await this.client.query('SELECT clock_timestamp()::text AS now');
    await this.client.query('COMMIT');
    if (rowCount !== many) throw new Error(`${rowCount} clocks armed instead of ${many}`);
    this.since = now;
  }

  /** What runs of the tickets' own clocks is due next year; what the part before left behind was answered, and its chains with it. */
  async quieten() {
    await this.client.query(`UPDATE clock SET due_at = now() + interval '1 year', alarm_at = now() + interval '1 year' WHERE state = 'RUNNING' AND kind <> 'ESCALATION'`);
    await this.client.query(`UPDATE clock SET state = 'CANCELLED', alarm_at = NULL, ended_at = now() WHERE state = 'RUNNING' AND kind = 'ESCALATION'`);
    await this.client.query(`UPDATE clock SET ended_at = now() WHERE state = 'BREACHED' AND ended_at IS NULL`);
    await this.client.query(`UPDATE escalation SET state = 'SETTLED', ended_at = now() WHERE state = 'OPEN'`);
    await this.client.query('UPDATE notification SET read_at = now() WHERE read_at IS NULL');
    await this.client.query('VACUUM (ANALYZE) clock, clock_entry, clock_firing, event, ticket');
  }

  /** All workers, after some thousand clocks: code is compiled by use. */
  async warm() {
    await this.start(WORKERS - this.workers.size);
    await this.arm(WARM_CLOCKS, `interval '-1 second'`);
    await this.fired(WARM_CLOCKS);
  }

  async start(many) {
    const started = await Promise.all(Array.from({ length: many }, () => startWorker(this.database.login)));
    for (const worker of started) this.workers.add(worker);
    return started;
  }

  /** Waits until that many have fired since they were armed; gives up after a minute and a half. */
  async fired(many) {
    for (let wait = 0; wait < 450; wait += 1) {
      const { rows: [{ left }] } = await this.client.query(`SELECT EXISTS (SELECT FROM clock WHERE alarm_at < now() + interval '1 day' AND kind = 'NEXT_RESPONSE') AS left`);
      if (!left) return this.complete(many);
      await new Promise((wake) => setTimeout(wake, 200));
    }
    throw new Error(`not all of ${many} fired`);
  }

  /** Asked once, at the end: counting what fired costs what firing it does. */
  async complete(many) {
    const { rows: [{ n }] } = await this.client.query('SELECT count(*)::int AS n FROM clock_firing WHERE detected_at >= $1', [this.since]);
    if (n !== many) throw new Error(`${n} of ${many} fired`);
  }

  async lateness() {
    const { rows: [told] } = await this.client.query(
      `SELECT count(*)::int AS fired, count(DISTINCT clock_id)::int AS clocks, count(*) FILTER (WHERE detected_at < at)::int AS early,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY late) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY late) AS p99, max(late) AS most
         FROM (SELECT *, extract(epoch FROM pg_xact_commit_timestamp(xmin) - at)::float8 * 1000 AS late FROM clock_firing WHERE detected_at >= $1) f`, [this.since],
    );
    return told;
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
