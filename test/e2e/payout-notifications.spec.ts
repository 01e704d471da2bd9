import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { encodeId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../../src/platform/database/worker-database.js';
import { testApp } from '../support/app.js';
import { FakeBank } from '../support/fake-bank.js';
import { PayDesk } from '../support/pay-desk.js';
import { AlipayServer } from '../support/provider-servers.js';
import { tableHashes } from '../support/table-hashes.js';
import { testToken } from '../support/token.js';

// What providers tell by themselves, posted to the address of one shop.

const folder = mkdtempSync(join(tmpdir(), 'amends-notifications-'));
const app = testApp({ env: { PAYOUT_SECRETS_DIR: folder } });
const WHSEC = 'whsec_a1b2c3d4e5f6canary';
const APP_ID = '2021000000000000';
const alipay = new AlipayServer();
let desk: PayDesk;
let other: PayDesk;
let stripeAt: string;
let alipayAt: string;
let otherAt: string;

beforeAll(async () => {
  const database = {
    owner: app.owner, open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }), openWorker: () => app.nest.get<Database>(WORKER_DATABASE, { strict: false }),
  };
  desk = await PayDesk.open(database);
  other = await PayDesk.open(database);
  for (const { base: { shopId } } of [desk, other]) {
    mkdirSync(join(folder, shopId));
    writeFileSync(join(folder, shopId, 'stripe-webhook-secret'), shopId === desk.base.shopId ? WHSEC : 'whsec_of_the_other');
    for (const [name, text] of Object.entries(alipay.secrets)) writeFileSync(join(folder, shopId, name), text);
  }
  [alipayAt, stripeAt, otherAt] = [await routed(desk, { provider: 'ALIPAY', appId: APP_ID }), await routed(desk, { provider: 'STRIPE' }), await routed(other, { provider: 'STRIPE' })];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function routed(of: PayDesk, route: object): Promise<string> {
  const admin = await of.person('ADMIN');
  await app.owner('UPDATE membership SET shop_id = NULL WHERE member_id = $1', [admin.id]);
  const { data } = await app.gql<{ setPayoutRoute: { route: { notificationPath: string }; userErrors: unknown[] } }>(
    'mutation ($i: SetPayoutRouteInput!) { setPayoutRoute(input: $i) { route { notificationPath } userErrors { code field } } }',
    { i: { shopId: encodeId('Shop', of.base.shopId), ...route } }, { token: await testToken({ sub: admin.id, merchant: of.base.merchantId }) },
  );
  expect(data?.setPayoutRoute.userErrors).toEqual([]);
  return data?.setPayoutRoute.route.notificationPath ?? '';
}

interface Told {
  readonly status: number;
  readonly text: string;
}

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Told> {
  const answer = await fetch(`${app.url}${path}`, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text() };
}

let events = 0;
const event = (type: string, refund: object): string =>
  JSON.stringify({ id: `evt_${(events += 1)}`, object: 'event', type, created: 1_700_000_000, data: { object: { id: 're_1', object: 'refund', amount: 8_000, currency: 'cny', ...refund } } });
const ofKey = (key: string, more: object = {}): object => ({ status: 'succeeded', metadata: { amends_key: key }, ...more });

function stripes(payload: string, { secret = WHSEC, at = stripeAt, ago = 0 }: { secret?: string; at?: string; ago?: number } = {}): Promise<Told> {
  const timestamp = Math.floor(Date.now() / 1_000) - ago;
  return post(at, payload, { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) });
}

let notifyIds = 0;
const trade = (key: string, more: Record<string, string> = {}): Record<string, string> => ({
  app_id: APP_ID, notify_type: 'trade_status_sync', notify_id: `n${(notifyIds += 1)}`, notify_time: '2026-11-22 12:00:00', charset: 'utf-8', version: '1.0', trade_no: 'T2026', out_trade_no: 'order',
  trade_status: 'TRADE_SUCCESS', total_amount: '200.00', refund_fee: '80.00', gmt_refund: '2026-11-22 11:59:58.123', out_biz_no: key, subject: '外套 & 裤子 50%', buyer_logon_id: 'a***@b', ...more,
});
const alipays = (body: string): Promise<Told> => post(alipayAt, body, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' });

type Open = Awaited<ReturnType<PayDesk['accepted']>> & { bank: FakeBank };

/** A payout the provider was asked for, and has not answered. */
async function pending(provider: 'STRIPE' | 'ALIPAY', mood: FakeBank['mood'] = 'PENDING'): Promise<Open> {
  await desk.route(provider, provider === 'ALIPAY' ? { appId: APP_ID } : {});
  await app.owner('UPDATE payout SET next_at = NULL');
  const made = await desk.accepted();
  const bank = new FakeBank(provider);
  bank.mood = mood;
  await desk.worker(bank).round();
  return { ...made, bank };
}

const types = async (legId: string): Promise<string[]> => (await desk.movements(legId)).map(({ type }) => type);
const reports = (payoutId: string) =>
  app.owner<{ outcome: string; answer: object }>(`SELECT outcome, answer FROM payout_attempt WHERE payout_id = $1 AND action = 'REPORT' ORDER BY number DESC`, [payoutId]);
const nextIn = async (payoutId: string): Promise<number | null> =>
  (await app.owner<{ s: number | null }>('SELECT extract(epoch FROM next_at - now())::float8 AS s FROM payout WHERE id = $1', [payoutId]))[0]?.s ?? null;

/** Nothing anywhere is different afterwards. */
async function moved(call: () => Promise<unknown>): Promise<boolean> {
  const before = await tableHashes(app);
  await call();
  return JSON.stringify(await tableHashes(app)) !== JSON.stringify(before);
}

describe('Stripe tells', () => {
  it('that a refund was made: it settles once, however often it is told, and the worker fulfils the leg', async () => {
    const { payoutId, key, legId, offerId, bank } = await pending('STRIPE');
    const told = event('refund.updated', ofKey(key, { failure_reason: null, destination_details: { card: { number: 'canary-4242' } } }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => stripes(told)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: 're_1', failure: null });
    expect(await reports(payoutId)).toEqual([{ outcome: 'SETTLED', answer: expect.objectContaining({ type: 'refund.updated', amount: 8_000 }) }]);
    expect(JSON.stringify(await reports(payoutId))).not.toContain('canary');
    await stripes(event('charge.refund.updated', ofKey(key))); // the same news under another name and id
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    await app.owner(`UPDATE payout SET settled_at = settled_at - interval '1 minute' WHERE id = $1`, [payoutId]);
    await desk.worker(bank).fulfilRest();
    expect((await desk.base.legs(offerId))[0]).toMatchObject({ state: 'FULFILLED', proof_ref: 're_1' });
  });

  it('late, after the question was answered: it is kept, and moves nothing', async () => {
    const { payoutId, key, legId, bank } = await pending('STRIPE', 'PAYS_AND_IS_SILENT');
    await desk.comesDue(payoutId);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `BANK-${key}` });
    expect(await stripes(event('refund.created', ofKey(key, { status: 'pending' })))).toMatchObject({ status: 200 });
    expect(await stripes(event('refund.updated', ofKey(key)))).toMatchObject({ status: 200 });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `BANK-${key}` });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect((await reports(payoutId)).map(({ outcome }) => outcome)).toEqual(['PENDING', 'SETTLED']);
  });

  it('that a refund came back after it was made: it is owed again, and older news does not take that back', async () => {
    const { payoutId, key, legId } = await pending('STRIPE');
    const made = event('refund.updated', ofKey(key));
    await stripes(made);
    await stripes(event('refund.failed', ofKey(key, { status: 'failed', failure_reason: 'lost_or_stolen_card' })));
    await stripes(event('refund.updated', ofKey(key)));
    await stripes(made);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE']);
  });

  it.each<[string, FakeBank['mood'], string]>([['was made', 'PAYS', 'SETTLED'], ['was not made', 'REFUSES', 'UNKNOWN']])(
    'first that it failed and then, older, that it was made: Stripe is asked, and it %s', async (_name, mood, state) => {
      const { payoutId, key, legId, bank } = await pending('STRIPE');
      await stripes(event('refund.failed', ofKey(key, { status: 'failed', failure_reason: 'declined' })));
      expect(await desk.payout(payoutId)).toMatchObject({ state: 'FAILED', failure: 'declined' });
      await stripes(event('refund.updated', ofKey(key)));
      expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'CONTRADICTED' });
      expect(await types(legId)).toEqual(['RESERVE', 'COMMIT']);
      if (mood === 'PAYS') bank.paid.set(key, 8_000n);
      await desk.worker(bank).round();
      expect(bank.asked.map(({ action }) => action)).toEqual(['SEND', 'QUERY']);
      expect(await desk.payout(payoutId)).toMatchObject({ state });
    },
  );

  it('of another amount: it settles nothing, and is asked about', async () => {
    const { payoutId, key, legId, ticketId } = await pending('STRIPE');
    await stripes(event('refund.updated', ofKey(key, { amount: 7_999 })));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'OTHER_AMOUNT' });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT']);
    expect(await app.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'payout.contradicted'`, [ticketId])).toHaveLength(1);
  });

  it('of what is none of ours: it is taken, and leaves nothing behind', async () => {
    const { key } = await pending('STRIPE');
    const strange = [event('refund.updated', ofKey('am0')), event('refund.updated', { status: 'succeeded', metadata: {} }), event('customer.created', ofKey(key)), event('refund.updated', { status: 'succeeded', metadata: null })];
    expect(await moved(async () => {
      for (const one of strange) expect(await stripes(one)).toEqual({ status: 200, text: '{"received":true}' });
      // Signed by the other merchant, at its own address, about our payout.
      expect(await stripes(event('refund.updated', ofKey(key)), { secret: 'whsec_of_the_other', at: otherAt })).toMatchObject({ status: 200 });
    })).toBe(false);
  });

  it('in nobody’s name that we know: 4xx, nothing moved, nothing of it in the log', async () => {
    const { key } = await pending('STRIPE');
    const told = event('refund.updated', ofKey(key, { canary: 'canary-body' }));
    const { data } = JSON.parse(told) as { data: object };
    const already = app.logged.length;
    expect(await moved(async () => {
      const refused = await Promise.all([
        stripes(told, { secret: 'whsec_guessed' }), stripes(told, { at: otherAt }), stripes(told, { ago: 301 }), stripes('{not json'), stripes(''),
        post(stripeAt, told), post(stripeAt, told, { 'stripe-signature': 't=1,v1=canary-signature' }),
        post(stripeAt, JSON.stringify({ id: 'evt_x', data }), { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: told, secret: WHSEC }) }),
      ]);
      expect(refused.map(({ status }) => status)).toEqual(Array(8).fill(400));
      expect(new Set(refused.map(({ text }) => (JSON.parse(text) as { errors: { message: string }[] }).errors[0]?.message))).toEqual(new Set(['This is no signed notification of the provider.']));
      expect(await stripes(event('refund.updated', ofKey(key, { padding: 'x'.repeat(65_536) })))).toMatchObject({ status: 413 });
      for (const at of [`${stripeAt.slice(0, -1)}x`, stripeAt.replace(/.{4}$/, '0000'), '/payouts/notifications/1', '/payouts/notifications/']) expect(await stripes(told, { at })).toMatchObject({ status: 404 });
      expect((await fetch(`${app.url}${stripeAt}`)).status).toBe(404);
    })).toBe(false);
    const log = JSON.stringify(app.logged.slice(already));
    expect(app.logged.slice(already).filter(({ msg }) => msg === 'a notification of a provider was refused').length).toBeGreaterThanOrEqual(9);
    for (const secret of ['canary', WHSEC, key, stripeAt.split('/').pop() ?? '']) expect(log).not.toContain(secret);
  });
});

describe('Alipay tells', () => {
  it('of a refund of the trade, by our key: it settles once, and is answered `success`', async () => {
    const { payoutId, key, legId } = await pending('ALIPAY');
    const body = alipay.notification(trade(key, { refund_fee: '120.00' })); // of the trade's earlier refunds too
    expect(await Promise.all([alipays(body), alipays(body), alipays(body)])).toEqual(Array(3).fill({ status: 200, text: 'success' }));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `T2026:${key}` });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await reports(payoutId)).toHaveLength(1);
    expect(JSON.stringify(await reports(payoutId))).not.toContain('a***@b');
  });

  it('of refunds that cannot hold ours: Alipay is asked at once, and nothing is believed', async () => {
    const { payoutId, key, bank } = await pending('ALIPAY');
    expect(await nextIn(payoutId)).toBeGreaterThan(1);
    expect(await alipays(alipay.notification(trade(key, { refund_fee: '79.99' })))).toMatchObject({ text: 'success' });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SENT' });
    expect(await nextIn(payoutId)).toBeLessThanOrEqual(0);
    await desk.worker(bank).round();
    expect(bank.asked.map(({ action }) => action)).toEqual(['SEND', 'QUERY']);
  });

  it('where the bank’s share of it stands: it is kept, and moves nothing', async () => {
    const { payoutId, key } = await pending('ALIPAY');
    const content = JSON.stringify({ trade_no: 'T2026', out_request_no: key, dback_status: 'F', dback_amount: '80.00', bank_ack_time: '2026-11-22 13:00:00' });
    await alipays(alipay.notification({ app_id: APP_ID, notify_id: 'back-1', msg_method: 'alipay.trade.refund.depositback.completed', charset: 'UTF-8', version: '1.1', biz_content: content }));
    expect(await reports(payoutId)).toEqual([{ outcome: null, answer: expect.objectContaining({ status: 'F', amount: '80.00' }) }]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SENT' });
  });

  it('in another’s name, or of nothing of ours: nothing moves', async () => {
    const { key } = await pending('ALIPAY');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const good = alipay.notification(trade(key));
    expect(await moved(async () => {
      const refused = [
        alipay.notification(trade(key), stranger), alipay.notification(trade(key, { app_id: '2021999999999999' })), good.replace('refund_fee=80.00', 'refund_fee=90.00'),
        good.replace('sign_type=RSA2', 'sign_type=RSA'), `${good}&out_biz_no=${key}`, good.replace(/&sign=.*/, ''), good.replace(/&sign=.*/, '&sign=%00%ff'), alipay.notification(trade(key, { notify_id: '' })), '',
      ];
      for (const body of refused) expect(await alipays(body)).toMatchObject({ status: 400 });
      for (const fields of [trade('am0'), trade(key, { out_biz_no: '' }), trade(key, { refund_fee: '' }), trade(key, { gmt_refund: '' })]) {
        expect(await alipays(alipay.notification(fields))).toEqual({ status: 200, text: 'success' });
      }
    })).toBe(false);
  });
});

describe('the address of a shop', () => {
  it('stays when the shop goes over to another provider, and with it the settings of what is under way', async () => {
    const { payoutId, key } = await pending('STRIPE');
    const path = await routed(desk, { provider: 'ALIPAY', appId: APP_ID });
    expect(path).toBe(alipayAt);
    await routed(desk, { provider: 'MANUAL' });
    await stripes(event('refund.updated', ofKey(key)));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
    const admin = await desk.person('ADMIN');
    await app.owner('UPDATE membership SET shop_id = NULL WHERE member_id = $1', [admin.id]);
    const { data } = await app.gql('query ($s: ID!) { payoutRoutes(shopId: $s) { provider inForce appId notificationPath } }', { s: encodeId('Shop', desk.base.shopId) }, { token: await testToken({ sub: admin.id, merchant: desk.base.merchantId }) });
    expect(data).toEqual({ payoutRoutes: [
      { provider: 'MANUAL', inForce: true, appId: null, notificationPath: null }, { provider: 'ALIPAY', inForce: false, appId: APP_ID, notificationPath: alipayAt },
      { provider: 'STRIPE', inForce: false, appId: null, notificationPath: stripeAt },
    ] });
    expect((await app.owner('SELECT FROM payout_route WHERE shop_id = $1 AND in_force', [desk.base.shopId]))).toHaveLength(1);
  });
});
