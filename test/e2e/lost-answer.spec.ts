import { connect } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import { sql } from '../../src/platform/database/sql.js';
import { Database } from '../../src/platform/database/database.js';
import { AnswerDroppingProxy } from '../support/answer-dropping-proxy.js';
import { startApp, type TestApp } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';

// The work is committed and its answer is lost, on either side of the application. Whoever asks again with the same key gets what was done, and it is not
// done twice.

let app: TestApp;
let proxy: AnswerDroppingProxy;
let merchant: TestMerchant;

beforeAll(async () => {
  app = await startApp({
    database: async (address) => {
      const made = await AnswerDroppingProxy.before(address);
      proxy = made.proxy;
      return made.url;
    },
  });
  merchant = await TestMerchant.create(app);
});
afterAll(async () => {
  await app?.close();
  await proxy?.close();
});

const OPEN = 'mutation Open($input: OpenTicketInput!) { openTicket(input: $input) { created userErrors { code } ticket { id number } } }';
interface Opened {
  openTicket: { created: boolean; userErrors: unknown[]; ticket: { id: string } | null };
}

function complaint(idempotencyKey: string): object {
  return {
    input: {
      shopId: merchant.shopId, kind: 'COMPLAINT', channel: 'CHAT', problem: 'It came torn.', idempotencyKey, complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'word' },
    },
  };
}

async function everything(): Promise<unknown> {
  const [row] = await app.owner(
    `SELECT (SELECT count(*)::int FROM ticket) AS tickets, (SELECT count(*)::int FROM message) AS messages, (SELECT count(*)::int FROM event WHERE type = 'ticket.opened') AS openings,
            (SELECT sum(n)::int FROM ticket_count) AS counted`,
  );
  return row;
}

it('between the database and us: the caller is told to retry, and the retry finds the one ticket', async () => {
  await merchant.as<Opened>('AGENT', OPEN, complaint('first'));
  const before = (await everything()) as Record<string, number>;
  proxy.toDrop = 1;
  const lost = await merchant.as<Opened>('AGENT', OPEN, complaint('lost'));
  const dropped = [lost];
  // Reading the actor commits too; the answer lost may have been that one. Go on until it was the opening's.
  while (((await everything()) as Record<string, number>)['tickets'] === before['tickets']) {
    proxy.toDrop = 1;
    dropped.push(await merchant.as<Opened>('AGENT', OPEN, complaint('lost')));
    expect(dropped.length).toBeLessThan(10);
  }
  for (const answer of dropped.slice(0, -1)) expect([answer.status, answer.errors?.[0]?.extensions['code'], answer.errors?.[0]?.extensions['retryable']]).toEqual([503, 'UNAVAILABLE', true]);
  proxy.toDrop = 0;
  expect(proxy.dropped).toBeGreaterThan(0);
  const again = await merchant.as<Opened>('AGENT', OPEN, complaint('lost'));
  expect(again.data?.openTicket).toMatchObject({ created: false, userErrors: [], ticket: { id: expect.stringMatching(/^tkt_/) as unknown } });
  expect(await everything()).toEqual(Object.fromEntries(Object.entries(before).map(([name, n]) => [name, n + 1])));
});

it('for a command on a ticket: done once, and the retry answers what was done', async () => {
  const opened = await merchant.as<Opened>('AGENT', OPEN, complaint('to note'));
  const ticketId = opened.data?.openTicket.ticket?.id;
  const note = (): Promise<unknown> => merchant.as('AGENT', 'mutation N($input: AddNoteInput!) { addNote(input: $input) { userErrors { code } message { id body } } }', {
    input: { ticketId, body: 'Once.', idempotencyKey: 'note' },
  });
  const notes = async (): Promise<number> => (await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM message WHERE body = 'Once.'`))[0]?.n ?? 0;
  for (let tries = 0; tries < 10 && (await notes()) === 0; tries += 1) {
    proxy.toDrop = 1;
    await note();
  }
  proxy.toDrop = 0;
  const [first, second] = [await note(), await note()];
  expect(first).toMatchObject({ status: 200, data: { addNote: { userErrors: [], message: { body: 'Once.' } } } });
  expect((second as { data: unknown }).data).toEqual((first as { data: unknown }).data);
  expect(await notes()).toBe(1);
});

it('between us and the caller: a connection that is cut before the answer', async () => {
  const before = (await everything()) as Record<string, number>;
  const body = JSON.stringify({ query: OPEN, variables: complaint('cut') });
  const { hostname, port } = new URL(app.url);
  const token = await merchant.token('AGENT');
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  const answers = await Promise.all(Array.from({ length: 5 }, () => merchant.as<Opened>('AGENT', OPEN, complaint('cut'))));
  expect(new Set(answers.map((answer) => answer.data?.openTicket.ticket?.id)).size).toBe(1);
  expect(((await everything()) as Record<string, number>)['tickets']).toBe((before['tickets'] ?? 0) + 1);
});

it('no connection keeps a merchant: after lost answers, killed backends, cancelled and failed statements the next one to use it sees nothing', async () => {
  const database = app.nest.get(Database);
  const backends = (): Promise<{ pid: number }[]> => app.owner<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE application_name = 'amends' AND datname = current_database()`);
  const trouble: (() => Promise<unknown>)[] = [
    async () => {
      proxy.toDrop = 2;
    },
    async () => Promise.all((await backends()).slice(0, 2).map(({ pid }) => app.owner('SELECT pg_terminate_backend($1)', [pid]))),
    async () => Promise.all((await backends()).map(({ pid }) => app.owner('SELECT pg_cancel_backend($1)', [pid]))),
  ];
  for (const [index, cause] of trouble.entries()) {
    const busy = Promise.all(Array.from({ length: 12 }, (_, at) => merchant.as<Opened>('AGENT', OPEN, complaint(`busy-${index}-${at}`))));
    await cause();
    await busy;
    proxy.toDrop = 0;
    const look = sql('test.context', `SELECT coalesce(current_setting('app.merchant', true), '') AS merchant, (SELECT count(*)::int FROM ticket) AS tickets, pg_sleep(0.05)`);
    const seen = await Promise.all(Array.from({ length: 10 }, () => database.query<{ merchant: string; tickets: number }>(look).catch(() => [])));
    expect(seen.flat().filter((row) => row.merchant !== '' || row.tickets !== 0)).toEqual([]);
    expect(seen.flat().length).toBeGreaterThan(0);
  }
  const again = await merchant.as<Opened>('AGENT', OPEN, complaint('afterwards'));
  expect(again.data?.openTicket.created).toBe(true);
});
