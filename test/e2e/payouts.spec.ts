import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { PayoutWorker } from '../../src/compensation/payouts/payout-worker.js';
import { testApp, type CallOptions, type TestApp } from '../support/app.js';
import { newApiKeyOf } from '../support/keys.js';
import { PayerServer } from '../support/provider-servers.js';
import { AROUND_TODAY, inDays, RemedyDesk, words, type DeskDatabase } from '../support/remedy-desk.js';
import { testToken } from '../support/token.js';

const folder = mkdtempSync(join(tmpdir(), 'amends-payouts-'));
const METRICS = 'k3J9-fw02-Qz71-mmc8-Yt5e-Lp0a-Vx6d';
const SECRET = 'whsec_Y2FuYXJ5LXNlY3JldC1vZi10aGUtcGF5ZXI';
const app = testApp({ env: { PAYOUT_SECRETS_DIR: folder, PAYOUT_ALLOWED_ADDRESSES: '127.0.0.1', METRICS_TOKEN: METRICS } });
let desk: RemedyDesk;
let payer: PayerServer;
let shopId: string;
let agent: CallOptions;
let finance: CallOptions;
let second: CallOptions;
let admin: CallOptions;

beforeAll(async () => {
  desk = await RemedyDesk.open(databaseOf(app));
  shopId = encodeId('Shop', desk.shopId);
  payer = await new PayerServer().listen();
  mkdirSync(join(folder, desk.shopId));
  writeFileSync(join(folder, desk.shopId, 'webhook-secret'), SECRET);
  agent = { token: await testToken({ sub: desk.agent.id, merchant: desk.merchantId }) };
  finance = { token: await testToken({ sub: desk.finance.id, merchant: desk.merchantId }) };
  second = await member('FINANCE');
  admin = await member('ADMIN');
});
afterAll(async () => {
  await payer.close();
  rmSync(folder, { recursive: true, force: true });
});

function databaseOf(of: TestApp): DeskDatabase {
  return { owner: (statement, values) => of.owner(statement, values), open: () => ({ unitOfWork: of.nest.get(UnitOfWork, { strict: false }) }) };
}

async function member(role: string): Promise<CallOptions> {
  const [row] = await app.owner<{ id: string }>(`INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2) RETURNING id`, [desk.merchantId, role]);
  const id = row?.id ?? '';
  await app.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, gen_random_uuid(), $2, $3, NULL)', [desk.merchantId, id, role]);
  return { token: await testToken({ sub: id, merchant: desk.merchantId }) };
}

/** What a test looks into without a type of its own. */
type Loose = { readonly [name: string]: Loose } & readonly Loose[] & string;
type Answer = Record<string, Loose> & { userErrors: { code: string; field: string | null; details: Record<string, unknown> | null }[] };

async function call(name: string, input: object, selects: string, as: CallOptions): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await app.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selects} userErrors { code message field details } } }`, { input }, as,
  );
  expect(errors).toBeUndefined();
  return (data as Record<string, Answer>)[name];
}

async function ask<T>(query: string, variables: object, as: CallOptions): Promise<T> {
  const { data, errors } = await app.gql<T>(query, variables, as);
  expect(errors).toBeUndefined();
  return data as T;
}

const PAYOUT = 'payout { id version state reference failure key attemptCount entered { outcome reference } attempts { action outcome answer } amount { amount currency } }';

/** An accepted refund of 80 yuan, all through the API from its offer on. */
async function accepted(): Promise<{ ticketId: string; payout: Record<string, Loose> }> {
  const at = await desk.atRemedy();
  const ticketId = encodeId('Ticket', at.ticketId);
  const made = await call('makeOffer', { ticketId, fulfilBy: inDays(4), legs: [{ type: 'PARTIAL_REFUND', amount: { amount: '80.00', currency: 'CNY' } }] }, 'offer { id } ticket { version }', agent);
  expect(made.userErrors).toEqual([]);
  const offerId = made['offer'].id as string;
  const sent = await call('sendOffer', { ticketId, expectedVersion: made['ticket'].version, offerId, channel: 'CHAT', body: words(inDays(4)) }, 'ticket { version }', agent);
  const messageId = encodeId('Message', await desk.customerSays(at.ticketId));
  const done = await call('acceptOffer', { ticketId, expectedVersion: sent['ticket'].version + 1, offerId, messageId }, 'ticket { version }', agent);
  expect(done.userErrors).toEqual([]);
  return { ticketId, payout: await payoutOf(ticketId) };
}

async function payoutOf(ticketId: string): Promise<Record<string, Loose>> {
  const { payouts } = await ask<{ payouts: { edges: { node: Record<string, Loose> }[] } }>(
    'query ($t: ID) { payouts(filter: { ticketId: $t }) { edges { node { id version state reference key amount { amount currency } attempts { action outcome } entered { reference } } } } }', { t: ticketId }, finance,
  );
  expect(payouts.edges).toHaveLength(1);
  return payouts.edges[0]?.node ?? {};
}

const worker = (): PayoutWorker => app.nest.get(PayoutWorker, { strict: false });

describe('budget, payout and statement over GraphQL', () => {
  it('a budget bears an offer, the payer is called, the leg is fulfilled, the statement agrees', async () => {
    const limit = { amount: '100.00', currency: 'CNY' };
    const budgetInput = { shopId, period: 'NAMED', ...AROUND_TODAY, limit };
    const set = await call('upsertBudget', budgetInput, 'budget { id left { amount } warned version }', finance);
    expect(set).toMatchObject({ userErrors: [], budget: { left: { amount: '100.00' }, warned: false } });
    const url = `http://127.0.0.1:${payer.port}/pay`;
    expect(await call('setPayoutRoute', { shopId, provider: 'WEBHOOK', url }, 'shopId', admin)).toMatchObject({ userErrors: [], shopId });

    const { ticketId, payout } = await accepted();
    expect(payout).toMatchObject({ state: 'REQUESTED', reference: null, amount: { amount: '80.00', currency: 'CNY' }, attempts: [] });
    await worker().round();
    const settled = await payoutOf(ticketId);
    expect(settled).toMatchObject({ state: 'SETTLED', reference: `PAYER-${payout['key']}`, attempts: [{ action: 'SEND', outcome: 'SETTLED' }] });

    const { ticket } = await ask<{ ticket: { offers: { legs: { state: string; proofRef: string }[] }[] } }>('query ($t: ID!) { ticket(id: $t) { offers { legs { state proofRef } } } }', { t: ticketId }, agent);
    expect(ticket.offers[0]?.legs).toEqual([{ state: 'FULFILLED', proofRef: `PAYER-${payout['key']}` }]);

    const asked = await ask<Record<string, Loose>>('query ($s: ID) { budgets(shopId: $s) { edges { node { committed { amount } warned overrides { reason } } } } ledgerBalances(shopId: $s) { account balance { amount } } ledgerMovements(shopId: $s) { edges { node { type from to amount { amount } } } } }', { s: shopId }, finance);
    expect(asked['budgets'].edges).toEqual([{ node: { committed: { amount: '80.00' }, warned: true, overrides: [] } }]);
    expect(asked['ledgerBalances']).toEqual([
      { account: 'AVAILABLE', balance: { amount: '-80.00' } }, { account: 'COMMITTED', balance: { amount: '0.00' } }, { account: 'PAID', balance: { amount: '80.00' } },
      { account: 'RESERVED', balance: { amount: '0.00' } },
    ]);
    expect(asked['ledgerMovements'].edges.map(({ node }) => `${node.type} ${node.from} ${node.to} ${node.amount.amount}`)).toEqual([
      'PAY COMMITTED PAID 80.00', 'COMMIT RESERVED COMMITTED 80.00', 'RESERVE AVAILABLE RESERVED 80.00',
    ]);

    const file = `交易号,金额,备注,日期\r\nB-1,-80.00,退款 ${payout['key']},2026-11-22\r\n=HYPERLINK(1),-5.00,,2026-11-22\r\nIN-1,500.00,,2026-11-22\r\n`;
    const days = { coversFrom: '2026-11-01', coversTo: '2026-11-30' };
    const statement = { shopId, name: 'November', encoding: 'UTF8', columns: { reference: '交易号', amount: '金额', key: '备注', bookedOn: '日期' }, outgoing: 'MINUS', ...days, content: Buffer.from(file).toString('base64') };
    expect(await call('importStatement', statement, 'statementId added known', finance)).toMatchObject({ userErrors: [], added: 2, known: 0 });
    expect(await call('importStatement', statement, 'statementId added known', finance)).toMatchObject({ userErrors: [], added: 0, known: 2 });
    const { reconciliation } = await ask<Record<string, Loose>>(
      'query ($s: ID!) { reconciliation(shopId: $s, from: "2026-11-01", to: "2026-11-30") { matched unmatchedLineCount unmatchedPayoutCount unmatchedLines { reference match line } csv } }', { s: shopId }, finance,
    );
    expect(reconciliation).toMatchObject({ matched: 1, unmatchedLineCount: 1, unmatchedLines: [{ reference: '=HYPERLINK(1)', match: 'NONE', line: 3 }] });
    expect(reconciliation.csv).toContain("statement,,'=HYPERLINK(1),5.00,CNY,2026-11-22,NONE");
  });

  it('beyond the budget an offer is refused until somebody with the authority overrides it', async () => {
    const at = await desk.atRemedy();
    const making = { ticketId: encodeId('Ticket', at.ticketId), fulfilBy: inDays(4), legs: [{ type: 'PARTIAL_REFUND', amount: { amount: '80.00', currency: 'CNY' } }] };
    const refused = await call('makeOffer', making, 'offer { id }', agent);
    expect(refused).toMatchObject({ offer: null, userErrors: [{ code: 'BUDGET_EXCEEDED', field: 'legs', details: { left: '20.00', asked: '80.00' } }] });
    const budgetId = refused.userErrors[0]?.details?.['budgetId'];
    const over = { budgetId, amount: { amount: '60.00', currency: 'CNY' }, reason: 'The festival' };
    expect((await call('overrideBudget', over, 'budget { id }', finance)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const done = await call('overrideBudget', { ...over, idempotencyKey: 'over-1' }, 'budget { overridden { amount } left { amount } overrides { reason amount { amount } } }', admin);
    expect(done).toMatchObject({ userErrors: [], budget: { overridden: { amount: '60.00' }, left: { amount: '80.00' }, overrides: [{ reason: 'The festival', amount: { amount: '60.00' } }] } });
    expect(await call('overrideBudget', { ...over, idempotencyKey: 'over-1' }, 'budget { overridden { amount } }', admin)).toMatchObject({ budget: { overridden: { amount: '60.00' } } });
    expect((await call('makeOffer', making, 'offer { id }', agent)).userErrors).toEqual([]);
    expect(await app.owner(`SELECT type FROM event WHERE type = 'budget.overridden'`)).toHaveLength(1);
    await app.owner(`UPDATE budget SET starts_on = '2020-01-01', ends_on = '2020-01-01'`);
  });

  it('finance pays by hand: one enters, another confirms, and nobody reads the reference off the screen', async () => {
    await call('setPayoutRoute', { shopId, provider: 'MANUAL' }, 'shopId', admin);
    const { payout } = await accepted();
    const input = { payoutId: payout['id'], expectedVersion: payout['version'] };
    const entered = await call('enterPayoutOutcome', { ...input, outcome: 'SETTLED', reference: 'BANK-99001', reason: 'By transfer' }, PAYOUT, finance);
    expect(entered).toMatchObject({ userErrors: [], payout: { state: 'REQUESTED', entered: { outcome: 'SETTLED', reference: '…01' } } });
    const confirm = { payoutId: payout['id'], reference: 'BANK-99001' };
    expect((await call('confirmPayoutOutcome', confirm, PAYOUT, finance)).userErrors).toMatchObject([{ code: 'APPROVER_BARRED' }]);
    expect((await call('confirmPayoutOutcome', { ...confirm, expectedVersion: 1 }, PAYOUT, second)).userErrors).toMatchObject([{ code: 'VERSION_CONFLICT', details: { currentVersion: 2 } }]);
    expect(await call('confirmPayoutOutcome', confirm, PAYOUT, second)).toMatchObject({ userErrors: [], payout: { state: 'SETTLED', reference: 'BANK-99001' } });
    expect((await call('retryPayout', { payoutId: payout['id'], reason: 'Again' }, PAYOUT, finance)).userErrors).toMatchObject([{ code: 'STATE_CONFLICT', details: { state: 'SETTLED' } }]);
  });

  it('the payer reports later, by its key', async () => {
    await call('setPayoutRoute', { shopId, provider: 'WEBHOOK', url: `http://127.0.0.1:${payer.port}/pay` }, 'shopId', admin);
    payer.behaviour = 'PENDING';
    const { ticketId, payout } = await accepted();
    await worker().round();
    payer.behaviour = 'WELL';
    const key = { headers: { 'x-api-key': await newApiKeyOf(app, desk.merchantId, desk.finance.id, ['payouts:report']) } };
    const told = { key: payout['key'], outcome: 'SETTLED', reference: 'LATE-0001', amount: { amount: '80.00', currency: 'CNY' } };
    expect(await call('reportPayout', told, 'state', key)).toEqual({ state: 'SETTLED', userErrors: [] });
    expect(await payoutOf(ticketId)).toMatchObject({ state: 'SETTLED', reference: 'LATE-0001' });
    expect((await call('reportPayout', { ...told, amount: { amount: '８０', currency: 'CNY' } }, 'state', key)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'amount' }]);
    expect((await call('reportPayout', { ...told, key: 'am0' }, 'state', key)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'key' }]);
    expect((await call('reportPayout', told, 'state', finance)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it.each([
    ['upsertBudget', () => ({ shopId, period: 'MONTH', startsOn: '2026-11-02', limit: { amount: '1', currency: 'CNY' } }), 'budget { id }', 'startsOn'],
    ['upsertBudget', () => ({ shopId, period: 'MONTH', startsOn: '2026-11-01', limit: { amount: '-1', currency: 'CNY' } }), 'budget { id }', 'limit'],
    ['upsertBudget', () => ({ shopId, period: 'MONTH', startsOn: '2026-11-01', limit: { amount: '1e3', currency: 'CNY' } }), 'budget { id }', 'limit'],
    ['upsertBudget', () => ({ shopId, period: 'MONTH', startsOn: '2026-11-01', limit: { amount: '1.001', currency: 'CNY' } }), 'budget { id }', 'limit'],
    ['upsertBudget', () => ({ shopId, period: 'MONTH', startsOn: '2026-11-01', limit: { amount: '1', currency: 'XXX' } }), 'budget { id }', 'limit'],
    ['setPayoutRoute', () => ({ shopId, provider: 'WEBHOOK', url: 'http://10.0.0.1/pay' }), 'shopId', 'url'],
    ['setPayoutRoute', () => ({ shopId, provider: 'STRIPE', url: 'https://payer.example/' }), 'shopId', 'url'],
    ['setPayoutRoute', () => ({ shopId, provider: 'ALIPAY' }), 'shopId', 'appId'],
    ['importStatement', () => ({ shopId, name: 'n', content: '!!', encoding: 'UTF8', columns: { reference: 'a', amount: 'b' }, outgoing: 'PLUS', coversFrom: '2026-11-01', coversTo: '2026-11-01' }), 'added', 'content'],
    ['importStatement', () => ({ shopId, name: 'n', content: Buffer.from('a,b\nx,1').toString('base64'), encoding: 'UTF8', columns: { reference: 'a', amount: 'c' }, outgoing: 'PLUS', coversFrom: '2026-11-01', coversTo: '2026-11-01' }), 'added', 'columns.amount'],
    ['importStatement', () => ({ shopId, name: 'n', content: Buffer.from([0xff, 0xfe, 0x41]).toString('base64'), encoding: 'UTF8', columns: { reference: 'a', amount: 'c' }, outgoing: 'PLUS', coversFrom: '2026-11-01', coversTo: '2026-11-01' }), 'added', 'content'],
    ['importStatement', () => ({ shopId, name: 'n', content: 'YQ==', encoding: 'UTF8', columns: { reference: 'a', amount: 'c' }, outgoing: 'PLUS', coversFrom: '2026-11-30', coversTo: '2026-11-01' }), 'added', 'coversTo'],
  ])('%s refuses what it cannot use, and writes nothing', async (name, input, selects, field) => {
    const tables = () => app.owner('SELECT (SELECT count(*) FROM budget) AS b, (SELECT max(version) FROM payout_route) AS r, (SELECT count(*) FROM statement_line) AS l, (SELECT count(*) FROM event) AS e');
    const before = await tables();
    expect((await call(name, input(), selects, admin)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field }]);
    expect(await tables()).toEqual(before);
  });

  it('tells its watchman how many are open and how long unknown, and its secret to nobody', async () => {
    payer.behaviour = 'HANGS_UP';
    const { payout } = await accepted();
    await worker().round();
    payer.behaviour = 'WELL';
    const metrics = await (await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${METRICS}` } })).text();
    expect(metrics).toMatch(/^amends_payouts\{state="UNKNOWN"\} 1$/m);
    expect(metrics).toMatch(/^amends_payout_unknown_seconds \d/m);
    const shown = await ask<Record<string, Loose>>('query ($id: ID!) { payout(id: $id) { state failure attempts { answer } } node(id: $id) { id } }', { id: payout['id'] }, finance);
    expect(shown).toMatchObject({ payout: { state: 'UNKNOWN', failure: 'CONNECTION_LOST' }, node: { id: payout['id'] } });
    const byAgent = await ask<Record<string, Loose>>('query ($id: ID!) { payout(id: $id) { state attempts { answer } } }', { id: payout['id'] }, agent);
    expect(byAgent).toEqual({ payout: { state: 'UNKNOWN', attempts: [] } });
    const [rows] = await app.owner<{ text: string }>(`SELECT (SELECT string_agg(r::text, '') FROM payout_route r) || (SELECT string_agg(a::text, '') FROM payout_attempt a) AS text`);
    for (const place of [JSON.stringify(app.logged), JSON.stringify(shown), rows?.text ?? '']) expect(place).not.toContain(SECRET.slice(6));
  });
});
