import { SCOPES } from '../../src/identity/index.js';
import { testApp } from '../support/app.js';
import { newMember, newMerchant, newShop, tokenFor, type Provisioned } from '../support/merchant.js';

const app = testApp();
let ours: Provisioned;
let admin: string;
let customerId: string;

const PERSON = { name: '张三丰', phone: '+86 13812345678', email: 'canary.mail@example.com', address: '浙江省杭州市西湖区文三路100号', accountId: 'canary_account' };
const CLEAR = { name: '张三丰' };
const MASKED = { name: '张**', phone: '+86 138****5678', email: 'c***@example.com', address: '浙江省杭州市***', accountId: 'c***t' };
const NOTHING = { name: null, phone: null, email: null, address: null, accountId: null };
const FIELDS = 'name phone email address accountId';

beforeAll(async () => {
  ours = await newMerchant(app);
  admin = await tokenFor(ours.merchantId, ours.adminId);
  const made = await app.gql<{ upsertCustomers: { results: { node: { id: string } }[] } }>(
    'mutation ($input: UpsertCustomersInput!) { upsertCustomers(input: $input) { results { node { id } } userErrors { code field } } }',
    { input: { shopId: `shp_${ours.shopId}`, items: [{ externalId: 'c1', ...PERSON }] } }, { token: admin });
  customerId = made.data?.upsertCustomers.results[0]?.node.id ?? '';
  await app.gql('mutation ($input: UpsertOrdersInput!) { upsertOrders(input: $input) { userErrors { code } } }', {
    input: { shopId: `shp_${ours.shopId}`, items: [1, 2, 3].map((n) => ({ externalId: `o${n}`, customerExternalId: 'c1', status: 'PAID', paid: '80.00', lines: [{ externalId: 'l1', sku: 's', title: 't', quantity: 1, paid: '80.00' }] })) },
  }, { token: admin });
  await app.gql('mutation ($input: UpsertParcelsInput!) { upsertParcels(input: $input) { userErrors { code } } }', {
    input: { shopId: `shp_${ours.shopId}`, items: [{ orderExternalId: 'o1', carrier: 'SF', waybill: '1', status: 'SIGNED', signer: '李四', lastEventText: '快递员电话13812345678' }] },
  }, { token: admin });
});

const seen = async (token: string): Promise<unknown> => {
  const answer = await app.gql<{ customer: unknown }>(`query ($id: ID!) { customer(id: $id) { ${FIELDS} } }`, { id: customerId }, { token });
  return answer.data?.customer ?? answer.errors?.[0]?.extensions['code'] ?? null;
};
const newKey = async (scopes: readonly string[]): Promise<string> => {
  const answer = await app.gql<{ createApiKey: { secret: string } }>(
    'mutation ($scopes: [ApiScope!]!) { createApiKey(input: { name: "K", scopes: $scopes }) { secret } }', { scopes }, { token: admin });
  return answer.data?.createApiKey.secret ?? '';
};
const throughOrder = (token: string) => app.gql(
  `query ($shop: ID!) { orderByExternalId(shopId: $shop, externalId: "o1") { paid { amount currency } customer { externalId ${FIELDS} } parcels { signer lastEventText } } }`,
  { shop: `shp_${ours.shopId}` }, { token });

describe('a customer’s data', () => {
  it.each([['AGENT', true], ['LEADER', true], ['SUPERVISOR', true], ['ADMIN', true], ['FINANCE', false], ['INSPECTOR', false], ['AUDITOR', false]] as const)(
    'is masked for %s; the name is in clear: %s', async (role, named) => {
      const token = await tokenFor(ours.merchantId, await newMember(app, ours.merchantId, role));
      expect(await seen(token)).toEqual(named ? { ...MASKED, ...CLEAR } : MASKED);
      expect((await throughOrder(token)).data).toEqual({
        orderByExternalId: {
          paid: { amount: '80.00', currency: 'CNY' }, customer: { externalId: 'c1', ...(named ? { ...MASKED, ...CLEAR } : MASKED) },
          parcels: [{ signer: named ? '李四' : '李**', lastEventText: '快递员电话***' }],
        },
      });
    });

  it('is nothing for a key without the scope for it, and masked with it', async () => {
    const blind = await newKey(['TICKETS_READ']);
    expect(await seen(blind)).toBe('FORBIDDEN');
    expect((await throughOrder(blind)).data).toMatchObject({ orderByExternalId: { customer: { externalId: 'c1', ...NOTHING }, parcels: [{ signer: null }] } });
    expect(await seen(await newKey(['TICKETS_READ', 'CUSTOMERS_READ']))).toEqual({ ...MASKED, ...CLEAR });
  });

  it('is nothing for a key with every other scope, by any way it may be reached', async () => {
    const writer = await newKey(SCOPES.map((scope) => scope.replace(':', '_').toUpperCase()).filter((scope) => scope !== 'CUSTOMERS_READ'));
    const upsert = await app.gql(`mutation { upsertCustomers(input: { shopId: "shp_${ours.shopId}", items: [{ externalId: "c9", name: "N", phone: "13800000000" }] }) { results { node { ${FIELDS} orders { edges { node { id } } } } } } }`, {}, { token: writer });
    expect(upsert.data).toEqual({ upsertCustomers: { results: [{ node: { ...NOTHING, orders: { edges: [] } } }] } });
    const reveal = await app.gql(`mutation { revealCustomer(input: { id: "${customerId}", reason: "why not" }) { contact { phone } userErrors { code } } }`, {}, { token: writer });
    expect(reveal.data).toEqual({ revealCustomer: { contact: null, userErrors: [{ code: 'FORBIDDEN' }] } });
  });

  it('does not exist for who works for another shop, and an id of another type or merchant does not either', async () => {
    const elsewhere = await newShop(app, ours.merchantId);
    const stranger = await tokenFor(ours.merchantId, await newMember(app, ours.merchantId, 'SUPERVISOR', elsewhere));
    const theirs = await newMerchant(app);
    const foreign = await tokenFor(theirs.merchantId, theirs.adminId);
    for (const token of [stranger, foreign]) {
      expect(await seen(token)).toBeNull();
      const reveal = await app.gql(`mutation { revealCustomer(input: { id: "${customerId}", reason: "curious" }) { contact { phone } userErrors { code field } } }`, {}, { token });
      expect(reveal.data).toEqual({ revealCustomer: { contact: null, userErrors: [{ code: 'NOT_FOUND', field: 'id' }] } });
    }
    const wrongType = await app.gql('query ($id: ID!) { customer(id: $id) { id } }', { id: customerId.replace('cus_', 'ord_') }, { token: admin });
    expect(wrongType.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(await app.owner(`SELECT FROM event WHERE type = 'customer.revealed'`)).toHaveLength(0);
  });

  it('is given in clear to the desk, with who and why on record, and to nobody else', async () => {
    const reveal = (token: string, reason: string) => app.gql<{ revealCustomer: { contact: unknown; userErrors: { code: string; field: string | null }[] } }>(
      `mutation ($input: RevealCustomerInput!) { revealCustomer(input: $input) { contact { ${FIELDS} } userErrors { code field } } }`, { input: { id: customerId, reason } }, { token });
    for (const role of ['FINANCE', 'INSPECTOR', 'AUDITOR'] as const) {
      const token = await tokenFor(ours.merchantId, await newMember(app, ours.merchantId, role));
      expect((await reveal(token, 'because')).data?.revealCustomer).toEqual({ contact: null, userErrors: [{ code: 'FORBIDDEN', field: null }] });
    }
    const agentId = await newMember(app, ours.merchantId, 'AGENT', ours.shopId);
    const agent = await tokenFor(ours.merchantId, agentId);
    expect((await reveal(agent, '  ')).data?.revealCustomer).toEqual({ contact: null, userErrors: [{ code: 'INVALID_INPUT', field: 'reason' }] });
    expect(await app.owner(`SELECT FROM event WHERE type = 'customer.revealed'`)).toHaveLength(0);

    expect((await reveal(agent, 'call back about the parcel')).data?.revealCustomer).toEqual({ contact: PERSON, userErrors: [] });
    expect(await app.owner(`SELECT subject_type, subject_id, actor_kind, actor_id, cause, data FROM event WHERE type = 'customer.revealed'`)).toEqual([{
      subject_type: 'customer', subject_id: customerId.slice(4), actor_kind: 'MEMBER', actor_id: agentId, cause: 'revealCustomer',
      data: { shopId: ours.shopId, reason: 'call back about the parcel' },
    }]);
  });

  it('is in no log line and no event', async () => {
    const told = JSON.stringify(app.logged) + JSON.stringify(await app.owner('SELECT data FROM event'));
    for (const canary of ['张三丰', '13812345678', 'canary', '文三路', '李四']) expect(told).not.toContain(canary);
  });
});

describe('a customer’s orders', () => {
  it('come in pages, the last first, that neither repeat nor leave out', async () => {
    const seenOrders: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: { data: { customer: { orders: { edges: { node: { externalId: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } | null | undefined } = await app.gql(
        'query ($id: ID!, $after: String) { customer(id: $id) { orders(first: 2, after: $after) { edges { node { externalId } } pageInfo { hasNextPage endCursor } } } }',
        { id: customerId, after }, { token: admin });
      const page = answer.data?.customer.orders;
      seenOrders.push(...(page?.edges ?? []).map((edge) => edge.node.externalId));
      if (!page?.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect([...seenOrders].sort()).toEqual(['o1', 'o2', 'o3']);
  });

  it('of several customers are asked for in one document with other arguments each', async () => {
    const answer = await app.gql(
      'query ($id: ID!) { customer(id: $id) { a: orders(first: 1) { edges { node { id } } } b: orders(first: 3) { edges { node { id } } } } }', { id: customerId }, { token: admin });
    const { a, b } = (answer.data as { customer: Record<'a' | 'b', { edges: unknown[] }> }).customer;
    expect([a.edges.length, b.edges.length]).toEqual([1, 3]);
  });
});
