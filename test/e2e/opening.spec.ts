import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { untilServed } from '../support/at-once.js';
import { TestMerchant, type Order } from '../support/merchant.js';

const OPEN = `mutation Open($input: OpenTicketInput!) {
  openTicket(input: $input) { created userErrors { code field message retryable } ticket { id number version externalRef kind severity problem statedReasonCode } }
}`;

interface Opened {
  openTicket: {
    created: boolean;
    userErrors: { code: string; field: string | null; message: string }[];
    ticket: { id: string; number: string; version: number; externalRef: string | null; kind: string; severity: string; problem: string } | null;
  };
}

let app: TestApp;
let shop: TestMerchant;
let order: Order;

beforeAll(async () => {
  app = await startApp();
  shop = await TestMerchant.create(app);
  order = await shop.order();
});
afterAll(() => app?.close());

function returning(more: object = {}): Record<string, unknown> {
  return {
    shopId: shop.shopId, kind: 'RETURN_EXCHANGE', channel: 'CHAT', problem: '拉链坏了', orderId: order.orderId,
    lines: [{ orderLineId: order.lineId, quantity: 1 }], statedReasonCode: 'DEFECTIVE',
    returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' }, ...more,
  };
}

async function open(input: object, headers: Record<string, string> = {}): Promise<Opened['openTicket']> {
  const answer = await untilServed(() => shop.as<Opened>('AGENT', OPEN, { input }, headers));
  if (!answer.data) throw new Error(JSON.stringify(answer.errors));
  return answer.data.openTicket;
}

async function everything(): Promise<Record<string, unknown>[]> {
  return app.owner(
    `SELECT (SELECT count(*)::int FROM ticket) AS tickets, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM message) AS messages,
            (SELECT count(*)::int FROM clock) AS clocks, (SELECT count(*)::int FROM idempotency) AS keys, (SELECT coalesce(sum(n), 0)::int FROM ticket_count) AS counted`,
  );
}

describe('a ticket of each kind opens', () => {
  it('return or exchange, with its first message, clocks and counts', async () => {
    const { ticket, created } = await open(returning());
    expect(created).toBe(true);
    expect(ticket).toMatchObject({ version: 1, kind: 'RETURN_EXCHANGE', severity: 'NORMAL', problem: '拉链坏了' });
    expect(ticket?.number).toMatch(/^A-\d{6}$/);
    const [row] = await app.owner(
      `SELECT (SELECT count(*)::int FROM message WHERE ticket_id = t.id AND author_kind = 'CUSTOMER') AS messages,
              (SELECT count(*)::int FROM clock WHERE ticket_id = t.id AND state = 'RUNNING') AS clocks,
              (SELECT array_agg(type ORDER BY id) FROM event WHERE subject_id = t.id) AS events
         FROM ticket t WHERE number = $1`,
      [ticket?.number],
    );
    expect(row).toEqual({ messages: 1, clocks: 4, events: ['ticket.opened', 'message.received'] });
  });

  it('logistics query', async () => {
    const { ticket, userErrors } = await open({
      shopId: shop.shopId, kind: 'LOGISTICS', channel: 'CHAT', problem: '包裹三天没动了', orderId: order.orderId, parcelIds: [order.parcelId],
      logistics: { subtype: 'STALLED', customerSees: '仍显示运输中' },
    });
    expect(userErrors).toEqual([]);
    expect(ticket?.kind).toBe('LOGISTICS');
  });

  it('complaint, severe by its type whatever is said', async () => {
    const complaint = { type: 'SAFETY_INJURY', origin: 'CUSTOMER', demand: '赔偿' };
    const base = { shopId: shop.shopId, kind: 'COMPLAINT', channel: 'PHONE', problem: '孩子划伤了手' };
    expect((await open({ ...base, complaint })).ticket?.severity).toBe('SEVERE');
    const lowered = await open({ ...base, complaint, severity: 'MINOR' });
    expect(lowered.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'severity' }]);
  });
});

describe('once and only once', () => {
  it('a key that met a ticket of the same external reference goes on answering that ticket', async () => {
    const first = await open(returning({ externalRef: 'REFUND-KEYED' }));
    const again = returning({ externalRef: 'REFUND-KEYED', idempotencyKey: 'met-before' });
    for (let time = 0; time < 3; time += 1) {
      expect(await open(again)).toMatchObject({ created: false, userErrors: [], ticket: { id: first.ticket?.id } });
    }
  });

  it('an external reference is an upsert', async () => {
    const first = await open(returning({ externalRef: 'REFUND-1' }));
    const second = await open(returning({ externalRef: 'REFUND-1', problem: 'said again' }));
    expect(second).toMatchObject({ created: false, userErrors: [], ticket: { id: first.ticket?.id, problem: '拉链坏了' } });
    const other = await open({
      shopId: shop.shopId, kind: 'LOGISTICS', channel: 'CHAT', problem: 'x', orderId: order.orderId, parcelIds: [order.parcelId], externalRef: 'REFUND-1',
      logistics: { subtype: 'URGE', customerSees: 'x' },
    });
    expect(other.created).toBe(true); // unique per shop and kind
  });

  it('20 openings of one external reference at once make one ticket', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(returning({ externalRef: 'REFUND-2' }))));
    expect(new Set(answers.map((answer) => answer.ticket?.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.created)).toHaveLength(1);
    expect(await app.owner(`SELECT count(*)::int AS n FROM ticket WHERE external_ref = 'REFUND-2'`)).toEqual([{ n: 1 }]);
  });

  it('100 openings under one idempotency key at once make one ticket', async () => {
    const input = returning({ idempotencyKey: 'key-1' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => open(input)));
    expect(new Set(answers.map((answer) => answer.ticket?.id)).size).toBe(1);
    expect(answers.flatMap((answer) => answer.userErrors)).toEqual([]);
    expect(await app.owner(`SELECT count(*)::int AS n FROM idempotency WHERE key = 'key-1'`)).toEqual([{ n: 1 }]);
  });

  it('the header is a key too, another body under it is refused, and another actor has keys of their own', async () => {
    const headers = { 'idempotency-key': 'key-2' };
    const first = await open(returning(), headers);
    expect((await open(returning(), headers)).ticket?.id).toBe(first.ticket?.id);
    const before = await everything();
    expect((await open(returning({ problem: 'another' }), headers)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' }]);
    expect(await everything()).toEqual(before);
    const leader = await shop.as<Opened>('LEADER', OPEN, { input: returning() }, headers);
    expect(leader.data?.openTicket.ticket?.id).not.toBe(first.ticket?.id);
  });
});

describe('what is refused leaves nothing behind', () => {
  const cases: [string, () => object, string, string | null][] = [
    ['no problem', () => returning({ problem: '   ' }), 'INVALID_INPUT', 'problem'],
    ['a huge text', () => returning({ problem: 'x'.repeat(5_001) }), 'INVALID_INPUT', 'problem'],
    ['more than was bought', () => returning({ lines: [{ orderLineId: order.lineId, quantity: 3 }] }), 'INVALID_INPUT', 'lines.0.quantity'],
    ['the same line twice', () => returning({ lines: [{ orderLineId: order.lineId, quantity: 1 }, { orderLineId: order.lineId, quantity: 1 }] }), 'INVALID_INPUT', 'lines'],
    ['an unknown order', () => returning({ orderId: 'ord_00000000-0000-7000-8000-000000000000' }), 'NOT_FOUND', 'orderId'],
    ['an id of the wrong type', () => returning({ orderId: order.customerId }), 'NOT_FOUND', 'orderId'],
    ['no id at all', () => returning({ orderId: "1' OR '1'='1" }), 'NOT_FOUND', 'orderId'],
    ['no reason', () => returning({ statedReasonCode: null }), 'INVALID_INPUT', 'statedReasonCode'],
    ['an unknown reason', () => returning({ statedReasonCode: 'NO_SUCH' }), 'INVALID_INPUT', 'statedReasonCode'],
    ['data of another kind', () => returning({ returnExchange: null, logistics: { subtype: 'URGE', customerSees: 'x' } }), 'INVALID_INPUT', 'returnExchange'],
    ['data of two kinds', () => returning({ logistics: { subtype: 'URGE', customerSees: 'x' } }), 'INVALID_INPUT', 'returnExchange'],
    ['a tag with blanks', () => returning({ tags: ['not a tag'] }), 'INVALID_INPUT', 'tags.0'],
    ['a date years away', () => ({
      shopId: shop.shopId, kind: 'LOGISTICS', channel: 'CHAT', problem: 'x', logistics: { subtype: 'URGE', customerSees: 'x', neededBy: '2099-01-01T00:00:00Z' },
    }), 'INVALID_INPUT', 'logistics.neededBy'],
    ['an authority without a case number', () => ({
      shopId: shop.shopId, kind: 'COMPLAINT', channel: 'CHAT', problem: 'x', complaint: { type: 'PRICE', origin: 'REGULATOR', demand: 'x' },
    }), 'INVALID_INPUT', 'complaint.caseNumber'],
    ['an empty idempotency key', () => returning({ idempotencyKey: '' }), 'INVALID_INPUT', 'idempotencyKey'],
  ];

  it.each(cases)('%s', async (_name, input, code, field) => {
    const before = await everything();
    const answer = await open(input());
    expect(answer.userErrors.map((error) => [error.code, error.field])).toEqual([[code, field]]);
    expect(answer.ticket).toBeNull();
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['an unknown enum value', () => returning({ channel: 'PIGEON' })],
    ['an unknown field', () => returning({ status: 'CLOSED' })],
    ['NUL in a text', () => returning({ problem: 'a\u0000b' })],
    ['a control character', () => returning({ subject: 'a\u0007b' })],
    ['half a character', () => returning({ subject: 'a\ud800b' })],
    ['a quantity of a half', () => returning({ lines: [{ orderLineId: order.lineId, quantity: 0.5 }] })],
  ])('%s is refused before anything runs, with status 400', async (_name, input) => {
    const before = await everything();
    const answer = await shop.as('AGENT', OPEN, { input: input() });
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
    expect(await everything()).toEqual(before);
  });

  it.each([-1, 0])('a quantity of %s', async (quantity) => {
    const before = await everything();
    const answer = await shop.as<Opened>('AGENT', OPEN, { input: returning({ lines: [{ orderLineId: order.lineId, quantity }] }) });
    const codes = [...(answer.errors ?? []).map((error) => error.extensions['code']), ...(answer.data?.openTicket?.userErrors ?? []).map((error) => error.code)];
    expect(codes).toEqual(['INVALID_INPUT']);
    expect(await everything()).toEqual(before);
  });

  it('what belongs to another merchant is as unknown as what is not', async () => {
    const other = await TestMerchant.create(app, 'Other');
    const theirs = await other.order();
    const before = await everything();
    for (const [input, field] of [
      [returning({ shopId: other.shopId }), 'shopId'],
      [returning({ orderId: theirs.orderId }), 'orderId'],
      [returning({ customerId: theirs.customerId }), 'customerId'],
      [returning({ lines: [{ orderLineId: theirs.lineId, quantity: 1 }] }), 'lines.0.orderLineId'],
      [returning({ parcelIds: [theirs.parcelId] }), 'parcelIds.0'],
    ] as const) {
      expect((await open(input)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field }]);
    }
    expect(await everything()).toEqual(before);
  });

  it('an agent of another shop may not open here', async () => {
    await app.owner(`INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency)
      VALUES ($1, $2, 'second', 'Second', 'JD', 'Asia/Shanghai', 'CNY')`, [shop.id, '00000000-0000-7000-8000-00000000beef']);
    await shop.member('AGENT', 'elsewhere', { shopUuid: '00000000-0000-7000-8000-00000000beef' });
    const answer = await app.gql<Opened>(OPEN, { input: returning() }, { token: await shop.token('AGENT', 'elsewhere') });
    expect(answer.data?.openTicket.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
