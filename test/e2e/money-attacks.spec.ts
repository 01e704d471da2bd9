import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { AROUND_TODAY, inDays, words, type Case } from '../support/remedy-desk.js';
import { RemedyApi, type Answered } from '../support/remedy-api.js';

// Ways to money that somebody with bad intentions, or with bad luck, would try over the API.

const app = testApp();
let api: RemedyApi;
const shops: Record<string, string> = {};

beforeAll(async () => {
  api = await RemedyApi.open(app);
  shops['CNY'] = api.desk.shopId;
  for (const currency of ['JPY', 'KWD']) shops[currency] = await api.desk.shopIn(currency);
  for (const [name, role] of [['ADMIN', 'ADMIN'], ['OTHER ADMIN', 'ADMIN'], ['LEADER 2', 'LEADER'], ['LEADER 3', 'LEADER'], ['CASHIER', 'FINANCE'], ['CASHIER 2', 'FINANCE'], ['CASHIER 3', 'FINANCE'], ['HEAD', 'SUPERVISOR']] as const) {
    await api.join(name, role);
  }
  await api.join('AGENT AS LEADER', 'LEADER', api.desk.agent);
  await publish('10.00');
});

const tkt = ({ ticketId }: Pick<Case, 'ticketId'>): string => encodeId('Ticket', ticketId);
const money = (amount: string, currency = 'CNY'): object => ({ amount, currency });
const partial = (amount: string, currency = 'CNY'): object => ({ type: 'PARTIAL_REFUND', amount: money(amount, currency) });

/** So much an agent may give of CNY; of other currencies, anything. */
async function publish(amount: string): Promise<void> {
  const alone = (currency: string, limit: string): object => ({ name: `agent-${currency.toLowerCase()}`, role: 'AGENT', measure: 'OFFER', amount: money(limit, currency) });
  await api.does('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: {
    limits: [alone('CNY', amount), alone('JPY', '99999'), alone('KWD', '999.000'), { name: 'leader', role: 'LEADER', measure: 'OFFER', amount: null }],
    chains: [{ name: 'all', levels: [{ role: 'LEADER', need: 'ANY', withinMinutes: 60 }] }],
  } });
}

const tries = (at: Case, legs: object[], more: object = {}): Promise<Answered> => api.call('AGENT', 'makeOffer', { ticketId: tkt(at), fulfilBy: inDays(4), legs, ...more });

async function offers(at: Case, legs: object[], more: object = {}): Promise<string> {
  const { offer } = await api.does('AGENT', 'makeOffer', { ticketId: tkt(at), fulfilBy: inDays(4), legs, ...more }, 'offer { id }');
  return (offer as { id: string }).id;
}

async function accepts(at: Case, offerId: string, amount: string): Promise<void> {
  await api.does('AGENT', 'sendOffer', { ticketId: tkt(at), offerId, channel: 'CHAT', body: words(inDays(4), amount) });
  await api.does('AGENT', 'acceptOffer', { ticketId: tkt(at), offerId, messageId: encodeId('Message', await api.desk.customerSays(at.ticketId)) });
}

interface Payout { readonly id: string; readonly state: string; readonly reference: string | null; readonly key: string; readonly amount: { amount: string; currency: string } }

async function payoutOf(at: Case): Promise<Payout> {
  const { data } = await api.ask<{ payouts: { edges: { node: Payout }[] } }>('CASHIER',
    'query ($t: ID) { payouts(filter: { ticketId: $t }) { edges { node { id state reference key amount { amount currency } } } } }', { t: tkt(at) });
  const [first] = data?.payouts.edges ?? [];
  if (!first) throw new Error('nothing is paid');
  return first.node;
}

async function enters(who: string, at: Case, outcome: string, reference: string | null): Promise<Answered> {
  return api.call(who, 'enterPayoutOutcome', { payoutId: (await payoutOf(at)).id, outcome, reference, reason: 'Seen at the bank' });
}

async function confirms(who: string, at: Case, reference: string | null): Promise<Answered> {
  return api.call(who, 'confirmPayoutOutcome', { payoutId: (await payoutOf(at)).id, reference });
}

async function bothSay(at: Case, outcome: string, reference: string | null): Promise<void> {
  expect([(await enters('CASHIER', at, outcome, reference)).userErrors, (await confirms('CASHIER 2', at, reference)).userErrors]).toEqual([[], []]);
}

const decides = async (who: string, offerId: string): Promise<Answered> => api.call(who, 'decideApproval', { requestId: await api.requestOf(offerId), decision: 'APPROVE', reason: 'Seen the photos' });

describe('an approval', () => {
  it('is decided neither by the agent’s second account nor by whoever stands in for that account, until they do no more', async () => {
    const at = await api.desk.atRemedy();
    const offerId = await offers(at, [partial('80.00')]);
    const before = await api.desk.state(at.ticketId);
    expect((await decides('AGENT AS LEADER', offerId)).userErrors).toMatchObject([{ code: 'APPROVER_BARRED', details: { why: 'REQUESTER' } }]);
    const [stand] = await app.owner<{ id: string }>(`SELECT id FROM member WHERE merchant_id = $1 AND name = 'LEADER 2'`, [api.desk.merchantId]);
    const { delegation } = await api.does('AGENT AS LEADER', 'delegateApprovals', { toMemberId: encodeId('Member', stand?.id ?? ''), endsAt: inDays(1), reason: 'Away' }, 'delegation { id }');
    expect((await decides('LEADER 2', offerId)).userErrors).toMatchObject([{ code: 'APPROVER_BARRED', details: { why: 'DELEGATE' } }]);
    expect(await api.desk.state(at.ticketId)).toEqual(before);
    await api.does('AGENT AS LEADER', 'revokeDelegation', { delegationId: (delegation as { id: string }).id });
    expect((await decides('LEADER 2', offerId)).userErrors).toEqual([]);
  });

  it('that was decided is not overridden, and what was asked before the decision is not confirmed after it', async () => {
    const at = await api.desk.atRemedy();
    const offerId = await offers(at, [partial('80.00')]);
    const requestId = await api.requestOf(offerId);
    const reason = 'It cannot wait any longer.';
    const { overrideId } = await api.does('ADMIN', 'overrideApproval', { requestId, reason }, 'overrideId');
    await api.does('LEADER 2', 'decideApproval', { requestId, decision: 'REJECT', reason: 'No' });
    const before = await api.desk.state(at.ticketId);
    for (const [who, more] of [['OTHER ADMIN', { overrideId }], ['OTHER ADMIN', {}]] as const) {
      expect((await api.call(who, 'overrideApproval', { requestId, reason, ...more })).userErrors).toMatchObject([{ code: 'ALREADY_DECIDED', details: { outcome: 'REJECTED' } }]);
    }
    expect(await api.desk.state(at.ticketId)).toEqual(before);
    expect(await app.owner(`SELECT confirmed_at FROM approval_override WHERE 'ovr_' || id::text = $1`, [overrideId])).toEqual([{ confirmed_at: null }]);
    expect(await api.refused(at.ticketId, 'AGENT', 'sendOffer', { offerId, channel: 'CHAT', body: words(inDays(4)) })).toBe('APPROVAL_REQUIRED null');
  });

  it('that was rejected is neither decided again nor overridden because another one waits', async () => {
    const at = await api.desk.atRemedy();
    const offerId = await offers(at, [partial('80.00')]);
    const old = await api.requestOf(offerId);
    const reason = 'It cannot wait any longer.';
    const { overrideId } = await api.does('ADMIN', 'overrideApproval', { requestId: old, reason }, 'overrideId');
    await api.does('LEADER 2', 'decideApproval', { requestId: old, decision: 'REJECT', reason: 'No' });
    await api.does('AGENT', 'requestApproval', { ticketId: tkt(at), offerId, note: 'Look at the photos' });
    const fresh = await api.requestOf(offerId);
    expect(fresh).not.toBe(old);
    const before = await api.desk.state(at.ticketId);
    const decided = [{ code: 'ALREADY_DECIDED', field: 'requestId', details: { state: 'REJECTED' } }];
    expect((await api.call('LEADER 3', 'decideApproval', { requestId: old, decision: 'APPROVE', reason: 'Yes' })).userErrors).toMatchObject(decided);
    expect((await api.call('OTHER ADMIN', 'overrideApproval', { requestId: old, reason, overrideId })).userErrors).toMatchObject(decided);
    expect((await api.call('OTHER ADMIN', 'overrideApproval', { requestId: fresh, reason, overrideId })).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'overrideId' }]);
    expect(await api.desk.state(at.ticketId)).toEqual(before);
    expect(await app.owner(`SELECT state FROM approval_request WHERE 'ofr_' || offer_id::text = $1 ORDER BY id`, [offerId])).toEqual([{ state: 'REJECTED' }, { state: 'PENDING' }]);
  });

  it('is not overridden once the offer is another than was asked for', async () => {
    const at = await api.desk.atRemedy();
    const offerId = await offers(at, [partial('80.00')]);
    const asking = { requestId: await api.requestOf(offerId), reason: 'It cannot wait any longer.' };
    const { overrideId } = await api.does('ADMIN', 'overrideApproval', asking, 'overrideId');
    await app.owner(`UPDATE offer_leg SET amount_minor = 9900 WHERE 'ofr_' || offer_id::text = $1`, [offerId]);
    const before = await api.desk.state(at.ticketId);
    for (const more of [{ overrideId }, {}]) {
      expect((await api.call('OTHER ADMIN', 'overrideApproval', { ...asking, ...more })).userErrors).toMatchObject([{ code: 'STATE_CONFLICT', field: 'requestId', details: { state: 'VOID' } }]);
    }
    expect(await api.desk.state(at.ticketId)).toEqual(before);
  });
});

describe('a payout', () => {
  it('is settled neither by those who passed its offer by break-glass, nor by who is paid', async () => {
    await api.does('ADMIN', 'setPayoutRoute', { shopId: encodeId('Shop', shops['CNY'] ?? ''), provider: 'MANUAL' });
    const at = await api.desk.atRemedy();
    const offerId = await offers(at, [partial('80.00')]);
    const asking = { requestId: await api.requestOf(offerId), reason: 'It cannot wait any longer.' };
    const { overrideId } = await api.does('ADMIN', 'overrideApproval', asking, 'overrideId');
    await api.does('OTHER ADMIN', 'overrideApproval', { ...asking, overrideId });
    await accepts(at, offerId, '80元');
    const [payee] = await app.owner<{ id: string; customer: string }>(`SELECT m.id, o.customer_id AS customer FROM member m, sales_order o WHERE m.merchant_id = $1 AND m.name = 'CASHIER 3' AND o.id = $2`, [api.desk.merchantId, at.orderId]);
    await api.does('ADMIN', 'declareCustomerIsMember', { customerId: encodeId('Customer', payee?.customer ?? ''), memberId: encodeId('Member', payee?.id ?? ''), isSame: true });
    for (const who of ['ADMIN', 'OTHER ADMIN', 'CASHIER 3']) {
      expect((await enters(who, at, 'SETTLED', 'BANK-1')).userErrors).toMatchObject([{ code: 'APPROVER_BARRED', field: 'payoutId' }]);
    }
    expect((await enters('CASHIER', at, 'SETTLED', 'BANK-1')).userErrors).toEqual([]);
    for (const who of ['ADMIN', 'OTHER ADMIN', 'CASHIER 3']) expect((await confirms(who, at, 'BANK-1')).userErrors).toMatchObject([{ code: 'APPROVER_BARRED' }]);
    expect(await payoutOf(at)).toMatchObject({ state: 'REQUESTED', reference: null });
    expect((await confirms('CASHIER 2', at, 'BANK-1')).userErrors).toEqual([]);
    expect(await payoutOf(at)).toMatchObject({ state: 'SETTLED', reference: 'BANK-1' });
  });

  it('that came back is still owed: the order has no more to give for it, and it is paid once more, not twice', async () => {
    await publish('500.00');
    const order = await api.desk.order();
    const first = await api.desk.atRemedy('WAREHOUSE', order);
    await accepts(first, await offers(first, [partial('80.00')]), '80元');
    await bothSay(first, 'SETTLED', 'BANK-20');
    await bothSay(first, 'REVERSED', null);
    expect(await payoutOf(first)).toMatchObject({ state: 'REVERSED' });
    const next = await api.desk.atRemedy('WAREHOUSE', order);
    expect((await tries(next, [partial('120.01')])).userErrors).toMatchObject([{ code: 'CAP_EXCEEDED', field: 'legs', details: { left: '120.00' } }]);
    await accepts(next, await offers(next, [partial('120.00')]), '120元');
    await bothSay(next, 'SETTLED', 'BANK-21');
    await bothSay(first, 'SETTLED', 'BANK-22');
    expect((await enters('CASHIER', first, 'SETTLED', 'BANK-23')).userErrors).toMatchObject([{ code: 'STATE_CONFLICT', details: { state: 'SETTLED' } }]);
    const last = await api.desk.atRemedy('WAREHOUSE', order);
    expect((await tries(last, [partial('0.01')])).userErrors).toMatchObject([{ code: 'CAP_EXCEEDED', details: { left: '0.00' } }]);
    const [paid] = await app.owner(`SELECT sum(p.amount_minor)::int AS minor FROM ledger_posting p JOIN ledger_movement m ON m.id = p.movement_id JOIN offer o ON o.id = m.offer_id WHERE o.order_id = $1 AND p.account = 'PAID'`, [order.orderId]);
    expect(paid).toEqual({ minor: 20_000 });
  });
});

describe('other currencies', () => {
  it.each([
    { currency: 'JPY', paid: 20_000n, amount: '500', said: '500円', refused: ['500.0', '500.5', '5e2', '５００'], cap: '20000', beyond: '19501' },
    { currency: 'KWD', paid: 20_000n, amount: '1.234', said: '1.234 KWD', refused: ['1.2345', '1,234', '-1.000', '0.000'], cap: '20.000', beyond: '18.767' },
  ])('$currency goes from the offer to the bank’s statement in its own decimals', async ({ currency, paid, amount, said, refused, cap, beyond }) => {
    const shopId = shops[currency] ?? '';
    await api.does('ADMIN', 'setPayoutRoute', { shopId: encodeId('Shop', shopId), provider: 'MANUAL' });
    const order = await api.desk.order(paid, { shopId, currency });
    const at = await api.desk.atRemedy('WAREHOUSE', order);
    for (const bad of refused) expect(await api.refused(at.ticketId, 'AGENT', 'makeOffer', { fulfilBy: inDays(4), legs: [partial(bad, currency)] })).toBe('INVALID_INPUT legs.0.amount');
    expect(await api.refused(at.ticketId, 'AGENT', 'makeOffer', { fulfilBy: inDays(4), legs: [partial('1', 'CNY')] })).toBe('INVALID_INPUT legs.0.amount.currency');
    const offerId = await offers(at, [partial(amount, currency)]);
    expect(await api.refused(at.ticketId, 'AGENT', 'sendOffer', { offerId, channel: 'CHAT', body: words(inDays(4), `${amount}元`) })).toBe('INVALID_INPUT body');
    await accepts(at, offerId, said);
    const payout = await payoutOf(at);
    expect(payout).toMatchObject({ state: 'REQUESTED', amount: { amount, currency } });
    await bothSay(at, 'SETTLED', `BANK-${currency}`);
    const { data } = await api.ask<{ ledgerBalances: object[] }>('CASHIER', 'query ($s: ID) { ledgerBalances(shopId: $s) { account balance { amount currency } } }', { s: encodeId('Shop', shopId) });
    expect(data?.ledgerBalances).toEqual(expect.arrayContaining([{ account: 'PAID', balance: { amount, currency } }]));
    const statement = {
      shopId: encodeId('Shop', shopId), name: 'November', encoding: 'UTF8', columns: { reference: 'ref', amount: 'amount', key: 'note' }, outgoing: 'MINUS', coversFrom: '2026-11-01', coversTo: '2026-11-30',
      content: Buffer.from(`ref,amount,note\nBANK-${currency},-${amount},${payout.key}\n`).toString('base64'),
    };
    await api.does('CASHIER', 'importStatement', statement, 'added');
    const seen = await api.ask<{ reconciliation: object }>('CASHIER', 'query ($s: ID!) { reconciliation(shopId: $s, from: "2026-11-01", to: "2026-11-30") { matched unmatchedLineCount } }', { s: encodeId('Shop', shopId) });
    expect(seen.data?.reconciliation).toEqual({ matched: 1, unmatchedLineCount: 0 });
    const other = await api.desk.atRemedy('WAREHOUSE', order);
    expect((await tries(other, [partial(beyond, currency)])).userErrors).toMatchObject([{ code: 'CAP_EXCEEDED', details: { paid: cap } }]);
  });
});

describe('budgets', () => {
  const period = { period: 'NAMED', ...AROUND_TODAY };
  const FIELDS = 'budget { id reserved { amount } left { amount currency } warned }';

  async function set(currency: string, limit: string, shop = currency): Promise<string> {
    const { budget } = await api.does('CASHIER', 'upsertBudget', { shopId: encodeId('Shop', shops[shop] ?? ''), ...period, limit: money(limit, currency) }, FIELDS);
    return (budget as { id: string }).id;
  }

  async function left(shop: string): Promise<string[]> {
    const { data } = await api.ask<{ budgets: { edges: { node: { left: { amount: string; currency: string } } }[] } }>('CASHIER',
      'query ($s: ID) { budgets(shopId: $s) { edges { node { left { amount currency } } } } }', { s: encodeId('Shop', shops[shop] ?? '') });
    return (data?.budgets.edges ?? []).map(({ node }) => `${node.left.amount} ${node.left.currency}`).sort();
  }

  it('of two shops in two currencies bear each its own, and one in another currency nothing', async () => {
    await publish('500.00');
    await set('CNY', '100.00');
    await set('USD', '1.00', 'CNY');
    await set('JPY', '1000');
    const there = async (): Promise<Case> => api.desk.atRemedy('WAREHOUSE', await api.desk.order(20_000n, { shopId: shops['JPY'] ?? '', currency: 'JPY' }));
    await offers(await api.desk.atRemedy(), [partial('60.00')]);
    await offers(await there(), [partial('999', 'JPY')]);
    expect([await left('CNY'), await left('JPY')]).toEqual([['1.00 USD', '40.00 CNY'], ['1 JPY']]);
    expect((await tries(await there(), [partial('2', 'JPY')])).userErrors).toMatchObject([{ code: 'BUDGET_EXCEEDED', details: { left: '1', asked: '2', currency: 'JPY' } }]);
    expect((await tries(await api.desk.atRemedy(), [partial('40.01')])).userErrors).toMatchObject([{ code: 'BUDGET_EXCEEDED', details: { left: '40.00', asked: '40.01', currency: 'CNY' } }]);
  });

  it('bear coupons and gifts like money, and have them back when the offer is withdrawn', async () => {
    await set('CNY', '200.00');
    const before = await left('CNY');
    const at = await api.desk.atRemedy();
    const legs = [{ type: 'COUPON', amount: money('20.00') }, { type: 'GIFT', amount: money('30.00'), note: 'A scarf' }];
    const offerId = await offers(at, legs);
    expect([before, await left('CNY')]).toEqual([['1.00 USD', '140.00 CNY'], ['1.00 USD', '90.00 CNY']]);
    const one = await api.desk.atRemedy();
    for (const leg of [{ type: 'COUPON', amount: money('90.01') }, { type: 'GIFT', amount: money('90.01'), note: 'A coat' }]) {
      expect(await api.refused(one.ticketId, 'AGENT', 'makeOffer', { fulfilBy: inDays(4), legs: [leg] })).toBe('BUDGET_EXCEEDED legs');
    }
    await api.does('AGENT', 'withdrawOffer', { ticketId: tkt(at), offerId, reason: 'Another one' });
    expect(await left('CNY')).toEqual(before);
  });

  it('warn again once more was allowed and 80 % of that is reached', async () => {
    const budgetId = await set('CNY', '100.00');
    const warnings = async (): Promise<number> => (await app.owner(`SELECT FROM event WHERE type = 'budget.warned' AND 'bdg_' || subject_id::text = $1`, [budgetId])).length;
    const gives = async (amount: string): Promise<string> => offers(await api.desk.atRemedy(), [{ type: 'COUPON', amount: money(amount) }]);
    await gives('30.00');
    expect(await warnings()).toBe(1); // 60.00 of before and 30.00
    await set('CNY', '200.00');
    await gives('60.00');
    expect(await warnings()).toBe(1);
    await gives('10.00');
    expect(await warnings()).toBe(2);
    await api.does('ADMIN', 'overrideBudget', { budgetId, amount: money('100.00'), reason: 'The festival' });
    await gives('80.00');
    expect(await warnings()).toBe(3);
  });
});

describe('a partial refund, then the return of the same line', () => {
  interface Preview { readonly goods: { amount: string }; readonly givenBefore: { amount: string }; readonly total: { amount: string } }
  const back = ({ lineId }: Case, quantity: number): object => ({ lines: [{ orderLineId: encodeId('OrderLine', lineId), quantity }] });

  async function preview(at: Case, quantity: number): Promise<string[]> {
    const { data } = await api.ask<{ previewRefund: { preview: Preview } }>('AGENT', 'query ($i: PreviewRefundInput!) { previewRefund(input: $i) { preview { goods { amount } givenBefore { amount } total { amount } } } }', {
      i: { ticketId: tkt(at), refund: back(at, quantity) },
    });
    const { goods, givenBefore, total } = data?.previewRefund.preview ?? {};
    return [goods?.amount ?? '', givenBefore?.amount ?? '', total?.amount ?? ''];
  }

  it('gives back what was paid, once: over all offers never more than the order', async () => {
    await app.owner(`UPDATE budget SET starts_on = '2020-01-01', ends_on = '2020-01-01' WHERE currency = 'CNY'`);
    const order = await api.desk.order();
    const another = (): Promise<Case> => api.desk.atRemedy('WAREHOUSE', order);
    const returning = { type: 'RETURN', orderLineId: encodeId('OrderLine', order.lineId), quantity: 1 };
    const first = await another();
    await accepts(first, await offers(first, [partial('30.00')]), '30元');
    const at = await another();
    expect(await preview(at, 1)).toEqual(['100.00', '0.00', '100.00']);
    expect(await preview(at, 2)).toEqual(['200.00', '30.00', '170.00']);
    await accepts(at, await offers(at, [returning], { refund: back(at, 1) }), '100元');
    const last = await another();
    expect(await preview(last, 1)).toEqual(['100.00', '30.00', '70.00']);
    await accepts(last, await offers(last, [returning], { refund: back(last, 1) }), '70元');
    const [given] = await app.owner(`SELECT sum(p.amount_minor)::int AS minor FROM payout p WHERE p.order_id = $1`, [order.orderId]);
    expect(given).toEqual({ minor: 20_000 });
    expect((await tries(await another(), [], { refund: back(at, 1) })).userErrors).toMatchObject([{ code: 'CAP_EXCEEDED', field: 'refund.lines.0.quantity', details: { left: 0 } }]);
  });
});
