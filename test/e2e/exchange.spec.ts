import { uuidv7 } from 'uuidv7';
import { decodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { RemedyJourney, soon } from '../support/remedy-journey.js';

// Exchanges for goods at another price. The order is two pieces for 100.00.

const app = testApp();
let desk: BusyMerchant;
let journeys: RemedyJourney;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Exchanges');
  journeys = new RemedyJourney(app, desk);
}, 180_000);

interface Leg {
  readonly id: string;
  readonly type: string;
  readonly basis: string;
  readonly amount: { readonly amount: string } | null;
  readonly exchange: { readonly difference: { readonly amount: string }; readonly paymentRef: string | null } | null;
}
const LEGS = 'offer { id fulfilBy legs { id type basis amount { amount } exchange { sku title price { amount } paid { amount } difference { amount } paymentRef } } }';

async function atOffer(): Promise<Worked> {
  const ticket = await journeys.open({ reason: 'WRONG_SIZE_CHOSEN', requestType: 'EXCHANGE' });
  await journeys.judge(ticket, { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'Another size fits better.' });
  return ticket;
}

const exchangeFor = ({ order: { lineId } }: Worked, amount: string, currency = 'CNY'): object => ({
  fulfilBy: soon(96),
  legs: [{ type: 'RETURN', orderLineId: lineId, quantity: 1 }, { type: 'EXCHANGE', orderLineId: lineId, quantity: 1, exchange: { sku: 'COAT-XL', title: 'Coat, XL', price: { amount, currency } } }],
});

async function offered(ticket: Worked, price: string): Promise<{ id: string; fulfilBy: string; legs: Leg[] }> {
  return (await desk.act('ADMIN', 'makeOffer', ticket, exchangeFor(ticket, price), LEGS))['offer'] as { id: string; fulfilBy: string; legs: Leg[] };
}

const sending = (offerId: string, fulfilBy: string, words: string): object => ({ offerId, channel: 'CHAT', body: `${words}, done by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?` });

function payouts(offerId: string): Promise<object[]> {
  return app.owner(`SELECT l.amount_minor::int AS minor, p.state FROM payout p JOIN offer_leg l ON l.merchant_id = p.merchant_id AND l.id = p.leg_id WHERE l.offer_id = $1`,
    [decodeId('Offer', offerId)]);
}

async function preview(ticket: Worked): Promise<string | undefined> {
  const { data } = await desk.base.as<{ previewRefund: { preview: { total: { amount: string } } | null } }>('ADMIN',
    'query P($i: PreviewRefundInput!) { previewRefund(input: $i) { preview { total { amount } } } }',
    { i: { ticketId: ticket.id, refund: { lines: [{ orderLineId: ticket.order.lineId, quantity: 2 }] } } });
  return data?.previewRefund.preview?.total.amount;
}

describe('an exchange for dearer goods', () => {
  it('says the difference, is sent only once it was paid, and charges nothing', async () => {
    const ticket = await atOffer();
    const { id, fulfilBy, legs } = await offered(ticket, '65.00');
    expect(legs).toMatchObject([
      { type: 'RETURN' },
      { type: 'EXCHANGE', amount: null, exchange: { sku: 'COAT-XL', title: 'Coat, XL', price: { amount: '65.00' }, paid: { amount: '50.00' }, difference: { amount: '15.00' }, paymentRef: null } },
    ]);
    await expect(desk.act('ADMIN', 'sendOffer', ticket, sending(id, fulfilBy, 'We send the larger one'))).rejects.toThrow(/15\.00 CNY/);
    await desk.act('ADMIN', 'sendOffer', ticket, sending(id, fulfilBy, 'We send the larger one for another 15元'));
    await desk.acceptOffer(ticket, id);
    const legId = legs[1]?.id;
    const shipping = { legId, carrier: 'SF', waybill: `NEW-${uuidv7()}` };
    await expect(desk.act('ADMIN', 'shipGoods', ticket, shipping)).rejects.toThrow(/EVIDENCE_MISSING.*exchangePayment/);
    await expect(desk.act('ADMIN', 'fulfilLeg', ticket, { legId, proofKind: 'WAYBILL_DELIVERED', proofRef: 'SF-ELSEWHERE' })).rejects.toThrow(/EVIDENCE_MISSING/);

    const paymentRef = `PAY-${uuidv7()}`;
    const paying = (amount: string, ref = paymentRef, leg = legId): Promise<unknown> =>
      desk.act('FINANCE', 'recordExchangePayment', ticket, { legId: leg, amount: { amount, currency: 'CNY' }, paymentRef: ref }, LEGS);
    for (const amount of ['14.99', '15.01']) await expect(paying(amount)).rejects.toThrow(/INVALID_INPUT.*"amount"/);
    await expect(paying('15.00', 'no!')).rejects.toThrow(/INVALID_INPUT.*paymentRef/);
    await expect(paying('15.00', paymentRef, legs[0]?.id)).rejects.toThrow(/NOTHING_TO_DO/);
    expect(await preview(ticket)).toBe('100.00');
    expect(await paying('15.00')).toMatchObject({ offer: { legs: [{}, { exchange: { paymentRef } }] } });
    await expect(paying('15.00', `${paymentRef}-2`)).rejects.toThrow(/ALREADY_DECIDED/);
    await desk.act('ADMIN', 'shipGoods', ticket, shipping);
    // What was paid for the goods is more now, and so is what comes back if they do.
    expect(await preview(ticket)).toBe('115.00');
    expect(await payouts(id)).toEqual([]);
  });

  it('takes one payment for one difference', async () => {
    const [one, two] = [await atOffer(), await atOffer()];
    const paymentRef = `PAY-${uuidv7()}`;
    for (const ticket of [one, two]) {
      const { id, fulfilBy, legs } = await offered(ticket, '60.00');
      await desk.act('ADMIN', 'sendOffer', ticket, sending(id, fulfilBy, 'We send the larger one for another 10元'));
      await desk.acceptOffer(ticket, id);
      const pay = desk.act('FINANCE', 'recordExchangePayment', ticket, { legId: legs[1]?.id, amount: { amount: '10.00', currency: 'CNY' }, paymentRef });
      await (ticket === one ? pay : expect(pay).rejects.toThrow(/DUPLICATE.*paymentRef/));
    }
  });
});

describe('an exchange for cheaper goods', () => {
  it('gives the difference back as a leg of money, owed like the goods it is for', async () => {
    const ticket = await atOffer();
    const { id, fulfilBy, legs } = await offered(ticket, '42.50');
    expect(legs.map(({ type, basis, amount }) => [type, basis, amount?.amount ?? null])).toEqual([
      ['RETURN', 'GOODWILL', null], ['EXCHANGE', 'GOODWILL', null], ['PRICE_DIFFERENCE', 'STATUTORY', '7.50'],
    ]);
    expect(legs[1]?.exchange?.difference.amount).toBe('-7.50');
    await desk.act('ADMIN', 'sendOffer', ticket, sending(id, fulfilBy, 'We send the smaller one and pay 7.50元 back'));
    await desk.acceptOffer(ticket, id);
    // Paid out like any money: asked for by the acceptance, under one key.
    expect(await payouts(id)).toEqual([{ minor: 750, state: 'REQUESTED' }]);
    expect(await preview(ticket)).toBe('92.50');
  });

  it('at another currency, for nothing, or on another leg is refused', async () => {
    const ticket = await atOffer();
    for (const [amount, currency, field] of [['65.00', 'USD', 'price.currency'], ['0.00', 'CNY', 'exchange.price'], ['6e1', 'CNY', 'exchange.price']] as const) {
      await expect(desk.act('ADMIN', 'makeOffer', ticket, exchangeFor(ticket, amount, currency), LEGS)).rejects.toThrow(new RegExp(`INVALID_INPUT.*${field}`));
    }
    const reship = { type: 'RESHIP', orderLineId: ticket.order.lineId, quantity: 1, exchange: { sku: 'A', title: 'B', price: { amount: '1.00', currency: 'CNY' } } };
    await expect(desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), legs: [reship] })).rejects.toThrow(/INVALID_INPUT.*legs\.0\.exchange/);
  });
});
