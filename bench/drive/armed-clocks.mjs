import { DEFAULT_RULES } from '../../dist/src/escalation/index.js';
import { AGENTS, MERCHANT, SHOPS, sqlId } from '../ids.mjs';
import { portsOf } from './proc.mjs';
import { startWorker } from './product.mjs';

const WORKERS = 4;
const WARM_CLOCKS = 8_000;
/** A worker asks for the newest rules once a second. */
const RULES_KNOWN_MS = 1_200;

/** The workers under test and the clocks they fire: arms them, says which rules they meet, and tells from the database how late each was. */
export class ArmedClocks {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** What firing wrote since the clocks were armed, and within how many seconds. */
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
    await this.start();
    await this.arm(WARM_CLOCKS, `interval '-1 second'`);
    await this.fired(WARM_CLOCKS);
  }

  /** So many more workers; by default those that are missing. */
  async start(many = WORKERS - this.workers.size) {
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

  /** How late each was, from its time to the commit, in milliseconds. */
  async lateness() {
    const { rows: [told] } = await this.client.query(
      `SELECT count(*)::int AS fired, count(DISTINCT clock_id)::int AS clocks, count(*) FILTER (WHERE detected_at < at)::int AS early,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY late) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY late) AS p99, max(late) AS most
         FROM (SELECT *, extract(epoch FROM pg_xact_commit_timestamp(xmin) - at)::float8 * 1000 AS late FROM clock_firing WHERE detected_at >= $1) f`, [this.since],
    );
    return told;
  }
}
