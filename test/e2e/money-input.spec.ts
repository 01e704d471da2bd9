import { encodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testApp, type CallOptions } from '../support/app.js';
import { newApiKeyOf } from '../support/keys.js';
import { AROUND_TODAY, inDays, RemedyDesk, type Case } from '../support/remedy-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { testToken } from '../support/token.js';

// What money, lines and quantities get that mean nothing: the field is named, and nothing anywhere changes.

const app = testApp();
let desk: RemedyDesk;
let at: Case;
let ticketId: string;
let version: number;
let budgetId: string;
let messageId: string;
const as: Record<string, CallOptions> = {};

beforeAll(async () => {
  desk = await RemedyDesk.open({ owner: app.owner, open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
  for (const { id, name } of [desk.agent, desk.finance]) as[name] = { token: await testToken({ sub: id, merchant: desk.merchantId }) };
  await app.owner(`UPDATE membership SET role = 'ADMIN', shop_id = NULL WHERE member_id = $1`, [desk.auditor.id]);
  as['ADMIN'] = { token: await testToken({ sub: desk.auditor.id, merchant: desk.merchantId }) };
  as['PAYER'] = { headers: { 'x-api-key': await newApiKeyOf(app, desk.merchantId, desk.finance.id, ['payouts:report']) } };
  at = await desk.atRemedy();
  ticketId = encodeId('Ticket', at.ticketId);
  messageId = encodeId('Message', await desk.customerSays(at.ticketId));
  version = (await app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [at.ticketId]))[0]?.version ?? 0;
  const set = await call('ADMIN', 'upsertBudget', { shopId: shopId(), period: 'NAMED', ...AROUND_TODAY, limit: { amount: '1000.00', currency: 'CNY' } }, 'budget { id }');
  budgetId = (set['budget'] as { id: string }).id;
});

const shopId = (): string => encodeId('Shop', desk.shopId);

interface Answer {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
  readonly [name: string]: unknown;
}

/** The answer, or the refusal of a request whose types are wrong, which names the field too. */
async function call(who: string, mutation: string, input: object, selects: string): Promise<Answer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await app.gql<Record<string, Answer>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selects} userErrors { code field } } }`, { input }, as[who]);
  const [answer] = Object.values(data ?? {});
  return answer ?? { userErrors: (errors ?? []).map(({ extensions }) => ({ code: String(extensions['code']), field: extensions['field'] as string | null })) };
}

const offer = (leg: object, more: object = {}): Promise<Answer> => call('AGENT', 'makeOffer', { ticketId, fulfilBy: inDays(4), legs: [leg], ...more }, 'offer { id }');
const money = (amount: unknown, currency: unknown = 'CNY'): object => ({ amount, currency });

/** Every place that takes money, with the path at which a bad one is named. */
const PLACES: readonly (readonly [string, (given: object) => Promise<Answer>, string])[] = [
  ['makeOffer', (given) => offer({ type: 'PARTIAL_REFUND', amount: given }), 'legs.0.amount'],
  ['upsertBudget', (given) => call('FINANCE', 'upsertBudget', { shopId: shopId(), period: 'NAMED', startsOn: '2020-01-01', endsOn: '2020-12-31', limit: given }, 'budget { id }'), 'limit'],
  ['overrideBudget', (given) => call('ADMIN', 'overrideBudget', { budgetId, amount: given, reason: 'The festival' }, 'budget { id }'), 'amount'],
  ['reportPayout', (given) => call('PAYER', 'reportPayout', { key: 'am0', outcome: 'SETTLED', reference: 'REF-1', amount: given }, 'state'), 'amount'],
  ['recordExchangePayment', (given) => call('ADMIN', 'recordExchangePayment', { ticketId, expectedVersion: version, legId: encodeId('Leg', at.lineId), amount: given, paymentRef: 'REF-1' }, 'ticket { id }'), 'amount'],
  ['price of an exchange', (given) => offer({ type: 'EXCHANGE', orderLineId: encodeId('OrderLine', at.lineId), quantity: 1, exchange: { sku: 'A', title: 'B', price: given } }), 'legs.0.exchange.price'],
  ['recordCounterOffer', (given) => call('AGENT', 'recordCounterOffer', { ticketId, expectedVersion: version, wish: 'REFUND', amount: given, messageId }, 'ticket { id }'), 'amount'],
  ['fileClaim', (given) => call('AGENT', 'fileClaim', { ticketId, expectedVersion: version, against: 'SUPPLIER', amount: given, dueAt: inDays(4) }, 'ticket { id }'), 'amount'],
];

/** A budget of nothing is one; the others are held against what there is, which here is nothing. */
const MAY_BE_NOTHING: ReadonlySet<string> = new Set(['upsertBudget', 'reportPayout', 'recordExchangePayment']);

/** Neither carried out nor anything written, and each refusal names the field (of the whole, or of a part of it). */
async function refused(calls: readonly (readonly [string, () => Promise<Answer>, string])[], code = 'INVALID_INPUT'): Promise<void> {
  const before = await tableHashes(app);
  const wrong: string[] = [];
  for (const [name, work, field] of calls) {
    const { userErrors } = await work();
    const [error] = userErrors;
    if (userErrors.length !== 1 || error?.code !== code || !(error.field === field || error.field?.startsWith(`${field}.`))) wrong.push(`${name}: ${JSON.stringify(userErrors)}`);
  }
  expect(wrong).toEqual([]);
  expect(await tableHashes(app)).toEqual(before);
}
const everywhere = (given: object): (readonly [string, () => Promise<Answer>, string])[] => PLACES.map(([name, work, field]) => [name, () => work(given), field]);

describe('an amount', () => {
  it.each<[string, object]>([
    ['a JSON number', money(80)], ['a JSON number with a fraction', money(80.5)], ['a JSON number with an exponent', money(1e21)], ['null', money(null)], ['a list', money(['80'])],
    ['an exponent', money('1e3')], ['a plus', money('+80')], ['full-width digits', money('８０')], ['Arabic digits', money('٨٠')], ['hexadecimal', money('0x50')], ['a thousands separator', money('1,000')],
    ['a decimal comma', money('80,00')], ['a blank before it', money(' 80')], ['no whole part', money('.50')], ['no decimals behind the point', money('80.')], ['nothing', money('')],
    ['no number', money('NaN')], ['infinity', money('Infinity')], ['more decimals than the currency has', money('80.001')], ['decimals of a currency that has none', money('80.5', 'JPY')],
    ['more than anything costs', money('99999999999999')], ['two points', money('8.0.0')], ['a line end', money('80\n')],
    ['an unknown currency', money('80', 'XXX')], ['a currency in small letters', money('80', 'cny')], ['a full-width currency', money('80', 'ＣＮＹ')], ['a currency’s sign', money('80', '¥')],
    ['a currency that is a number', money('80', 156)], ['no currency', { amount: '80' }], ['a property of every object as currency', money('80', 'toS')],
  ])('written as %s', (_name, given) => refused(everywhere(given)));

  it.each([['zero', '0'], ['zero with decimals', '0.00']])('of %s', (_name, amount) =>
    refused(everywhere(money(amount)).filter(([name]) => !MAY_BE_NOTHING.has(name))));

  it.each([['less than nothing', '-80.00'], ['less than nothing by a cent', '-0.01'], ['nothing with a sign', '-0'], ['nothing with a sign and decimals', '-0.00']])('of %s', (_name, amount) =>
    refused(everywhere(money(amount))));

  it('in another currency than the order’s, or two in one offer', () => refused([
    ['USD', () => offer({ type: 'PARTIAL_REFUND', amount: money('80', 'USD') }), 'legs.0.amount'],
    ['mixed', () => offer({ type: 'PARTIAL_REFUND', amount: money('10') }, { legs: [{ type: 'PARTIAL_REFUND', amount: money('10') }, { type: 'COUPON', amount: money('10', 'USD') }] }), 'legs.1.amount'],
    ['budget', () => call('ADMIN', 'overrideBudget', { budgetId, amount: money('10', 'USD'), reason: 'The festival' }, 'budget { id }'), 'amount'],
  ]));

  it('above what was paid, alone or together', async () => {
    await refused([['partial', () => offer({ type: 'PARTIAL_REFUND', amount: money('200.00') }), 'legs.0.amount']]);
    await refused([
      ['coupon', () => offer({ type: 'COUPON', amount: money('200.01') }), 'legs'],
      ['together', () => offer({}, { legs: [{ type: 'PARTIAL_REFUND', amount: money('150.00') }, { type: 'COUPON', amount: money('50.01') }] }), 'legs'],
    ], 'CAP_EXCEEDED');
  });
});

describe('goods', () => {
  const line = (): string => encodeId('OrderLine', at.lineId);

  it.each([0, -1, 3, 2_147_483_647])('in a quantity of %i, where two were bought', (quantity) => refused([
    ['return', () => offer({ type: 'RETURN', orderLineId: line(), quantity }), 'legs.0.quantity'],
  ]));

  it('in half a piece, or none said', () => refused([
    ['half', () => offer({ type: 'RETURN', orderLineId: line(), quantity: 0.5 }), 'legs.0.quantity'], ['text', () => offer({ type: 'RETURN', orderLineId: line(), quantity: '1' }), 'legs.0.quantity'],
    ['none', () => offer({ type: 'RETURN', orderLineId: line() }), 'legs.0.quantity'],
  ]));

  it('of another order, or of none', async () => {
    const other = encodeId('OrderLine', (await desk.order()).lineId);
    await refused([
      ['return', () => offer({ type: 'RETURN', orderLineId: other, quantity: 1 }), 'legs.0.orderLineId'],
      ['refund', () => offer({}, { legs: [], refund: { lines: [{ orderLineId: other, quantity: 1 }] } }), 'refund.lines.0.orderLineId'],
    ], 'NOT_FOUND');
  });

  it('refunded in pieces that were not bought', async () => {
    await refused([['refund', () => offer({}, { legs: [], refund: { lines: [{ orderLineId: line(), quantity: 3 }] } }), 'refund.lines.0.quantity']], 'CAP_EXCEEDED');
    await refused([['twice', () => offer({}, { legs: [], refund: { lines: [{ orderLineId: line(), quantity: 1 }, { orderLineId: line(), quantity: 1 }] } }), 'refund.lines.1.orderLineId']]);
  });
});
