import { encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import type { BusyMerchant } from './busy-merchant.js';
import { AROUND_TODAY } from './remedy-desk.js';

/** A return that came back and was looked at, money recovered on a claim, and a table of the shop's own. */
export async function takeBack(busy: BusyMerchant): Promise<void> {
  const ticket = await busy.open('RETURN_EXCHANGE');
  await busy.upToRemedy(ticket);
  const by = plus(new Date().toISOString(), 345_600_000);
  const line = { orderLineId: ticket.order.lineId, quantity: 1 };
  const made = await busy.act('ADMIN', 'makeOffer', ticket, { fulfilBy: by, legs: [{ type: 'RETURN', ...line }], refund: { lines: [line] } }, 'offer { id legs { id } }');
  const offer = made['offer'] as { id: string; legs: { id: string }[] };
  const legId = offer.legs[0]?.id ?? '';
  await busy.act('ADMIN', 'sendOffer', ticket, { offerId: offer.id, channel: 'CHAT', body: `We refund 50 yuan to you by ${plus(by, 28_800_000).slice(0, 10)}. Is that all right?` });
  await busy.acceptOffer(ticket, offer.id);
  await busy.act('ADMIN', 'issueReturn', ticket, { legId, address: '1 Return Road' });
  await busy.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: 'SF-BACK-1' });
  await busy.act('ADMIN', 'moveGoods', ticket, { legId, to: 'RECEIVED' });
  await busy.act('ADMIN', 'inspectGoods', ticket, { legId, units: [{ condition: 'INTACT', accessoriesComplete: true, verdict: 'ACCEPTED' }] });
  await busy.act('ADMIN', 'recordRecovery', busy.ticket('owing'), { claimId: busy.id('Claim'), amount: { amount: '1.00', currency: 'CNY' }, ref: 'RECEIPT-1' });
  await busy.base.as('ADMIN', 'mutation R($i: PublishRuleTableInput!) { publishRuleTable(input: $i) { userErrors { code } } }', {
    i: { shopId: busy.base.shopId, kind: 'FAULT', body: { rows: [{ code: 'LOST', when: { parcel: ['LOST'] }, fault: 'CARRIER', confidence: 95 }] } },
  });
}

/** An exchange for goods at another price, drafted. */
export async function exchange(busy: BusyMerchant): Promise<void> {
  const ticket = await busy.open('RETURN_EXCHANGE');
  await busy.upToRemedy(ticket);
  const line = { orderLineId: ticket.order.lineId, quantity: 1 };
  const other = { sku: 'COAT-XL', title: 'Coat, XL', price: { amount: '65.00', currency: 'CNY' } };
  const fulfilBy = plus(new Date().toISOString(), 345_600_000);
  await busy.act('ADMIN', 'makeOffer', ticket, { fulfilBy, legs: [{ type: 'RETURN', ...line }, { type: 'EXCHANGE', ...line, exchange: other }] });
}

/** Returns up to where their remedies stand, with a budget, a claim and a counter-offer. */
export async function remedy(busy: BusyMerchant): Promise<void> {
  const year = { shopId: busy.base.shopId, period: 'NAMED', ...AROUND_TODAY, limit: { amount: '9000000', currency: 'CNY' } };
  await busy.base.as('FINANCE', 'mutation B($i: UpsertBudgetInput!) { upsertBudget(input: $i) { budget { id } } }', { i: year });
  for (const standing of ['ready', 'drafted', 'sent', 'owing'] as const) {
    const ticket = busy.ticket(standing);
    await busy.upToRemedy(ticket);
    if (standing === 'ready') continue;
    const made = await busy.makeOffer(ticket);
    busy.ids.set('Offer', made.offerId).set('Leg', made.legId);
    if (standing === 'drafted') continue;
    await busy.sendOffer(ticket, made);
    if (standing === 'owing') await busy.acceptOffer(ticket, made.offerId);
  }
  const soon = plus(new Date().toISOString(), 864_000_000);
  const claimed = await busy.act('ADMIN', 'fileClaim', busy.ticket('owing'), { against: 'SUPPLIER', amount: { amount: '5.00', currency: 'CNY' }, dueAt: soon }, 'ticket { claims { id } }');
  const ready = busy.ticket('ready');
  const countered = await busy.act('ADMIN', 'recordCounterOffer', ready, { wish: 'REFUND', messageId: ready.ids.get('Message') }, 'ticket { counterOffers { id } }');
  busy.ids.set('Claim', (claimed.ticket as unknown as { claims: { id: string }[] }).claims[0]?.id ?? '');
  busy.ids.set('CounterOffer', (countered.ticket as unknown as { counterOffers: { id: string }[] }).counterOffers[0]?.id ?? '');
  await pays(busy);
}

/** The budget that bears the offers, what is owed by them, and a statement that shows nothing of ours. */
async function pays(busy: BusyMerchant): Promise<void> {
  const { base, ids } = busy;
  const [payout] = await busy.app.owner<{ id: string }>('SELECT id FROM payout WHERE merchant_id = $1', [base.id]);
  const [budget] = await busy.app.owner<{ id: string }>('SELECT id FROM budget WHERE merchant_id = $1', [base.id]);
  ids.set('Payout', encodeId('Payout', payout?.id ?? '')).set('Budget', encodeId('Budget', budget?.id ?? ''));
  const more: readonly (readonly [string, object, string])[] = [
    ['overrideBudget', { budgetId: busy.id('Budget'), amount: { amount: '1.00', currency: 'CNY' }, reason: 'The festival' }, 'budget { id }'],
    ['setPayoutRoute', { shopId: base.shopId, provider: 'OUTSIDE' }, 'shopId'],
    ['setPaymentReference', { orderId: busy.id('Order'), provider: 'STRIPE', reference: 'pi_123' }, 'orderId'],
  ];
  for (const [name, i, selects] of more) {
    await base.as('ADMIN', `mutation P($i: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { ${selects} } }`, { i });
  }
  await busy.app.owner(`INSERT INTO payout_attempt (merchant_id, payout_id, number, action, started_at) VALUES ($1, $2, 1, 'SEND', now())`, [base.id, payout?.id]);
  const content = Buffer.from('Ref,Amount\nBANK-1,20.00\n').toString('base64');
  await base.as('FINANCE', 'mutation S($i: ImportStatementInput!) { importStatement(input: $i) { added } }', {
    i: { shopId: base.shopId, name: 'November', content, encoding: 'UTF8', columns: { reference: 'Ref', amount: 'Amount' }, outgoing: 'PLUS', coversFrom: '2026-11-01', coversTo: '2026-11-30' },
  });
}
