import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { migrate } from '../../src/platform/database/migrate.js';
import type { Made } from '../support/database.js';
import { databaseBefore, migrationsFrom } from '../support/older-database.js';

// A database with tickets at work is brought up to date: what was there stays, and what has another form now has it.

/** It gives clocks alarms, terms and firings. */
const NEXT = 1_796_000_000_009;
const [merchant, shop, ticket, definition, policy] = Array.from({ length: 5 }, () => uuidv7());
const promises = { told: uuidv7(), declared: uuidv7() };
const clocks = { running: uuidv7(), paused: uuidv7(), breached: uuidv7(), met: uuidv7(), offer: uuidv7() };
let made: Made;

beforeAll(async () => {
  made = await databaseBefore(NEXT);
  await fill();
});
afterAll(() => made.drop());

async function fill(): Promise<void> {
  const run = (statement: string, values: unknown[]): Promise<unknown> => made.pool.query(statement, values);
  await run('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, true)', [merchant, 'Filled']);
  await run(`INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 's', 'Shop', 'TMALL', 'Asia/Shanghai', 'CNY')`, [merchant, shop]);
  for (const [table, id] of [['process_definition', definition], ['sla_policy', policy]]) {
    await run(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, '{"targets": {}}', now())`, [merchant, id]);
  }
  await run(
    `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem, definition_id, policy_id, steps,
       waiting_on, opened_at, updated_at)
     VALUES ($1, $2, 'T-1', $3, 'COMPLAINT', 'OPEN', 7, 'AGENT', 'CHAT', 'NORMAL', 'NORMAL', 'CALM', 's', 'p', $4, $5, '[]', 'US', '2026-06-01', '2026-06-01')`,
    [merchant, ticket, shop, definition, policy],
  );
  const clock = async (id: string, kind: string, state: string, due: string | null, more: { remaining?: number; ended?: string } = {}): Promise<void> => {
    await run(
      `INSERT INTO clock (merchant_id, id, ticket_id, kind, subject, state, target_ms, started_at, due_at, remaining_ms, ended_at) VALUES ($1, $2, $3, $4, $5, $6, 3600000, '2026-06-01', $7, $8, $9)`,
      [merchant, id, ticket, kind, `${kind}:${id}`, state, due, more.remaining ?? null, more.ended ?? null],
    );
    await entry(id, 1, 'STARTED', '2026-06-01', '2026-06-01T01:00:00Z', { kind, subject: `${kind}:${id}`, targetMs: 3_600_000 });
  };
  const entry = (id: string, seq: number, type: string, at: string, due: string | null, data: object): Promise<unknown> => run(
    'INSERT INTO clock_entry (merchant_id, clock_id, seq, type, at, due_at, data) VALUES ($1, $2, $3, $4, $5, $6, $7)', [merchant, id, seq, type, at, due, JSON.stringify(data)],
  );
  await clock(clocks.running, 'STEP', 'RUNNING', '2026-06-01T01:00:00Z');
  await clock(clocks.paused, 'RESOLUTION', 'PAUSED', null, { remaining: 60_000 });
  await entry(clocks.paused, 2, 'PAUSED', '2026-06-01T00:59:00Z', null, { reason: 'WAITING_ON_CUSTOMER', remainingMs: 60_000 });
  await clock(clocks.breached, 'STEP', 'BREACHED', '2026-06-01T01:00:00Z');
  await entry(clocks.breached, 2, 'BREACHED', '2026-06-01T01:00:00Z', '2026-06-01T01:00:00Z', { detectedAt: '2026-06-01T01:00:05Z' });
  await clock(clocks.met, 'STEP', 'SATISFIED', '2026-06-01T01:00:00Z', { ended: '2026-06-01T00:30:00Z' });
  await clock(clocks.offer, 'OFFER', 'RUNNING', '2026-06-02T00:00:00Z');
  for (const [id, what] of [[promises.told, '按消息所述回复顾客 / Reply, as the message says'], [promises.declared, '核对库存']]) {
    await run(
      `INSERT INTO promise (merchant_id, id, ticket_id, kind, what, channel, due_at, state, at) VALUES ($1, $2, $3, 'REPLY', $4, 'CHAT', '2026-06-02', 'OPEN', '2026-06-01')`, [merchant, id, ticket, what],
    );
  }
}

it('keeps every row and gives the clocks that were there their alarms, terms, pauses and firings', async () => {
  const kept = async (): Promise<unknown> => (await made.pool.query('SELECT id, kind, subject, state, target_ms, started_at, due_at, remaining_ms, ended_at FROM clock ORDER BY id')).rows;
  const ledger = async (): Promise<unknown> => (await made.pool.query('SELECT clock_id, seq, type, at, due_at, data FROM clock_entry ORDER BY clock_id, seq')).rows;
  const before = [await kept(), await ledger()];
  expect(await migrate(made.url)).toEqual(migrationsFrom(NEXT));
  expect([await kept(), await ledger()]).toEqual(before);
  const { rows: [row] } = await made.pool.query('SELECT version, status, problem, next_due_clock FROM ticket WHERE id = $1', [ticket]);
  expect(row).toEqual({ version: 7, status: 'OPEN', problem: 'p', next_due_clock: null });

  const { rows } = await made.pool.query<{ id: string; alarm_at: Date | null; pauses: object; pause: object | null; generation: number; calendar_id: string | null }>(
    `SELECT id, alarm_at, terms -> 'pauses' AS pauses, pause, generation, calendar_id FROM clock`,
  );
  const of = new Map(rows.map(({ id, ...clock }) => [id, clock]));
  const waits = { WAITING_ON_CUSTOMER: null, PLATFORM_INTERVENTION: null };
  const plain = { generation: 1, calendar_id: null, pause: null };
  expect(of.get(clocks.running)).toEqual({ ...plain, alarm_at: new Date('2026-06-01T01:00:00Z'), pauses: waits });
  expect(of.get(clocks.paused)).toEqual({ ...plain, alarm_at: null, pauses: waits, pause: { reason: 'WAITING_ON_CUSTOMER', since: '2026-06-01T00:59:00.000Z' } });
  expect(of.get(clocks.breached)).toEqual({ ...plain, alarm_at: null, pauses: waits });
  expect(of.get(clocks.met)).toEqual({ ...plain, alarm_at: null, pauses: {} });
  expect(of.get(clocks.offer)).toEqual({ ...plain, alarm_at: new Date('2026-06-02T00:00:00Z'), pauses: {} });
  expect((await made.pool.query('SELECT id, time_from FROM promise ORDER BY time_from')).rows).toEqual([
    { id: promises.declared, time_from: 'SENDER' }, { id: promises.told, time_from: 'TEXT' },
  ]);
  expect((await made.pool.query('SELECT clock_id, generation, level, at, detected_at FROM clock_firing')).rows).toEqual([
    { clock_id: clocks.breached, generation: 1, level: 0, at: new Date('2026-06-01T01:00:00Z'), detected_at: new Date('2026-06-01T01:00:05Z') },
  ]);
});

it('run again, it finds nothing to do', async () => {
  expect(await migrate(made.url)).toEqual([]);
});
