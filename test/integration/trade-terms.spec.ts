import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { encodeId } from '../../src/kernel/ids.js';
import { elapsed, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { FollowTerms } from '../../src/tickets/terms/follow-terms.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// The merchant's own systems tell another tier of a customer or another amount of an order: the clocks of their open tickets follow.

const app = testApp();
let desk: TicketDesk;
let held: Client | null = null;

beforeEach(async () => {
  desk = await TicketDesk.open(app);
  const { data } = await desk.merchant.as<{ publishSlaPolicy: { userErrors: unknown[] } }>(
    'ADMIN', 'mutation($input: PublishSlaPolicyInput!) { publishSlaPolicy(input: $input) { userErrors { code details } } }', { input: { name: 'spec', rules: [
      { name: 'vip', when: { customerTiers: ['VIP'] }, targets: [{ target: 'RESOLUTION', seconds: 3_600, pauses: [{ reason: 'WAITING_ON_CUSTOMER' }] }] },
      { name: 'dear', when: { amount: { currency: 'CNY', atLeast: '500.00' } }, targets: [{ target: 'RESOLUTION', seconds: 7_200 }] },
      { name: 'all', targets: [{ target: 'RESOLUTION', seconds: 36_000 }, { target: 'RESPOND', seconds: 60 }] },
    ] } },
  );
  expect(data?.publishSlaPolicy.userErrors).toEqual([]);
});
afterEach(async () => {
  await held?.end();
  held = null;
});

async function upsert(mutation: 'upsertCustomers' | 'upsertOrders', items: object[]): Promise<string[]> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await desk.merchant.as<Record<string, { results: { outcome: string; userErrors: unknown[] }[] }>>(
    'ADMIN', `mutation($i: ${type}!) { ${mutation}(input: $i) { results { outcome userErrors { code field } } } }`, { i: { shopId: desk.merchant.shopId, items } },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data[mutation]?.results.map(({ outcome, userErrors }) => outcome + (userErrors.length > 0 ? JSON.stringify(userErrors) : '')) ?? [];
}

const tier = (externalId: string, named: string | null): Promise<string[]> => upsert('upsertCustomers', [{ externalId, tier: named }]);

/** A ticket of the customer of that external id. */
async function ticketOf(externalId: string): Promise<string> {
  const [customer] = await app.owner<{ id: string }>('SELECT id FROM customer WHERE merchant_id = $1 AND external_id = $2', [desk.merchant.id, externalId]);
  return desk.complaint(null, { customerId: encodeId('Customer', customer?.id ?? '') });
}

interface Row { state: string; generation: number; target_ms: string; started_at: string; due_at: string | null; terms: { rule: string }; remaining_ms: string | null }
async function resolution(ticketId: string): Promise<Row> {
  const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;
  const [row] = await app.owner<Row>(
    `SELECT state, generation, target_ms, terms, remaining_ms, ${iso('started_at')}, ${iso('due_at')} FROM clock WHERE ticket_id = $1 AND kind = 'RESOLUTION' AND ended_at IS NULL`, [uuid(ticketId)],
  );
  if (!row) throw new Error('no clock');
  return row;
}

const rule = async (ticketId: string): Promise<string> => (await resolution(ticketId)).terms.rule;
const waiting = async (): Promise<number> => (await app.owner('SELECT FROM changed_terms WHERE merchant_id = $1', [desk.merchant.id])).length;
const follow = (): FollowTerms => app.nest.get(FollowTerms, { strict: false });

describe('another tier of the customer', () => {
  it('retargets the running clocks of their open tickets before it answers, keeps the time spent and what was breached', async () => {
    await tier('c1', 'PLAIN');
    await tier('c2', 'PLAIN');
    const [ticketId, other] = [await ticketOf('c1'), await ticketOf('c2')];
    await desk.waits(20 * MINUTE);
    await desk.happens(ticketId, (session) => void session.clocks.notice());
    const [before, version] = [await resolution(ticketId), await desk.version(ticketId)];
    expect(await tier('c1', 'VIP')).toEqual(['UPDATED']);
    const after = await resolution(ticketId);
    expect([after.terms.rule, after.generation, after.started_at, elapsed(after.started_at, after.due_at ?? '')]).toEqual(['vip', 2, before.started_at, HOUR]);
    expect(await desk.version(ticketId)).toBe(version + 1);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data, cause }) => [data['kind'], data['rule'], data['wasDueAt'], cause])).toEqual([
      ['RESOLUTION', 'vip', before.due_at, 'TRADE_CHANGED'],
    ]);
    const breached = (await desk.clocks(ticketId)).filter(({ state }) => state === 'BREACHED');
    expect(breached.map(({ kind, subject }) => [kind, subject])).toEqual([['STEP', 'RESPOND:1']]);
    expect(await desk.events(ticketId, 'clock.breached')).toHaveLength(1);
    expect([await rule(other), await desk.version(other), await waiting()]).toEqual(['all', 1, 0]);

    expect(await tier('c1', 'VIP')).toEqual(['UNCHANGED']);
    expect(await desk.version(ticketId)).toBe(version + 1);
    expect(await tier('c1', null)).toEqual(['UPDATED']);
    expect(await resolution(ticketId)).toMatchObject({ terms: { rule: 'all' }, generation: 3, due_at: before.due_at });
    const told = await app.owner(`SELECT changes FROM event WHERE merchant_id = $1 AND type = 'customer.updated' ORDER BY id`, [desk.merchant.id]);
    expect(told).toEqual([{ changes: { tier: ['PLAIN', 'VIP'] } }, { changes: { tier: ['VIP', null] } }]);
  });

  it('where less is left than nothing it is due now, never earlier; one that stands still keeps standing', async () => {
    await tier('c1', null);
    const [spent, paused] = [await ticketOf('c1'), await ticketOf('c1')];
    await desk.does('AGENT', 'takeTicket', { ticketId: paused });
    await tier('c1', 'VIP'); // under this rule a wait may stop it
    await desk.answered(paused, { asks: true });
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(paused)), reason: 'WAITING_ON_CUSTOMER' });
    const left = (await resolution(paused)).remaining_ms;
    expect([(await resolution(paused)).state, Number(left) > HOUR - MINUTE]).toEqual(['PAUSED', true]);
    await tier('c1', null);
    expect(await resolution(spent)).toMatchObject({ terms: { rule: 'all' } });
    await desk.waits(3 * HOUR);
    const [{ at } = { at: '' }] = await app.owner<{ at: string }>(
      `SELECT to_char((clock_timestamp() + clock_offset) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM merchant WHERE id = $1`, [desk.merchant.id],
    );
    await tier('c1', 'VIP');
    const due = (await resolution(spent)).due_at ?? '';
    expect([due >= at, elapsed(at, due) < 10 * SECOND]).toEqual([true, true]);
    expect(await desk.events(paused, 'clock.breached')).toEqual([]);
  });

  it('a ticket whose rules give the same stays as it is: nobody meets a version conflict for it', async () => {
    await tier('c1', 'A');
    const ticketId = await ticketOf('c1');
    const before = await desk.state(ticketId);
    await tier('c1', 'B');
    expect(await desk.state(ticketId)).toEqual(before);
    expect(await waiting()).toBe(0);
  });

  it('closed tickets stay closed with the clocks they had', async () => {
    const ticketId = await desk.ticket();
    await desk.finished(ticketId);
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    const before = await desk.state(ticketId);
    expect(await tier('order-1', 'VIP')).toEqual(['UPDATED']);
    expect(await desk.state(ticketId)).toEqual(before);
  });
});

it('another amount of the order does the same', async () => {
  const order = (paid: string): Promise<string[]> => upsert('upsertOrders', [
    { externalId: 'o1', customerExternalId: 'c1', status: 'PAID', paid, lines: [{ externalId: 'l1', sku: 's', title: 't', quantity: 2, paid }] },
  ]);
  await tier('c1', null);
  await order('100.00');
  const [row] = await app.owner<{ id: string; line: string }>(
    'SELECT o.id, l.id AS line FROM sales_order o JOIN order_line l ON l.order_id = o.id WHERE o.merchant_id = $1', [desk.merchant.id],
  );
  const ticketId = await desk.ticket({ orderId: encodeId('Order', row?.id ?? ''), lines: [{ orderLineId: encodeId('OrderLine', row?.line ?? ''), quantity: 1 }] });
  expect(await rule(ticketId)).toBe('all');
  expect(await order('800.00')).toEqual(['UPDATED']);
  expect(await rule(ticketId)).toBe('dear');
  const told = await app.owner(`SELECT changes FROM event WHERE merchant_id = $1 AND type = 'order.updated'`, [desk.merchant.id]);
  expect(told).toEqual([{ changes: { paidMinor: ['10000', '80000'] } }]);
});

describe('many tickets, and many at work on them', () => {
  it('a ticket that somebody holds does not keep the upsert waiting, and follows when they let go', async () => {
    await tier('c1', null);
    const [ticketId, free] = [await ticketOf('c1'), await ticketOf('c1')];
    held = new Client({ connectionString: app.ownerUrl });
    await held.connect();
    await held.query('BEGIN');
    await held.query('SELECT FROM ticket WHERE id = $1 FOR UPDATE', [uuid(ticketId)]);
    expect(await tier('c1', 'VIP')).toEqual(['UPDATED']);
    expect([await rule(ticketId), await rule(free), await waiting()]).toEqual(['all', 'vip', 1]);
    await held.query('ROLLBACK');
    await follow().lookOut();
    expect([await rule(ticketId), await waiting()]).toEqual(['vip', 0]);
  });

  it('fifty follow at once, the rest with the worker; two workers do each once', async () => {
    await tier('c1', null);
    await desk.merchant.member('AGENT');
    const tickets = await Promise.all(Array.from({ length: 60 }, () => ticketOf('c1')));
    await tier('c1', 'VIP');
    expect(await waiting()).toBe(10);
    await Promise.all([follow().lookOut(), follow().lookOut()]);
    await follow().lookOut(); // what one of them let the other have
    expect(await waiting()).toBe(0);
    const rows = await app.owner<{ n: number; rule: string; generation: number }>(
      `SELECT count(*)::int AS n, terms ->> 'rule' AS rule, generation FROM clock WHERE merchant_id = $1 AND kind = 'RESOLUTION' GROUP BY 2, 3`, [desk.merchant.id],
    );
    expect(rows).toEqual([{ n: tickets.length, rule: 'vip', generation: 2 }]);
  });

  it('tickets opened and tiers told at the same time: every ticket ends under the rule of the last tier', async () => {
    await tier('c1', null);
    const tickets: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const opened = Promise.all(Array.from({ length: 4 }, () => ticketOf('c1')));
      await Promise.all([tier('c1', round % 2 === 0 ? 'VIP' : null), opened]);
      tickets.push(...(await opened));
      while (await follow().lookOut());
      await follow().lookOut();
      const rules = new Set(await Promise.all(tickets.map(rule)));
      expect([...rules]).toEqual([round % 2 === 0 ? 'vip' : 'all']);
    }
    expect(await waiting()).toBe(0);
  });

  it('one that cannot be done rests a minute and keeps nobody from theirs', async () => {
    await tier('c1', null);
    const sound = await ticketOf('c1');
    const broken = await ticketOf('c1');
    await app.owner('UPDATE ticket SET policy_id = policy_id, steps = $2 WHERE id = $1', [uuid(broken), JSON.stringify({})]);
    await tier('c1', 'VIP');
    expect(await rule(sound)).toBe('vip');
    const rows = await app.owner<{ ticket_id: string; later: boolean }>('SELECT ticket_id, due_at > now() AS later FROM changed_terms WHERE merchant_id = $1', [desk.merchant.id]);
    expect(rows).toEqual([{ ticket_id: uuid(broken), later: true }]);
  });

  it('a test clock that is moved meets nothing left over', async () => {
    await tier('c1', null);
    const ticketId = await ticketOf('c1');
    await app.owner('UPDATE customer SET tier = $2 WHERE merchant_id = $1', [desk.merchant.id, 'VIP']);
    await app.owner('INSERT INTO changed_terms VALUES ($1, $2, now())', [desk.merchant.id, uuid(ticketId)]);
    const [{ now } = { now: '' }] = await app.owner<{ now: string }>(`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`);
    const { data } = await desk.merchant.as<{ advanceTestClock: { userErrors: unknown[] } }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(now, 30 * SECOND) },
    );
    expect(data?.advanceTestClock.userErrors).toEqual([]);
    expect([await rule(ticketId), await waiting()]).toEqual(['vip', 0]);
  });
});

it('another merchant\'s customer of the same name changes nothing here', async () => {
  await tier('c1', null);
  const ticketId = await ticketOf('c1');
  const here = desk;
  desk = await TicketDesk.open(app, 'Other');
  await tier('c1', 'A');
  await tier('c1', 'VIP');
  desk = here;
  expect(await rule(ticketId)).toBe('all');
});
