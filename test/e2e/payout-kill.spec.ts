import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwnServer, type OwnServer } from '../support/own-server.js';
import { PayDesk } from '../support/pay-desk.js';
import { PayerServer, StripeServer } from '../support/provider-servers.js';

// The worker as an operator runs it, killed while the provider has the money moved and has not answered.

let server: OwnServer;
let desk: PayDesk;
let payer: PayerServer;
let stripe: StripeServer;
const workers: { child: ChildProcess; exited: Promise<unknown>; said: () => string }[] = [];

beforeAll(async () => {
  server = await startOwnServer();
  desk = await PayDesk.open(server);
  [payer, stripe] = [await new PayerServer().listen(), await new StripeServer().listen()];
  const secrets = join(server.folder, 'secrets', desk.base.shopId);
  mkdirSync(secrets, { recursive: true });
  writeFileSync(join(secrets, 'webhook-secret'), 'whsec_Y2FuYXJ5LXNlY3JldC1vZi10aGUtcGF5ZXI');
  writeFileSync(join(secrets, 'stripe-secret-key'), 'sk_test_4eC39HqLyjWDarjtT1zdp7dc');
}, 60_000);
afterAll(async () => {
  await Promise.all(workers.map(kill));
  await Promise.all([payer.close(), stripe.close()]);
  await server.stop();
}, 60_000);

function startWorker(): (typeof workers)[number] {
  const child = spawn(process.execPath, ['--import', './scripts/typescript.mjs', '--import', './test/support/stripe-on-this-machine.mjs', 'src/worker.ts'], {
    env: {
      ...server.env, AUTH_JWT_SECRET: 'p2Q9-vn31-Xa70-wwd4-Ke6u-Zr8s-Ht5b', PAYOUT_SECRETS_DIR: join(server.folder, 'secrets'), PAYOUT_ALLOWED_ADDRESSES: '127.0.0.1',
      STRIPE_STANDIN_PORT: String(stripe.port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const worker = { child, exited: new Promise((resolve) => child.once('exit', resolve)), said: () => said };
  workers.push(worker);
  return worker;
}

async function kill({ child, exited }: (typeof workers)[number]): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await exited;
}

/** Until it happened, or the worker it is waited for has ended by itself. */
async function by<T>(worker: (typeof workers)[number], happening: Promise<T>): Promise<T> {
  return Promise.race([happening, worker.exited.then(() => Promise.reject(new Error(`the worker ended: ${worker.said()}`)))]);
}

async function fulfilled(offerId: string): Promise<void> {
  while ((await desk.base.legs(offerId))[0]?.state !== 'FULFILLED');
}

const balances = () => server.owner<{ account: string; minor: number }>('SELECT account, sum(amount_minor)::int AS minor FROM ledger_posting GROUP BY account ORDER BY account');
const attempts = (payoutId: string) => server.owner('SELECT number, action, outcome, answered_at IS NOT NULL AS answered FROM payout_attempt WHERE payout_id = $1 ORDER BY number', [payoutId]);

describe.each([
  ['the merchant’s own payer', 'WEBHOOK', () => payer, ({ body }: { body: string }) => body.includes('payout.requested'), (key: string) => `PAYER-${key}`],
  ['Stripe', 'STRIPE', () => stripe, ({ path }: { path: string }) => path === '/v1/refunds', (key: string) => `re_${key.slice(2, 12)}`],
])('kill -9 between the payment and the answer of %s', (_name, provider, at, isSend, reference) => {
  it('leaves one payment, a state that is true, and a balanced ledger', async () => {
    await desk.route(provider, provider === 'WEBHOOK' ? { url: `http://127.0.0.1:${payer.port}/pay` } : {});
    const before = new Map((await balances()).map(({ account, minor }) => [account, minor]));
    const { payoutId, key, offerId, legId, orderId } = await desk.accepted();
    const paymentReference = [desk.base.merchantId, orderId, provider, 'pi_123'];
    await server.owner('INSERT INTO payment_reference (merchant_id, order_id, provider, reference, updated_at) VALUES ($1, $2, $3, $4, now())', paymentReference);
    const bank = at();
    bank.behaviour = 'PAYS_AND_IS_SILENT';

    let heard = bank.heard();
    const first = startWorker();
    await by(first, heard);
    await kill(first);
    expect([...bank.refunds.keys()]).toEqual([key]);
    expect(await desk.payout(payoutId)).toEqual({ state: 'SENT', reference: null, failure: null, attempts: 1 });

    heard = bank.heard();
    const second = startWorker();
    await desk.comesDue(payoutId); // the first one's claim has run out
    await by(second, heard);
    expect(await desk.payout(payoutId)).toEqual({ state: 'UNKNOWN', reference: null, failure: 'ANSWER_LOST', attempts: 2 });
    expect(await desk.movements(legId)).toMatchObject([{ type: 'RESERVE' }, { type: 'COMMIT' }]);
    await kill(second);

    bank.behaviour = 'WELL';
    const third = startWorker();
    await desk.comesDue(payoutId);
    await by(third, fulfilled(offerId));
    await kill(third);

    expect(bank.seen.filter(isSend)).toHaveLength(1);
    expect([...bank.refunds.keys()]).toEqual([key]);
    expect(await desk.payout(payoutId)).toEqual({ state: 'SETTLED', reference: reference(key), failure: null, attempts: 3 });
    expect(await attempts(payoutId)).toEqual([
      { number: 1, action: 'SEND', outcome: null, answered: false }, { number: 2, action: 'QUERY', outcome: null, answered: false },
      { number: 3, action: 'QUERY', outcome: 'SETTLED', answered: true },
    ]);
    expect(await desk.movements(legId)).toMatchObject(['RESERVE', 'COMMIT', 'PAY'].map((type) => ({ type, minor: 8_000, sum: 0 })));
    const moved = (await balances()).map(({ account, minor }) => [account, minor - (before.get(account) ?? 0)]);
    expect(moved).toEqual([['AVAILABLE', -8_000], ['COMMITTED', 0], ['PAID', 8_000], ['RESERVED', 0]]);
  }, 120_000);
});
