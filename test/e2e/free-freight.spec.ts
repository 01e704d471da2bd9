import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { RemedyJourney, soon } from '../support/remedy-journey.js';

// Freight that was free from 80.00 on, and a part return that leaves less. The order is two pieces for 100.00.

const app = testApp();
let desk: BusyMerchant;
let journeys: RemedyJourney;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Free freight');
  journeys = new RemedyJourney(app, desk);
}, 180_000);

interface Preview {
  readonly goods: { readonly amount: string };
  readonly freightCharged: { readonly amount: string };
  readonly total: { readonly amount: string };
}

const refund = ({ order: { lineId } }: Worked): object => ({ lines: [{ orderLineId: lineId, quantity: 1 }] });

async function told(ticket: Worked): Promise<string[]> {
  const { data } = await desk.base.as<{ previewRefund: { preview: Preview } }>('ADMIN',
    'query P($i: PreviewRefundInput!) { previewRefund(input: $i) { preview { goods { amount } freightCharged { amount } total { amount } } } }',
    { i: { ticketId: ticket.id, refund: refund(ticket) } });
  const { goods, freightCharged, total } = data?.previewRefund.preview ?? {};
  return [goods?.amount ?? '', freightCharged?.amount ?? '', total?.amount ?? ''];
}

async function opened(reason: string, finding: object): Promise<Worked> {
  const ticket = await journeys.open({ reason });
  const { data } = await desk.base.as<{ ticket: { order: Record<string, unknown> } }>('ADMIN',
    'query O($id: ID!) { ticket(id: $id) { order { externalId status customer { externalId } lines { externalId sku title quantity } shippedAt signedAt paidAt } } }', { id: ticket.id });
  const { customer, lines, ...order } = data?.ticket.order as { customer: { externalId: string }; lines: object[] } & Record<string, unknown>;
  const { data: put } = await desk.base.as<{ upsertOrders: { results: object[] } }>('ADMIN',
    'mutation U($i: UpsertOrdersInput!) { upsertOrders(input: $i) { results { outcome } userErrors { code message } } }',
    { i: { shopId: desk.base.shopId, items: [{ ...order, customerExternalId: customer.externalId, paid: '100.00', freeFreightFrom: '80.00', freightWaived: '8.00', lines: lines.map((line) => ({ ...line, paid: '100.00' })) }] } });
  expect(put?.upsertOrders.results).toMatchObject([{ outcome: 'UPDATED' }]);
  await journeys.judge(ticket, finding);
  return ticket;
}

const preference = { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'It does not please.' };

it('a part return of taste pays it, as the preview says and the offer gives', async () => {
  const ticket = await opened('SEVEN_DAY_RETURN', preference);
  expect(await told(ticket)).toEqual(['50.00', '8.00', '42.00']);
  const making = { fulfilBy: soon(96), legs: [{ type: 'RETURN', orderLineId: ticket.order.lineId, quantity: 1 }], refund: refund(ticket) };
  const made = await desk.act('ADMIN', 'makeOffer', ticket, making, 'offer { id legs { type basis amount { amount } } }');
  expect(made['offer']).toMatchObject({ legs: [{ type: 'RETURN' }, { type: 'PARTIAL_REFUND', basis: 'STATUTORY', amount: { amount: '42.00' } }] });
  // The other piece as well: nothing is kept, so nothing is charged.
  expect(await told(ticket)).toEqual(['50.00', '-8.00', '58.00']);
});

it('who is not to blame does not pay it', async () => {
  const ticket = await opened('DEFECTIVE', { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'A seam is open.' });
  expect(await told(ticket)).toEqual(['50.00', '0.00', '50.00']);
});
