import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressProblem, guardedPost } from '../../src/compensation/payouts/providers/guarded-post.js';
import { AlipayProvider } from '../../src/compensation/payouts/providers/alipay.provider.js';
import type { Action, PaymentOrder, PayoutProvider } from '../../src/compensation/payouts/providers/provider.js';
import { PayoutSecrets } from '../../src/compensation/payouts/providers/secrets.js';
import { StripeProvider } from '../../src/compensation/payouts/providers/stripe.provider.js';
import { WebhookProvider } from '../../src/compensation/payouts/providers/webhook.provider.js';
import { AlipayServer, PayerServer, StripeServer, type Behaviour } from '../support/provider-servers.js';

const SHOP = '01900000-0000-7000-8000-000000000001';
const SECRET = `whsec_${Buffer.from('a secret of the shop and its payer').toString('base64')}`;
const KEY = `am${'0a1b2c3d'.repeat(4)}`;
const folder = mkdtempSync(join(tmpdir(), 'amends-secrets-'));
const secrets = new PayoutSecrets({ PAYOUT_SECRETS_DIR: folder });
const order = (more: Partial<PaymentOrder> = {}): PaymentOrder => ({
  shopId: SHOP, key: KEY, amountMinor: 8_000n, currency: 'CNY', paymentReference: 'order', referenceIsSet: false, attempt: 1, ...more,
});
const put = (name: string, text: string): void => {
  mkdirSync(join(folder, SHOP), { recursive: true });
  writeFileSync(join(folder, SHOP, name), text);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function said(provider: PayoutProvider, action: Action, of: PaymentOrder, settings: Record<string, unknown> = {}): Promise<unknown> {
  const raw = await provider.ask(action, of, settings);
  const outcome = provider.interpret(action, raw, of);
  return outcome.kind === 'SETTLED' ? `SETTLED ${outcome.reference} ${outcome.minor}` : 'failure' in outcome ? `${outcome.kind} ${outcome.failure}` : outcome.kind;
}

describe('the merchant’s own payer', () => {
  let server: PayerServer;
  let payer: WebhookProvider;
  let settings: { url: string };
  beforeEach(async () => {
    server = await new PayerServer().listen();
    put('webhook-secret', SECRET);
    payer = new WebhookProvider(secrets, { PAYOUT_ALLOWED_ADDRESSES: ['127.0.0.1'] });
    settings = { url: `http://127.0.0.1:${server.port}/pay` };
  });
  afterEach(() => server.close());

  it('is called with key and amount, signed as Standard Webhooks says, one id for one request', async () => {
    expect(await said(payer, 'SEND', order(), settings)).toBe(`SETTLED PAYER-${KEY} 8000`);
    const [call] = server.seen;
    const { headers = {}, body = '' } = call ?? {};
    expect(JSON.parse(body)).toMatchObject({ type: 'payout.requested', data: { key: KEY, amount: '80.00', currency: 'CNY', paymentReference: 'order' } });
    const signed = `${KEY}.${String(headers['webhook-timestamp'])}.${body}`;
    const expected = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64')).update(signed).digest('base64');
    expect([headers['webhook-id'], headers['webhook-signature']]).toEqual([KEY, `v1,${expected}`]);
  });

  it.each<[Behaviour, string, string]>([
    ['PAYS_THEN_HANGS_UP', 'UNKNOWN CONNECTION_LOST', `SETTLED PAYER-${KEY} 8000`], ['HANGS_UP', 'UNKNOWN CONNECTION_LOST', 'NOT_FOUND'],
    ['FAILS_500', 'UNKNOWN HTTP_500', 'NOT_FOUND'], ['GARBLES', 'UNKNOWN MALFORMED', 'NOT_FOUND'], ['REDIRECTS', 'UNKNOWN HTTP_302', 'NOT_FOUND'],
    ['FLOODS', 'UNKNOWN ANSWER_TOO_LARGE', 'NOT_FOUND'], ['REFUSES', 'FAILED NO_FUNDS', 'NOT_FOUND'], ['PENDING', 'PENDING', 'NOT_FOUND'],
    ['OTHER_AMOUNT', `SETTLED PAYER-${KEY} 100`, `SETTLED PAYER-${KEY} 8000`],
  ])('when it %s', async (behaviour, sent, asked) => {
    server.behaviour = behaviour;
    expect(await said(payer, 'SEND', order(), settings)).toBe(sent);
    server.behaviour = 'WELL';
    expect(await said(payer, 'QUERY', order({ attempt: 2 }), settings)).toBe(asked);
    expect(server.seen).toHaveLength(2); // nothing is followed, nothing repeated
  });

  it('that nobody answers for was for sure not asked', async () => {
    const gone = { url: `http://127.0.0.1:${server.port}/pay` };
    await server.close();
    expect(await said(payer, 'SEND', order(), gone)).toBe('FAILED UNREACHABLE');
    expect(await said(payer, 'QUERY', order(), gone)).toBe('UNKNOWN UNREACHABLE');
    server = await new PayerServer().listen();
  });

  it('is never called without a secret, nor at a private address', async () => {
    expect(await said(payer, 'SEND', order({ shopId: '01900000-0000-7000-8000-000000000002' }), settings)).toBe('FAILED NOT_CONFIGURED');
    const strict = new WebhookProvider(secrets, { PAYOUT_ALLOWED_ADDRESSES: null });
    expect(await said(strict, 'SEND', order(), settings)).toBe('FAILED NOT_HTTPS');
    expect(server.seen).toEqual([]);
  });
});

describe('the guard of addresses', () => {
  it.each([
    'http://payer.example/', 'https://user:pass@payer.example/', 'https://payer.example/#a', 'https://payer.example:8443/', 'ftp://payer.example/', 'https://payer.example./',
    'https://[::1]/', 'https://[::ffff:7f00:1]/', 'https://[::127.0.0.1]/', ' https://payer.example/', 'https:\\\\payer.example', 'payer.example',
  ])('refuses %s by its look', (address) => {
    expect(addressProblem(address, [])).not.toBeNull();
  });

  it.each([
    'https://127.0.0.1/', 'https://127.1/', 'https://0x7f.1/', 'https://2130706433/', 'https://0.0.0.0/', 'https://10.0.0.1/', 'https://192.168.1.1/', 'https://172.16.0.1/',
    'https://169.254.169.254/', 'https://100.64.0.1/', 'https://localhost/', 'https://[fd00::1]/', 'https://[fe80::1]/', 'https://[64:ff9b::7f00:1]/',
  ])('refuses %s at the connection', async (address) => {
    const raw = await guardedPost(address, '{}', { headers: {}, timeoutMs: 2_000, allowed: [] });
    expect(raw).toEqual({ transport: 'NOT_SENT', problem: 'NOT_PUBLIC' });
  });

  it('takes a plain one', () => {
    expect(addressProblem('https://payer.example/pay?shop=1', [])).toBeNull();
  });
});

describe('alipay', () => {
  let server: AlipayServer;
  let alipay: PayoutProvider;
  const settings = { appId: '2021000000000000' };
  beforeEach(async () => {
    server = await new AlipayServer().listen();
    for (const [name, text] of Object.entries(server.secrets)) put(name, text);
    const gateway = `http://127.0.0.1:${server.port}/gateway.do`;
    alipay = new (class extends AlipayProvider {
      protected override readonly gateway = gateway;
    })(secrets);
  });
  afterEach(() => server.close());

  it('is asked with our key as out_request_no, signed; its signed answer settles', async () => {
    expect(await said(alipay, 'SEND', order(), settings)).toBe(`SETTLED T2026:${KEY} null`);
    expect(await said(alipay, 'QUERY', order(), settings)).toBe(`SETTLED T2026:${KEY} 8000`);
    expect(server.badSignatures).toEqual([]);
    expect([...server.refunds]).toEqual([[KEY, '80.00']]);
  });

  it('the same key again moves no money and says so; the query settles', async () => {
    await said(alipay, 'SEND', order(), settings);
    expect(await said(alipay, 'SEND', order(), settings)).toBe('PENDING');
    expect(server.refunds.size).toBe(1);
  });

  it.each<[Behaviour, string, string]>([
    ['PAYS_THEN_HANGS_UP', 'UNKNOWN CONNECTION_LOST', `SETTLED T2026:${KEY} 8000`], ['HANGS_UP', 'UNKNOWN CONNECTION_LOST', 'NOT_FOUND'],
    ['FAILS_500', 'UNKNOWN CONNECTION_LOST', 'NOT_FOUND'], ['GARBLES', 'UNKNOWN MALFORMED', 'NOT_FOUND'], ['REFUSES', 'FAILED ACQ.SELLER_BALANCE_NOT_ENOUGH', 'NOT_FOUND'],
    ['FORGES', 'UNKNOWN NOT_SIGNED_BY_ALIPAY', `SETTLED T2026:${KEY} 8000`], ['PENDING', 'PENDING', `SETTLED T2026:${KEY} 8000`],
  ])('when it %s', async (behaviour, sent, asked) => {
    server.behaviour = behaviour;
    expect(await said(alipay, 'SEND', order(), settings)).toBe(sent);
    server.behaviour = 'WELL';
    expect(await said(alipay, 'QUERY', order(), settings)).toBe(asked);
  });

  it('a refund of another amount is told with its amount, which settles nothing of ours', async () => {
    await said(alipay, 'SEND', order(), settings);
    server.behaviour = 'OTHER_AMOUNT';
    expect(await said(alipay, 'QUERY', order(), settings)).toBe(`SETTLED T2026:${KEY} 100`);
  });

  it('pays yuan only, and only with its keys', async () => {
    expect(await said(alipay, 'SEND', order({ currency: 'USD' }), settings)).toBe('FAILED OTHER_CURRENCY');
    expect(await said(alipay, 'SEND', order(), {})).toBe('FAILED NOT_CONFIGURED');
    expect(server.seen).toEqual([]);
  });
});

describe('stripe', () => {
  let server: StripeServer;
  let stripe: PayoutProvider;
  const paid = (more: Partial<PaymentOrder> = {}): PaymentOrder => order({ paymentReference: 'pi_123', referenceIsSet: true, ...more });
  const ID = `re_${KEY.slice(2, 12)}`;
  beforeEach(async () => {
    server = await new StripeServer().listen();
    put('stripe-secret-key', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc');
    const { port } = server;
    stripe = new (class extends StripeProvider {
      protected override readonly server = { host: '127.0.0.1', port, protocol: 'http' as const };
    })(secrets);
  });
  afterEach(() => server.close());

  it('is asked with our key as idempotency key and in the metadata', async () => {
    expect(await said(stripe, 'SEND', paid())).toBe(`SETTLED ${ID} 8000`);
    const [call] = server.seen;
    expect([call?.path, call?.headers['idempotency-key']]).toEqual(['/v1/refunds', KEY]);
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({ payment_intent: 'pi_123', amount: '8000', 'metadata[amends_key]': KEY });
    expect(await said(stripe, 'SEND', paid())).toBe(`SETTLED ${ID} 8000`); // the same key answers the same
    expect(server.refunds.size).toBe(1);
    expect(await said(stripe, 'QUERY', paid())).toBe(`SETTLED ${ID} 8000`);
  });

  it.each<[Behaviour, string, string]>([
    ['PAYS_THEN_HANGS_UP', 'UNKNOWN CONNECTION_LOST', `SETTLED ${ID} 8000`], ['HANGS_UP', 'UNKNOWN CONNECTION_LOST', 'NOT_FOUND'],
    ['FAILS_500', 'UNKNOWN HTTP_500', 'NOT_FOUND'], ['REFUSES', 'FAILED insufficient_funds', 'NOT_FOUND'], ['PENDING', 'PENDING', `SETTLED ${ID} 8000`],
    ['OTHER_AMOUNT', `SETTLED ${ID} 1`, `SETTLED ${ID} 8000`],
  ])('when it %s', async (behaviour, sent, asked) => {
    server.behaviour = behaviour;
    expect(await said(stripe, 'SEND', paid())).toBe(sent);
    server.behaviour = 'WELL';
    expect(await said(stripe, 'QUERY', paid())).toBe(asked);
    // On a connection that breaks the client tries once more by itself, under the same key; otherwise never.
    const sends = server.seen.filter(({ path }) => path === '/v1/refunds');
    expect(sends.length).toBeLessThanOrEqual(behaviour.endsWith('HANGS_UP') ? 2 : 1);
    expect(new Set(sends.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([KEY]));
    expect(server.refunds.size).toBeLessThanOrEqual(1);
  });

  it('what was refunded already is not failed but asked about', async () => {
    server.refunds.set('somebody else’s', '8000');
    expect(await said(stripe, 'SEND', paid())).toBe('UNKNOWN charge_already_refunded');
    expect(await said(stripe, 'QUERY', paid())).toBe('NOT_FOUND');
  });

  it('needs the payment’s own reference', async () => {
    expect(await said(stripe, 'SEND', order())).toBe('FAILED NO_PAYMENT_REFERENCE');
    expect(server.seen).toEqual([]);
  });
});
