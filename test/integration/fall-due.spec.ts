import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { MakePromise } from '../../src/conversation/commands/promises/make-promise.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/instant.js';
import type { Database } from '../../src/platform/database/database.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../../src/platform/database/worker-database.js';
import { LOG, type Log } from '../../src/platform/runtime/log.js';
import { Loops } from '../../src/platform/runtime/loops.js';
import { OpenTask } from '../../src/tasks/index.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';
import { inDays, RemedyDesk } from '../support/remedy-desk.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let loops: TicketLoops;
beforeAll(() => {
  loops = worker();
});

/** A worker of its own on the same database, as another process would be. */
function worker(): TicketLoops {
  const get = <T>(token: symbol | (abstract new (...args: never[]) => T)): T => app.nest.get<T>(token, { strict: false });
  return new TicketLoops(get(Loops), get(FallDue), get<Database>(WORKER_DATABASE), get<Log>(LOG));
}

/** Of this merchant: breaches as the ledger has them, and as the timelines do. */
async function breaches(merchantId: string): Promise<{ entries: number; clocks: number; events: number; early: number }> {
  const [row] = await app.owner<{ entries: number; clocks: number; events: number; early: number }>(
    `SELECT count(*)::int AS entries, count(DISTINCT e.clock_id)::int AS clocks,
            (SELECT count(*)::int FROM event WHERE merchant_id = $1 AND type = 'clock.breached') AS events,
            count(*) FILTER (WHERE e.at <> c.due_at OR (e.data->>'detectedAt')::timestamptz < c.due_at)::int AS early
       FROM clock_entry e JOIN clock c ON c.merchant_id = e.merchant_id AND c.id = e.clock_id
      WHERE e.merchant_id = $1 AND e.type = 'BREACHED'`,
    [merchantId],
  );
  return row;
}

/** Puts every running clock of the ticket so many milliseconds into the past by the database's own time. */
async function overdue(ticketId: string, millis: number): Promise<void> {
  await app.owner(`UPDATE clock SET (due_at, alarm_at, warned) = (SELECT due, due, jsonb_array_length(terms->'warnings')
       FROM (SELECT date_trunc('milliseconds', clock_timestamp() - $2 * interval '1 millisecond') AS due)) WHERE ticket_id = $1 AND state = 'RUNNING'`, [
    uuid(ticketId), millis,
  ]);
}

describe('of a live merchant, by the database\'s time', () => {
  let desk: TicketDesk;
  beforeEach(async () => {
    desk = await TicketDesk.open(app, 'Live', { sandbox: false });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('four workers at once on 50 tickets: each clock breaches once, at its due time', async () => {
    const tickets = [];
    for (let n = 0; n < 50; n++) tickets.push(await desk.complaint(null));
    for (const ticketId of tickets) await overdue(ticketId, SECOND);
    await Promise.all([1, 2, 3, 4].map(() => worker().letFallDue()));
    for (let round = 0; round < 3; round++) await loops.letFallDue(); // whoever met a locked ticket comes again
    expect(await breaches(desk.merchant.id)).toEqual({ entries: 150, clocks: 150, events: 150, early: 0 });
    expect(await app.owner(`SELECT DISTINCT version, updated_at >= next_due_at AS overdue FROM ticket WHERE merchant_id = $1`, [desk.merchant.id])).toEqual([
      { version: 2, overdue: true },
    ]);
    const open = await app.owner(`SELECT DISTINCT state FROM clock WHERE merchant_id = $1`, [desk.merchant.id]);
    expect(open).toEqual([{ state: 'BREACHED' }]);
  });

  it('nothing fires early, also when the clock of this host jumps two hours ahead', async () => {
    const ticketId = await desk.ticket();
    const before = await desk.state(ticketId);
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + 2 * HOUR);
    await loops.letFallDue();
    jest.restoreAllMocks();
    expect(await desk.state(ticketId)).toEqual(before);
    jest.spyOn(Date, 'now').mockImplementation(() => real() - 2 * HOUR);
    await overdue(ticketId, 0);
    await loops.letFallDue();
    expect((await breaches(desk.merchant.id)).entries).toBe(4); // acknowledgement, first response, step, whole
  });

  it.each([2 * HOUR, -2 * HOUR])('nor does a command take a deadline for missed, or for met, because this host is %i ms off', async (off) => {
    const [early, late] = [await desk.ticket(), await desk.ticket()];
    await overdue(late, SECOND);
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + off);
    for (const ticketId of [early, late]) await desk.answered(ticketId);
    jest.restoreAllMocks();
    const stateOf = async (ticketId: string): Promise<string | undefined> => (await desk.clocks(ticketId)).find(({ kind }) => kind === 'FIRST_RESPONSE')?.state;
    expect([await stateOf(early), await stateOf(late)]).toEqual(['SATISFIED', 'BREACHED']);
    expect((await breaches(desk.merchant.id)).early).toBe(0);
  });

  it('a paused clock never falls due', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await app.owner(`UPDATE clock SET started_at = started_at - interval '90 days', remaining_ms = 1 WHERE ticket_id = $1 AND state = 'PAUSED'`, [uuid(ticketId)]);
    const before = await desk.state(ticketId);
    await loops.letFallDue();
    expect(await desk.state(ticketId)).toEqual(before);
  });

  it('a transaction that is killed leaves it due, and the next worker finds it', async () => {
    const ticketId = await desk.ticket();
    await overdue(ticketId, SECOND);
    const before = await desk.state(ticketId);
    const holder = new pg.Client({ connectionString: app.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM clock WHERE ticket_id = $1 FOR UPDATE', [uuid(ticketId)]); // what the transaction comes to in its middle
    let over = false;
    const looking = loops.letFallDue().finally(() => (over = true));
    while (!over) {
      await holder.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    }
    await looking;
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await desk.state(ticketId)).toEqual(before);
    expect(app.logged.filter((line) => line['msg'] === 'due work failed; it is tried again')).toHaveLength(1);
    await worker().letFallDue();
    expect(await breaches(desk.merchant.id)).toEqual({ entries: 4, clocks: 4, events: 4, early: 0 });
  });

  it('met late: the breach stays, and the step gets its end', async () => {
    const ticketId = await desk.ticket();
    await overdue(ticketId, MINUTE);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    const [respond] = (await desk.clocks(ticketId)).filter(({ subject }) => subject === 'RESPOND:1');
    expect(respond).toMatchObject({ state: 'BREACHED' });
    expect(respond?.ended_at).not.toBeNull();
    await loops.letFallDue();
    expect((await breaches(desk.merchant.id))).toMatchObject({ entries: 4, events: 4, early: 0 });
  });
});

describe('what it means for each kind of clock', () => {
  it('an offer lapses', async () => {
    const desk = await RemedyDesk.open({ owner: (statement, values) => app.owner(statement, values), open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.sent(ticketId);
    await desk.waits(73 * HOUR);
    await Promise.all([loops.letFallDue(), loops.letFallDue()]);
    await loops.letFallDue();
    expect(await app.owner('SELECT state FROM offer WHERE id = $1', [offerId])).toEqual([{ state: 'LAPSED' }]);
    expect(await app.owner(`SELECT actor_kind, actor_id FROM event WHERE subject_id = $1 AND type = 'offer.lapsed'`, [ticketId])).toEqual([{ actor_kind: 'SYSTEM', actor_id: null }]);
  });

  it('a task is overdue', async () => {
    const desk = await RemedyDesk.open({ owner: (statement, values) => app.owner(statement, values), open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
    const { ticketId } = await desk.atRemedy();
    const { value: taskId } = await new OpenTask(desk.work).execute(desk.agent, { ...desk.request(ticketId), department: 'WAREHOUSE', question: 'Where?', dueAt: inDays(1) });
    await desk.waits(2 * DAY);
    await loops.letFallDue();
    await loops.letFallDue();
    expect(await app.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'task.overdue'`, [ticketId])).toMatchObject([{ data: { taskId } }]);
    expect(await app.owner('SELECT state FROM task WHERE id = $1', [taskId])).toEqual([{ state: 'OPEN' }]);
  });

  it('a promise is broken', async () => {
    const desk = await ConversationDesk.open(app);
    const ticketId = await desk.ticket();
    const request = { ...desk.request(ticketId), kind: 'DEED' as const, what: '补发蓝色', channel: 'CHAT' as const, dueAt: await desk.in(HOUR), messageId: null };
    const { value: { promiseId } } = await desk.get(MakePromise).execute(desk.agent, request);
    await desk.waits(2 * HOUR);
    await loops.letFallDue();
    await loops.letFallDue();
    expect(await app.owner('SELECT state FROM promise WHERE id = $1', [promiseId])).toEqual([{ state: 'BROKEN' }]);
    expect(await desk.events(ticketId, 'promise.broken')).toHaveLength(1);
  });

  it('silence after a reminder confirms an account', async () => {
    const desk = await ConversationDesk.open(app);
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    await desk.says(ticketId, '我复述一下：收到的颜色不对，您想换成蓝色，请问对吗？', { restatesStatementId: statementId });
    await desk.says(ticketId, '提醒您：请确认以上情况是否属实。', { remindsOfStatement: true });
    await desk.waits(49 * HOUR);
    await loops.letFallDue();
    await loops.letFallDue();
    expect(await desk.events(ticketId, 'statement.confirmed')).toEqual([{ type: 'statement.confirmed', data: { statementId, by: 'SILENCE', messageId: null } }]);
  });
});

describe('the clock of a sandbox', () => {
  const ADVANCE = 'mutation($to: DateTime!) { advanceTestClock(to: $to) { now fired userErrors { code field } } }';
  interface Advanced {
    advanceTestClock: { now: string | null; fired: number; userErrors: { code: string; field: string | null }[] };
  }
  async function advance(desk: TicketDesk, to: string): Promise<Advanced['advanceTestClock']> {
    const { data } = await desk.merchant.as<Advanced>('ADMIN', ADVANCE, { to });
    if (!data) throw new Error('no answer');
    return data.advanceTestClock;
  }
  const from = (millis: number): string => new Date(Date.now() + millis).toISOString();

  it('moved forward lets everything on the way fall due, in due order and each at its own time', async () => {
    const desk = await TicketDesk.open(app, 'Sandbox');
    const [first, second] = [await desk.ticket(), await desk.logistics()];
    await desk.does('AGENT', 'takeTicket', { ticketId: second });
    await desk.answered(second); // RECEIVE or later falls due in its turn
    const to = from(30 * DAY);
    const { fired, now, userErrors } = await advance(desk, to);
    expect(userErrors).toEqual([]);
    expect(String(now) >= to).toBe(true);
    const fell = await app.owner<{ due_at: Date; at: Date; subject_id: string }>(
      `SELECT (data->>'dueAt')::timestamptz AS due_at, at, subject_id FROM event WHERE merchant_id = $1 AND type = 'clock.breached' ORDER BY id`, [desk.merchant.id],
    );
    const [warned] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM event WHERE merchant_id = $1 AND type = 'clock.warned'`, [desk.merchant.id]);
    expect([fell.length, warned?.n]).toEqual([6, fired - 6]);
    expect(new Set(fell.map((event) => event.subject_id))).toEqual(new Set([uuid(first), uuid(second)]));
    const due = fell.map((event) => Number(event.due_at));
    expect(due).toEqual([...due].sort((a, b) => a - b));
    for (const event of fell) {
      expect(Number(event.at)).toBeGreaterThanOrEqual(Number(event.due_at));
      expect(Number(event.at) - Number(event.due_at)).toBeLessThan(MINUTE);
    }
    expect((await breaches(desk.merchant.id)).early).toBe(0);
    expect((await advance(desk, from(30 * DAY + MINUTE))).fired).toBe(0);
  });

  it('goes neither back nor further than 400 days, and a live merchant has none', async () => {
    const desk = await TicketDesk.open(app, 'Sandbox');
    const ticketId = await desk.ticket();
    const before = await desk.state(ticketId);
    expect(await advance(desk, from(-MINUTE))).toMatchObject({ now: null, fired: 0, userErrors: [{ code: 'INVALID_INPUT', field: 'to' }] });
    expect(await advance(desk, from(400 * DAY + MINUTE))).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: 'to' }] });
    const live = await TicketDesk.open(app, 'Live', { sandbox: false });
    expect(await advance(live, from(DAY))).toMatchObject({ now: null, userErrors: [{ code: 'FORBIDDEN' }] });
    await desk.merchant.member('ADMIN', 'of one shop', { shopUuid: desk.merchant.shopUuid });
    const answer = await app.gql<Advanced>(ADVANCE, { to: from(DAY) }, { token: await desk.merchant.token('ADMIN', 'of one shop') });
    expect(answer.data?.advanceTestClock.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await desk.state(ticketId)).toEqual(before);
    expect(await app.owner(`SELECT clock_offset = '0' AS still FROM merchant WHERE id = ANY($1)`, [[desk.merchant.id, live.merchant.id]])).toEqual([{ still: true }, { still: true }]);
  });
});

it('every ticket not closed has a clock that is not ended, and its next deadline is the earliest of them', async () => {
  expect(await app.owner(
    `SELECT t.number FROM ticket t WHERE t.status <> 'CLOSED' AND NOT EXISTS (SELECT FROM clock c WHERE c.ticket_id = t.id AND c.ended_at IS NULL)`,
  )).toEqual([]);
  expect(await app.owner(
    `SELECT t.number FROM ticket t JOIN merchant m ON m.id = t.merchant_id WHERE m.sandbox AND t.next_due_at IS DISTINCT FROM
       (SELECT min(due_at) FROM clock c WHERE c.ticket_id = t.id AND c.ended_at IS NULL)`,
  )).toEqual([]);
});
