import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { times } from '../support/at-once.js';
import { AROUND_TODAY, inDays, words, type Case } from '../support/remedy-desk.js';
import { RemedyApi, type Answered } from '../support/remedy-api.js';
import { tableHashes } from '../support/table-hashes.js';

// Repeating, doubling and inflating what moves money, over the API.

const app = testApp();
let api: RemedyApi;
beforeAll(async () => {
  api = await RemedyApi.open(app);
  await api.join('ADMIN', 'ADMIN');
  const limits = [
    { name: 'agent', role: 'AGENT', measure: 'OFFER', amount: { amount: '50.00', currency: 'CNY' } }, { name: 'agent-share', role: 'AGENT', measure: 'ORDER_SHARE', percent: 100 },
    { name: 'leader', role: 'LEADER', measure: 'OFFER', amount: null },
  ];
  await api.does('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: { limits, chains: [{ name: 'all', levels: [{ role: 'LEADER', need: 'ANY', withinMinutes: 60 }] }] } });
});

const tkt = ({ ticketId }: Pick<Case, 'ticketId'>): string => encodeId('Ticket', ticketId);
const partial = (amount: string): object => ({ type: 'PARTIAL_REFUND', amount: { amount, currency: 'CNY' } });
const makes = (at: Case, amount: string, more: object = {}): Promise<Answered> =>
  api.call('AGENT', 'makeOffer', { ticketId: tkt(at), fulfilBy: inDays(4), legs: [partial(amount)], ...more }, 'offer { id legs { amount { amount } } }');
const offerIn = ({ offer }: Answered): string => (offer as { id: string }).id;
async function offered(amount: string): Promise<{ at: Case; offerId: string }> {
  const at = await api.desk.atRemedy();
  return { at, offerId: offerIn(await makes(at, amount)) };
}

/** Whatever it answers, nothing anywhere is written. */
async function writesNothing(work: () => Promise<Answered>): Promise<Answered['userErrors']> {
  const before = await tableHashes(app);
  const { userErrors } = await work();
  expect(await tableHashes(app)).toEqual(before);
  return userErrors;
}

describe('one key', () => {
  it('sent fifty times at once makes one offer, and says so every time', async () => {
    const at = await api.desk.atRemedy();
    const [fulfilBy, idempotencyKey] = [inDays(4), 'double-click'];
    const answers = await Promise.all(times(50, async function again(): Promise<Answered> {
      const answer = await makes(at, '20.00', { fulfilBy, idempotencyKey });
      return answer.userErrors[0]?.code === 'BUSY' ? again() : answer;
    }));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.userErrors, offerIn(answer)]))).size).toBe(1);
    expect(await app.owner('SELECT FROM offer WHERE ticket_id = $1', [at.ticketId])).toHaveLength(1);
  });

  it('used on one ticket does nothing on another, whatever it is for', async () => {
    const [one, two] = [await api.desk.atRemedy(), await api.desk.atRemedy()];
    const making = { fulfilBy: inDays(4), idempotencyKey: 'across-tickets' };
    const first = offerIn(await makes(one, '80.00', making));
    const reused = [{ code: 'IDEMPOTENCY_KEY_REUSED' }];
    expect(await writesNothing(() => makes(two, '80.00', making))).toMatchObject(reused);
    expect(await writesNothing(() => makes(one, '80.01', making))).toMatchObject(reused);
    const second = offerIn(await makes(two, '80.00'));
    const deciding = async (offerId: string): Promise<Answered> =>
      api.call('LEADER', 'decideApproval', { requestId: await api.requestOf(offerId), decision: 'APPROVE', reason: 'Seen', idempotencyKey: 'across-requests' });
    expect((await deciding(first)).userErrors).toEqual([]);
    expect(await writesNothing(() => deciding(second))).toMatchObject(reused);
    expect((await deciding(first)).userErrors).toEqual([]);
    expect(await app.owner('SELECT FROM approval_decision d JOIN approval_request r ON r.id = d.request_id WHERE r.ticket_id = ANY ($1)', [[one.ticketId, two.ticketId]])).toHaveLength(1);
    // Somebody else's key of the same name is another key: it meets the request as it was left.
    await api.join('LEADER 2', 'LEADER');
    const other = await api.call('LEADER 2', 'decideApproval', { requestId: await api.requestOf(first), decision: 'APPROVE', reason: 'Seen', idempotencyKey: 'across-requests' });
    expect(other.userErrors).toMatchObject([{ code: 'ALREADY_DECIDED' }]);
  });
});

it('two words on one request in one call are refused together, and neither counts', async () => {
  const { offerId } = await offered('80.00');
  const requestId = await api.requestOf(offerId);
  const decisions = [{ requestId, decision: 'REJECT', reason: 'No' }, { requestId, decision: 'APPROVE', reason: 'Yes' }];
  expect(await writesNothing(() => api.call('LEADER', 'bulkDecideApprovals', { decisions }))).toMatchObject([{ code: 'INVALID_INPUT', field: 'decisions.1.requestId' }]);
});

describe('an amount', () => {
  const MOST = '9999999999999.99';

  it('beyond what a double holds is paid to the last cent, and totals of such amounts are exact', async () => {
    const cases = await Promise.all(times(3, async () => api.desk.atRemedy('WAREHOUSE', await api.desk.order(999_999_999_999_999n))));
    for (const at of cases) {
      const made = await makes(at, '9999999999999.98');
      expect((made['offer'] as { legs: object[] }).legs).toEqual([{ amount: { amount: '9999999999999.98' } }]);
      const requestId = await api.requestOf(offerIn(made));
      await api.does('LEADER', 'decideApproval', { requestId, decision: 'APPROVE', reason: 'Seen' });
      await api.does('AGENT', 'sendOffer', { ticketId: tkt(at), offerId: offerIn(made), channel: 'CHAT', body: words(inDays(4), '9999999999999.98元') });
      await api.does('AGENT', 'acceptOffer', { ticketId: tkt(at), offerId: offerIn(made), messageId: encodeId('Message', await api.desk.customerSays(at.ticketId)) });
    }
    expect(await app.owner('SELECT sum(amount_minor)::text AS minor FROM payout WHERE ticket_id = ANY ($1)', [cases.map(({ ticketId }) => ticketId)])).toEqual([{ minor: '2999999999999994' }]);
    const { data } = await api.ask<{ ledgerBalances: { account: string; balance: { amount: string } }[] }>('FINANCE', 'query ($s: ID) { ledgerBalances(shopId: $s) { account balance { amount } } }', { s: encodeId('Shop', api.desk.shopId) });
    expect(data?.ledgerBalances.find(({ account }) => account === 'COMMITTED')?.balance.amount).toBe('29999999999999.94');
    const [sums] = await app.owner<{ total: string; given: string }>(
      `SELECT (SELECT sum(amount_minor)::text FROM authority_total t WHERE t.merchant_id = $1 AND t.scope = 'SHOP_MONTH') AS total,
              (SELECT sum(goodwill_minor)::text FROM offer_authority o WHERE o.merchant_id = $1) AS given`, [api.desk.merchantId]);
    expect(sums?.total).toBe(sums?.given);
  });

  it('that a budget is exceeded by again and again ends at what is accepted anywhere: no offer is ever lost to it', async () => {
    const limit = { amount: MOST, currency: 'CNY' };
    const set = await api.does('FINANCE', 'upsertBudget', { shopId: encodeId('Shop', api.desk.shopId), period: 'NAMED', ...AROUND_TODAY, limit }, 'budget { id }');
    const override = (amount: string): Promise<Answered> =>
      api.call('ADMIN', 'overrideBudget', { budgetId: (set['budget'] as { id: string }).id, amount: { amount, currency: 'CNY' }, reason: 'The festival' });
    expect((await override(MOST)).userErrors).toEqual([]);
    expect((await override('0.01')).userErrors).toEqual([]);
    expect(await writesNothing(() => override('0.01'))).toMatchObject([{ code: 'INVALID_INPUT', field: 'amount.amount' }]);
    expect((await makes(await api.desk.atRemedy(), '20.00')).userErrors).toEqual([]);
  });
});
