import { uuidv7 } from 'uuidv7';
import { plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { RemedyJourney, soon, type MadeLeg } from '../support/remedy-journey.js';

// A customer paid 15.00 more for goods they never get. Until it went back no ticket that holds it ends.

const app = testApp();
let desk: BusyMerchant;
let journeys: RemedyJourney;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Holding');
  journeys = new RemedyJourney(app, desk);
}, 180_000);

const HELD = /STEP_NOT_READY.*15\.00 CNY.*"missing":\["OWED_BACK"\],"amount":"15.00","currency":"CNY"/;

/** One of two pieces at 50.00 is agreed to be exchanged for one at 65.00. */
async function agreed(): Promise<{ ticket: Worked; legs: readonly MadeLeg[] }> {
  const ticket = await journeys.open({ reason: 'WRONG_SIZE_CHOSEN', requestType: 'EXCHANGE' });
  await journeys.judge(ticket, { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'Another size fits better.' });
  const line = { orderLineId: ticket.order.lineId, quantity: 1 };
  const exchange = { sku: 'COAT-XL', title: 'Coat, XL', price: { amount: '65.00', currency: 'CNY' } };
  const made = await desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), legs: [{ type: 'RETURN', ...line }, { type: 'EXCHANGE', ...line, exchange }] },
    'offer { id fulfilBy legs { id type state basis amount { amount } } }');
  const { id: offerId, fulfilBy, legs } = made['offer'] as { id: string; fulfilBy: string; legs: MadeLeg[] };
  await desk.act('ADMIN', 'sendOffer', ticket, { offerId, channel: 'CHAT', body: `We send the larger one for another 15元, done by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?` });
  await desk.acceptOffer(ticket, offerId);
  return { ticket, legs };
}

const pay = (ticket: Worked, [, exchange]: readonly MadeLeg[]): Promise<unknown> =>
  desk.act('FINANCE', 'recordExchangePayment', ticket, { legId: exchange?.id, amount: { amount: '15.00', currency: 'CNY' }, paymentRef: `PAY-${uuidv7()}` });

/** The exchange first: a return is not called off while something is given for it. */
async function callOff(ticket: Worked, legs: readonly MadeLeg[]): Promise<void> {
  for (const { id: legId } of [...legs].reverse()) await desk.act('ADMIN', 'cancelLeg', ticket, { legId, reason: 'NOT_POSSIBLE', note: 'Sold out.' });
}

async function withdraw(ticket: Worked): Promise<void> {
  await desk.act('ADMIN', 'withdrawTicket', ticket, { messageId: await desk.hear(ticket, 'Never mind, then.') });
  await desk.say(ticket, 'Thank you for telling us, and goodbye.', { closes: true, answersInFull: true });
}

async function looked({ id }: Worked): Promise<{ status: string; refused: unknown; owedBack: boolean[] }> {
  const { data } = await desk.base.as<{ ticket: { status: string; allowedOperations: { operation: string; code: string | null }[]; offers: { legs: { exchange: { owedBack: boolean } | null }[] }[] } }>(
    'ADMIN', 'query T($id: ID!) { ticket(id: $id) { status allowedOperations { operation code } offers { legs { exchange { owedBack } } } } }', { id });
  const { status = '', allowedOperations = [], offers = [] } = data?.ticket ?? {};
  const ends = allowedOperations.filter(({ operation }) => ['CLOSE', 'MERGE'].includes(operation)).map(({ code }) => code);
  return { status, refused: ends, owedBack: offers.flatMap(({ legs }) => legs.flatMap(({ exchange }) => exchange?.owedBack ?? [])) };
}

/** Another ticket on the order, with an offer the customer accepts; it gives the money back by itself. */
async function givenBackBy(first: Worked): Promise<{ ticket: Worked; legs: readonly MadeLeg[] }> {
  const { orderId, lineId, parcelId } = first.order;
  const ticket = { ...(await desk.open('RETURN_EXCHANGE', { orderId, lines: [{ orderLineId: lineId, quantity: 1 }], parcelIds: [parcelId] })), order: first.order };
  await desk.upToRemedy(ticket);
  const { legs } = await journeys.settle(ticket, { legs: [{ type: 'COUPON', amount: { amount: '1.00', currency: 'CNY' } }] });
  return { ticket, legs };
}

it('paid after it was called off and the customer withdrew: neither closed nor merged until another ticket of the order has paid it back', async () => {
  const { ticket, legs } = await agreed();
  await callOff(ticket, legs);
  await withdraw(ticket);
  await pay(ticket, legs);
  expect(await looked(ticket)).toEqual({ status: 'OPEN', refused: ['STEP_NOT_READY', 'STEP_NOT_READY'], owedBack: [true] });
  await expect(desk.act('ADMIN', 'closeTicket', ticket, {})).rejects.toThrow(HELD);

  const other = await givenBackBy(ticket);
  expect(other.legs.map(({ type, amount }) => [type, amount?.amount])).toEqual([['PRICE_DIFFERENCE', '15.00'], ['COUPON', '1.00']]);
  await expect(desk.act('ADMIN', 'mergeTicket', ticket, { intoTicketId: other.ticket.id })).rejects.toThrow(HELD);
  await expect(desk.act('ADMIN', 'closeTicket', ticket, {})).rejects.toThrow(HELD); // agreed, and not paid yet
  const [back] = other.legs;
  await desk.act('FINANCE', 'fulfilLeg', other.ticket, { legId: back?.id, proofKind: 'BANK_REF', proofRef: `REF-${uuidv7()}` });
  expect(await looked(ticket)).toEqual({ status: 'OPEN', refused: [null, null], owedBack: [false] });
  await desk.act('ADMIN', 'closeTicket', ticket, {});
  expect((await looked(ticket)).status).toBe('CLOSED');
});

it('paid in time and called off later: the ticket is not withdrawn from; reopened at its remedy it gives the money back itself', async () => {
  const { ticket, legs } = await agreed();
  await pay(ticket, legs);
  await callOff(ticket, legs);
  await expect(withdraw(ticket)).rejects.toThrow(HELD);
  await desk.act('ADMIN', 'reopenTicket', ticket, { step: 'REMEDY', reason: 'Their money goes back.' });
  const { legs: given } = await journeys.settle(ticket, { legs: [{ type: 'COUPON', amount: { amount: '1.00', currency: 'CNY' } }] });
  for (const { id: legId, type } of given) {
    await desk.act('FINANCE', 'fulfilLeg', ticket, { legId, proofKind: type === 'COUPON' ? 'COUPON_ID' : 'BANK_REF', proofRef: `REF-${uuidv7()}` });
  }
  await withdraw(ticket);
  await desk.act('ADMIN', 'closeTicket', ticket, {});
});

it('told of after the ticket was closed: recorded all the same, and given back by the next ticket of the order', async () => {
  const { ticket, legs } = await agreed();
  await callOff(ticket, legs);
  await withdraw(ticket);
  await desk.act('ADMIN', 'closeTicket', ticket, {});
  await pay(ticket, legs);
  expect(await looked(ticket)).toMatchObject({ status: 'CLOSED', owedBack: [true] });
  expect((await givenBackBy(ticket)).legs[0]).toMatchObject({ type: 'PRICE_DIFFERENCE', amount: { amount: '15.00' } });
});
