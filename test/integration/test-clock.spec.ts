import { expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import type { Database } from '../../src/platform/database/database.js';
import { sql, type Sql } from '../../src/platform/database/sql.js';
import { WORKER_DATABASE } from '../../src/platform/database/worker-database.js';
import { AdvanceClock } from '../../src/tickets/due/advance-clock.js';
import { LOOK_OUT, NEXT_DUE } from '../../src/tickets/due/due.query.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION } from '../support/deadlines.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();

/** The same history: a request on the platform, taken and answered, and forty hours gone in these strides. */
async function history(strides: readonly number[]): Promise<unknown> {
  const desk = await TicketDesk.open(app);
  const ticketId = await desk.ticket({ source: 'PLATFORM', channel: 'PLATFORM' });
  await desk.does('AGENT', 'takeTicket', { ticketId });
  const [opened] = await app.owner<{ at: Date }>('SELECT opened_at AS at FROM ticket WHERE id = $1', [uuid(ticketId)]);
  const begin = opened.at.toISOString();
  for (const stride of strides) {
    const { data } = await desk.merchant.as<{ advanceTestClock: { userErrors: unknown[] } }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(begin, stride) },
    );
    expect(data?.advanceTestClock.userErrors).toEqual([]);
  }
  // Of each firing and entry, when after the start of its own clock: what depends on the machine's speed is only when the clock was started.
  const ledger = await app.owner(
    `SELECT c.kind, c.subject, c.generation, e.seq, e.type, extract(epoch FROM e.at - c.started_at)::float8 AS at, extract(epoch FROM e.due_at - c.started_at)::float8 AS due
       FROM clock c JOIN clock_entry e ON e.clock_id = c.id WHERE c.ticket_id = $1 AND c.kind <> 'ESCALATION' AND c.ended_at IS NULL ORDER BY c.kind, c.subject, e.seq`, [uuid(ticketId)],
  );
  const order = await app.owner(
    `SELECT type, data ->> 'kind' AS kind, data ->> 'subject' AS subject, data ->> 'level' AS level FROM event
      WHERE subject_id = $1 AND type IN ('clock.warned', 'clock.breached', 'deadline.missed') ORDER BY id`, [uuid(ticketId)],
  );
  expect(order.length).toBeGreaterThan(3);
  return { ledger, order };
}

it('two merchants with the same history have the same ledger, in one stride or in many', async () => {
  const [one, two, many] = [
    await history([40 * HOUR]), await history([40 * HOUR]), await history([MINUTE, 10 * MINUTE, 3 * HOUR, 6 * HOUR, 20 * HOUR, 36 * HOUR - 1, 40 * HOUR]),
  ];
  expect(two).toEqual(one);
  expect(many).toEqual(one);
});

it('moves nobody else’s time: of two sandboxes and a live merchant only the one that is moved has anything fall due', async () => {
  const desks = [await TicketDesk.open(app), await TicketDesk.open(app), await TicketDesk.open(app, 'Live', { sandbox: false })];
  for (const desk of desks) await desk.ticket();
  const [moved] = desks;
  await new Deadlines(moved).advance(40 * HOUR);
  await app.nest.get(TicketLoops, { strict: false }).letFallDue();
  const fired = await Promise.all(desks.map(async ({ merchant }) => (await app.owner('SELECT FROM clock_firing WHERE merchant_id = $1', [merchant.id])).length));
  expect(fired).toEqual([expect.any(Number), 0, 0]);
  expect(fired[0]).toBeGreaterThan(3);
});

it('a clock that is advanced over too much stops where it got to, says so, and goes on from there', async () => {
  const desk = await TicketDesk.open(app);
  await new Deadlines(desk).publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 60, warnings: [{ percent: 25 }, { percent: 50 }, { percent: 75 }] }] }]);
  await desk.ticket();
  const most = Reflect.get(app.nest.get(AdvanceClock, { strict: false }), 'most') as { clocks: number; rounds: number; milliseconds: number };
  const before = { ...most };
  const to = plus(new Date().toISOString(), 10 * MINUTE);
  const go = async (): Promise<{ fired: number; userErrors: { code: string; field: string; details: { now: string; fired: number } }[] }> => {
    const { data } = await desk.merchant.as<{ advanceTestClock: Awaited<ReturnType<typeof go>> }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code field details } } }', { to },
    );
    if (!data) throw new Error('no answer');
    return data.advanceTestClock;
  };
  try {
    Object.assign(most, { rounds: 2 });
    const stopped = await go();
    expect(stopped.userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: 'to', details: { fired: 2 } }]);
    expect(stopped.userErrors[0]?.details.now < to).toBe(true);
    // Nor does it take longer than a request may; and it gets somewhere every time.
    Object.assign(most, { rounds: before.rounds, milliseconds: 0 });
    expect((await go()).userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: 'to', details: { fired: 1 } }]);
    Object.assign(most, before);
    expect((await go()).userErrors).toEqual([]); // the breach
  } finally {
    Object.assign(most, before);
  }
  expect(await app.owner('SELECT level FROM clock_firing WHERE merchant_id = $1 ORDER BY at', [desk.merchant.id])).toEqual([{ level: 1 }, { level: 2 }, { level: 3 }, { level: 0 }]);
});

it('tells how much fired, what a worker came first to included', async () => {
  const desk = await TicketDesk.open(app);
  for (let n = 0; n < 3; n++) await desk.ticket();
  const fallDue = app.nest.get(FallDue, { strict: false });
  const execute = fallDue.execute.bind(fallDue);
  const first = jest.spyOn(fallDue, 'execute').mockImplementationOnce(async (...due) => {
    await app.nest.get(TicketLoops, { strict: false }).letFallDue();
    return execute(...due);
  });
  const fired = await new Deadlines(desk).advance(40 * HOUR);
  first.mockRestore();
  const [row] = await app.owner<{ n: number }>('SELECT count(*)::int AS n FROM clock_firing WHERE merchant_id = $1', [desk.merchant.id]);
  expect(row.n).toBeGreaterThan(3);
  expect(fired).toBe(row.n);
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

/** How many rows of a table a statement looked at, by the plan it has on a worker's connections. */
async function rowsRead(table: string, statement: Sql, values: readonly unknown[]): Promise<number> {
  const [{ 'QUERY PLAN': [{ Plan: whole }] }] = await app.nest.get<Database>(WORKER_DATABASE, { strict: false })
    .query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql('explain', `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.text}`), values);
  const read = (plan: Plan): number => {
    const here = plan['Relation Name'] === table ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] : 0;
    return (plan.Plans ?? []).reduce((sum, part) => sum + read(part), here);
  };
  return read(whole);
}

it('a sandbox whose time is far ahead is looked after without reading what live merchants have armed, or the merchants themselves', async () => {
  const live = await TicketDesk.open(app, 'Live', { sandbox: false });
  const sandbox = await TicketDesk.open(app, 'Ahead');
  const liveTicket = uuid(await live.ticket());
  await sandbox.ticket();
  await new Deadlines(sandbox).advance(MINUTE);
  await app.owner(`INSERT INTO merchant (id, name) SELECT gen_random_uuid(), 'Live ' || n FROM generate_series(1, 2000) n`);
  await app.owner(
    `INSERT INTO clock (merchant_id, ticket_id, id, kind, subject, state, target_ms, started_at, due_at, alarm_at)
     SELECT $1, $2, gen_random_uuid(), 'PROMISE', n::text, 'RUNNING', 1000, now(), due, due FROM generate_series(1, 5000) n, LATERAL (SELECT now() + n * interval '1 second' AS due) d`,
    [live.merchant.id, liveTicket],
  );
  await app.owner('UPDATE merchant SET clock_offset = $2 WHERE id = $1', [sandbox.merchant.id, '300 days']);
  await app.owner('ANALYZE merchant, clock');
  const [{ own, ahead }] = await app.owner<{ own: number; ahead: number }>(
    `SELECT count(*)::int AS ahead, (SELECT count(*)::int FROM clock c WHERE c.alarm_at <= now() OR (c.alarm_at IS NOT NULL AND c.merchant_id = ANY (array_agg(m.id)))) AS own
       FROM merchant m WHERE clock_offset > '0'`,
  );
  const read = await rowsRead('clock', LOOK_OUT, [1_000, [], []]);
  expect([read > 0, read <= own]).toEqual([true, true]);
  expect(await rowsRead('merchant', LOOK_OUT, [1_000, [], []])).toBe(ahead);
  expect(await rowsRead('clock', NEXT_DUE, [sandbox.merchant.id, plus(new Date().toISOString(), 300 * 24 * HOUR)])).toBe(1);
  await expect(app.owner('UPDATE merchant SET sandbox = true WHERE id = $1', [live.merchant.id])).rejects.toThrow('never changed');
});

it('says where the clock stands: as the merchant’s present instant, and when it is asked to go back', async () => {
  const desk = await TicketDesk.open(app);
  const stands = async (): Promise<string> => (await desk.merchant.as<{ merchant: { now: string } }>('AGENT', '{ merchant { now } }')).data?.merchant.now ?? '';
  const to = plus(await stands(), 3 * HOUR);
  const advance = 'mutation($to: DateTime!) { advanceTestClock(to: $to) { now userErrors { code field details } } }';
  await desk.merchant.as('ADMIN', advance, { to });
  const now = await stands();
  expect(now >= to && now < plus(to, MINUTE)).toBe(true);
  const { data } = await desk.merchant.as<{ advanceTestClock: { userErrors: { details: { now: string } }[] } }>('ADMIN', advance, { to: plus(to, -1) });
  expect(data?.advanceTestClock).toMatchObject({ now: null, userErrors: [{ code: 'INVALID_INPUT', field: 'to' }] });
  expect((data?.advanceTestClock.userErrors[0]?.details.now ?? '') >= now).toBe(true);
});
