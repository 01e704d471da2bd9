import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import pg from 'pg';
import { parse } from 'yaml';
import type { Database } from '../../src/platform/database/database.js';
import { Tx } from '../../src/platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../../src/platform/database/worker-database.js';
import { LOG, type Log } from '../../src/platform/runtime/log.js';
import { Loops } from '../../src/platform/runtime/loops.js';
import { Metrics } from '../../src/platform/runtime/metrics.js';
import { TicketWatchers } from '../../src/tickets/index.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
const get = <T>(token: symbol | (abstract new (...args: never[]) => T)): T => app.nest.get<T>(token, { strict: false });

/** A worker of its own on the same database, as another process would be. */
function worker(): TicketLoops {
  return new TicketLoops(get(Loops), get(FallDue), get<Database>(WORKER_DATABASE), get<Log>(LOG));
}

async function overdueTickets(desk: TicketDesk, many: number): Promise<string[]> {
  const tickets: string[] = [];
  for (let n = 0; n < many; n++) tickets.push(await desk.complaint(null));
  await app.owner(
    `UPDATE clock SET (due_at, alarm_at, warned) = (SELECT due, due, jsonb_array_length(terms->'warnings')
       FROM (SELECT date_trunc('milliseconds', clock_timestamp() - interval '1 second') AS due)) WHERE ticket_id = ANY ($1) AND state = 'RUNNING'`,
    [tickets.map(uuid)],
  );
  return tickets;
}

interface Fired {
  clocks: number;
  firings: number;
  events: number;
  transactions: number;
}

async function fired(merchantId: string): Promise<Fired> {
  const [row] = await app.owner<Fired>(
    `SELECT (SELECT count(*)::int FROM clock WHERE merchant_id = $1 AND state = 'BREACHED') AS clocks,
            (SELECT count(*)::int FROM clock_firing WHERE merchant_id = $1) AS firings,
            (SELECT count(*)::int FROM event WHERE merchant_id = $1 AND type = 'clock.breached') AS events,
            (SELECT count(DISTINCT xmin::text)::int FROM clock_firing WHERE merchant_id = $1) AS transactions`,
    [merchantId],
  );
  return row;
}

describe('due clocks of many tickets', () => {
  let desk: TicketDesk;
  beforeEach(async () => {
    desk = await TicketDesk.open(app, 'Batches', { sandbox: false });
  });

  it('fire in one transaction, each with its ledger entry, its firing and its event', async () => {
    await overdueTickets(desk, 10);
    const [{ n }] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM clock WHERE merchant_id = $1 AND state = 'RUNNING'`, [desk.merchant.id]);
    await worker().letFallDue();
    expect(await fired(desk.merchant.id)).toEqual({ clocks: n, firings: n, events: n, transactions: 1 });
  });

  it('fire the longest overdue first', async () => {
    const tickets = await overdueTickets(desk, 4);
    const hours = [2, 4, 1, 3];
    for (const [at, ticketId] of tickets.entries()) {
      await app.owner(`UPDATE clock SET alarm_at = alarm_at - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour' WHERE ticket_id = $1`, [uuid(ticketId), hours[at]]);
    }
    const one = worker();
    while (await one.letFallDue(1));
    const order = await app.owner<{ id: string }>(
      `SELECT c.ticket_id AS id FROM clock_firing f JOIN clock c ON c.id = f.clock_id WHERE f.merchant_id = $1 GROUP BY 1 ORDER BY min(f.detected_at)`, [desk.merchant.id],
    );
    expect(order.map(({ id }) => tickets.findIndex((ticketId) => uuid(ticketId) === id))).toEqual([1, 3, 0, 2]);
  });

  it('one that fails keeps none of the others from firing, and nothing of it is half done', async () => {
    const tickets = await overdueTickets(desk, 6);
    const poisoned = tickets[3];
    let armed = true;
    get(TicketWatchers).register({
      cause: 'TEST',
      ready: () => (session) => {
        if (armed && session.ticket.id === uuid(poisoned)) throw new Error('poison');
      },
    });
    const before = await desk.state(poisoned);
    await worker().letFallDue();
    expect(await desk.state(poisoned)).toEqual(before);
    const open = await app.owner(`SELECT DISTINCT ticket_id AS id FROM clock WHERE merchant_id = $1 AND state = 'RUNNING'`, [desk.merchant.id]);
    expect(open).toEqual([{ id: uuid(poisoned) }]);

    armed = false;
    await worker().letFallDue();
    expect(await app.owner(`SELECT FROM clock WHERE merchant_id = $1 AND state = 'RUNNING'`, [desk.merchant.id])).toHaveLength(0);
  });

  it('of a ticket that somebody works on are left to them, without waiting', async () => {
    const [held] = await overdueTickets(desk, 3);
    const before = await desk.state(held);
    const holder = new pg.Client({ connectionString: app.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM ticket WHERE id = $1 FOR UPDATE', [uuid(held)]);
    await worker().letFallDue();
    await holder.end();
    const open = await app.owner(`SELECT DISTINCT ticket_id AS id FROM clock WHERE merchant_id = $1 AND state = 'RUNNING'`, [desk.merchant.id]);
    expect(open).toEqual([{ id: uuid(held) }]);
    expect(await desk.state(held)).toEqual(before);
  });
});

describe('what is asked of the database for every batch', () => {
  it('asks whom a level tells, and whose shift it is, in one trip with whether it began before', async () => {
    const rule = {
      key: 'late', title: { en: 'Late', zh: '超时' }, trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }] }],
    };
    const { tickets } = await EscalationDesk.open(app, [rule], { sandbox: false });
    await overdueTickets(tickets, 3);
    const news: string[] = [];
    const { query } = Tx.prototype;
    const asked = jest.spyOn(Tx.prototype, 'query').mockImplementation(function (this: Tx, statement, values) {
      if (this.merchantId !== tickets.merchant.id) return query.call(this, statement, values);
      const name = statement.name.replace(/\.\w+$/, '');
      news.push(`asks ${name}`);
      const answer = query.call(this, statement, values);
      void answer.finally(() => news.push(`knows ${name}`)).catch(() => undefined);
      return answer;
    });
    try {
      await worker().letFallDue();
    } finally {
      asked.mockRestore();
    }
    const before = news.slice(0, news.indexOf('knows escalation.exists'));
    for (const name of ['escalation.exists', 'escalation.holders', 'duty_roster.newest_of']) expect(before.filter((one) => one === `asks ${name}`)).toHaveLength(1);
    expect(news.filter((one) => one === 'asks escalation.holders')).toHaveLength(1);
    expect((await fired(tickets.merchant.id)).transactions).toBe(1);
  });
});

describe('rules of escalation on tickets that fall due in one transaction', () => {
  it('see each ticket by itself: what one set off keeps no rule from the next', async () => {
    const title = { en: 'Late', zh: '超时' };
    const desk = await EscalationDesk.open(app, [
      { key: 'late', title, trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] }, levels: [{ afterMinutes: 0, actions: [{ type: 'ADD_TAG', tag: 'late' }] }] },
      { key: 'tagged', title, trigger: { on: 'TAGGED', tag: 'late' }, levels: [{ afterMinutes: 0, actions: [{ type: 'WEBHOOK', name: 'late' }] }] },
    ], { sandbox: false });
    await overdueTickets(desk.tickets, 3);
    await worker().letFallDue();
    const { id } = desk.tickets.merchant;
    expect((await fired(id)).transactions).toBe(1);
    expect(await app.owner(`SELECT rule, count(*)::int AS n, count(DISTINCT ticket_id)::int AS tickets FROM escalation WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1`, [id])).toEqual([
      { rule: 'late', n: 3, tickets: 3 }, { rule: 'tagged', n: 3, tickets: 3 },
    ]);
    expect(await app.owner(`SELECT DISTINCT tags FROM ticket WHERE merchant_id = $1`, [id])).toEqual([{ tags: ['late'] }]);
  });
});

describe('the past of tickets that fall due together', () => {
  it.each<[string, object[], number]>([
    ['is not read where somebody is only told', [{ type: 'NOTIFY', to: { type: 'ROLE', role: 'LEADER' } }], 0],
    ['is read once for all where more than clocks changes', [{ type: 'RAISE_PRIORITY', to: 'URGENT' }], 1],
  ])('%s', async (_what, actions, times) => {
    const rule = { key: 'late', title: { en: 'Late', zh: '超时' }, trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] }, levels: [{ afterMinutes: 0, actions }] };
    const { tickets } = await EscalationDesk.open(app, [rule], { sandbox: false });
    await overdueTickets(tickets, 3);
    const { id } = tickets.merchant;
    const asked = jest.spyOn(Tx.prototype, 'query');
    try {
      await worker().letFallDue();
      const own = asked.mock.calls.filter((_call, at) => (asked.mock.contexts[at] as Tx).merchantId === id).map(([{ name }]) => name);
      expect(own.filter((name) => name.startsWith('due.claim.'))).toHaveLength(1);
      expect(own.filter((name) => name.startsWith('ticket.facts_of.'))).toHaveLength(times);
    } finally {
      asked.mockRestore();
    }
    expect(await app.owner('SELECT count(DISTINCT ticket_id)::int AS tickets FROM escalation_level WHERE merchant_id = $1', [id])).toEqual([{ tickets: 3 }]);
  });
});

describe('whoever is on call', () => {
  it('is told by metrics how late deadlines are entered, what is armed and what is overdue', async () => {
    const desk = await TicketDesk.open(app, 'Metered', { sandbox: false });
    await overdueTickets(desk, 1);
    const { registry } = get(Metrics);
    expect(await registry.getSingleMetricAsString('amends_clocks_overdue')).toMatch(/amends_clocks_overdue [1-9]/);
    const before = await countOf('amends_clock_lateness_seconds_count{by="evaluator"}');
    await worker().letFallDue();
    expect(await countOf('amends_clock_lateness_seconds_count{by="evaluator"}')).toBeGreaterThan(before);
    expect(await registry.getSingleMetricAsString('amends_clocks_fired_total')).toMatch(/\{kind="RESOLUTION",stage="breach",by="evaluator"\} \d/);
    expect(await registry.getSingleMetricAsString('amends_clocks_overdue')).toMatch(/amends_clocks_overdue 0/);
  });

  it('is told too of what a command on the ticket entered, having come before the evaluator', async () => {
    const desk = await TicketDesk.open(app, 'Late', { sandbox: false });
    const [ticketId] = await overdueTickets(desk, 1);
    const entered = 'amends_clock_lateness_seconds_count{by="command"}';
    const before = await countOf(entered);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.does('AGENT', 'withdrawTicket', { ...(await desk.now(ticketId)), platformRef: 'CANCELLED-1' });
    const { firings } = await fired(desk.merchant.id);
    expect(firings).toBeGreaterThan(0);
    expect(await countOf(entered)).toBe(before + firings);
    expect(await get(Metrics).registry.getSingleMetricAsString('amends_clocks_fired_total')).toMatch(/stage="breach",by="command"\} \d/);
  });

  it('sees how many clocks are armed, as the last ANALYZE counted them', async () => {
    await (await TicketDesk.open(app)).ticket();
    await app.owner('ANALYZE clock');
    const [row] = await app.owner<{ n: number }>('SELECT count(*)::int AS n FROM clock WHERE alarm_at IS NOT NULL');
    expect(row?.n).toBeGreaterThan(0);
    expect(await countOf('amends_clocks_armed')).toBe(row?.n);
  });

  it('is woken by rules over metrics that exist', async () => {
    const text = await get(Metrics).registry.metrics();
    const { groups } = parse(readFileSync('deploy/alerts.yml', 'utf8')) as { groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[] };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(3);
    for (const { expr, annotations } of rules) {
      const names = expr.match(/amends_[a-z_]+/g) ?? [];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(text).toContain(name.replace(/_(bucket|count)$/, ''));
      expect(Object.keys(annotations)).toEqual(['summary', 'action']);
    }
  });
});

async function countOf(name: string): Promise<number> {
  const text = await get(Metrics).registry.metrics();
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.slice(name.length) ?? 0);
}
