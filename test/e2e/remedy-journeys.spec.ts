import { uuidv7 } from 'uuidv7';
import { decodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { RemedyJourney, soon, type MadeLeg, type Opening } from '../support/remedy-journey.js';

// One journey for each row of the trade's reason matrix, over the API: what the customer says, what the product proposes, what is offered, and every leg carried out
// until the ticket may be closed.

const app = testApp();
let desk: BusyMerchant;
let journeys: RemedyJourney;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Journeys');
  journeys = new RemedyJourney(app, desk);
}, 180_000);

interface Journey extends Opening {
  readonly prepare?: (ticket: Worked) => Promise<unknown>;
  readonly finding: object;
  /** What the product proposes: the fault, who pays for goods that go back, from whom it is claimed. */
  readonly proposes: { readonly fault: string; readonly freightPayer: string; readonly claimAgainst: string | null };
  /** The first rung of the ladder once the fault is found. */
  readonly rung: string;
  readonly offer: (lineId: string) => object;
  /** Of the offer made: who pays the freight; each leg as `TYPE BASIS amount`. */
  readonly freight: string;
  readonly legs: readonly string[];
}

const ours = (fault: string): object => ({ causedByUs: true, misuse: false, fault, cause: 'It was looked into.' });
const notOurs = (fault: string): object => ({ causedByUs: false, fault, cause: 'It was looked into.' });
const back = (lineId: string): object => ({ type: 'RETURN', orderLineId: lineId, quantity: 1 });
const returnOf = (lineId: string): object => ({ legs: [back(lineId)], refund: { lines: [{ orderLineId: lineId, quantity: 1 }] } });
const goods = (type: string) => (lineId: string): object => ({ legs: [{ type, orderLineId: lineId, quantity: 1 }] });
const money = (type: string, amount: string) => (): object => ({ legs: [{ type, amount: { amount, currency: 'CNY' } }] });
const ofOrder = (set: string) => (ticket: Worked): Promise<unknown> =>
  app.owner(`UPDATE sales_order SET ${set} WHERE id = $1`, [decodeId('Order', ticket.order.orderId)]);

const JOURNEYS: Readonly<Record<string, Journey>> = {
  'a return within seven days without a reason': {
    reason: 'SEVEN_DAY_RETURN', finding: notOurs('CUSTOMER_PREFERENCE'), proposes: { fault: 'CUSTOMER_PREFERENCE', freightPayer: 'CUSTOMER', claimAgainst: null },
    rung: 'EXCHANGE', offer: returnOf, freight: 'CUSTOMER', legs: ['RETURN GOODWILL', 'PARTIAL_REFUND STATUTORY 50.00'],
  },
  'a quality defect': {
    reason: 'DEFECTIVE', finding: ours('SUPPLIER'), proposes: { fault: 'SUPPLIER', freightPayer: 'MERCHANT', claimAgainst: 'SUPPLIER' },
    rung: 'PART', offer: returnOf, freight: 'MERCHANT', legs: ['RETURN GOODWILL', 'PARTIAL_REFUND STATUTORY 50.00'],
  },
  'goods not as described': {
    reason: 'NOT_AS_DESCRIBED', finding: ours('MERCHANT'), proposes: { fault: 'MERCHANT', freightPayer: 'MERCHANT', claimAgainst: null },
    rung: 'PART', offer: money('PARTIAL_REFUND', '9.00'), freight: 'NONE', legs: ['PARTIAL_REFUND GOODWILL 9.00'],
  },
  'a wrong or missing item': {
    reason: 'ITEM_MISSING', finding: ours('WAREHOUSE'), proposes: { fault: 'WAREHOUSE', freightPayer: 'MERCHANT', claimAgainst: 'WAREHOUSE' },
    rung: 'RESHIP', offer: goods('RESHIP'), freight: 'MERCHANT', legs: ['RESHIP GOODWILL 50.00'],
  },
  'damage on the way': {
    reason: 'DAMAGED_IN_TRANSIT', finding: notOurs('CARRIER'), proposes: { fault: 'CARRIER', freightPayer: 'MERCHANT', claimAgainst: 'CARRIER' },
    rung: 'RESHIP', offer: goods('RESHIP'), freight: 'MERCHANT', legs: ['RESHIP GOODWILL 50.00'],
  },
  'a parcel signed for and not received': {
    reason: 'SIGNED_NOT_RECEIVED', kind: 'LOGISTICS', finding: notOurs('CARRIER'), proposes: { fault: 'CARRIER', freightPayer: 'MERCHANT', claimAgainst: 'CARRIER' },
    rung: 'RESHIP', offer: goods('RESHIP'), freight: 'MERCHANT', legs: ['RESHIP GOODWILL 50.00'],
  },
  'a parcel that was lost': {
    reason: 'LOST', kind: 'LOGISTICS', finding: notOurs('CARRIER'), proposes: { fault: 'CARRIER', freightPayer: 'MERCHANT', claimAgainst: 'CARRIER' },
    prepare: async (ticket) => {
      await ofOrder(`signed_at = NULL, status = 'SHIPPED'`)(ticket);
      await app.owner(`UPDATE parcel SET status = 'LOST' WHERE order_id = $1`, [decodeId('Order', ticket.order.orderId)]);
    },
    rung: 'RESHIP', offer: (lineId) => ({ refund: { lines: [{ orderLineId: lineId, quantity: 2 }] } }), freight: 'NONE', legs: ['REFUND STATUTORY 100.00'],
  },
  'late shipping': {
    reason: 'SHIPPED_LATE', finding: ours('MERCHANT'), proposes: { fault: 'MERCHANT', freightPayer: 'MERCHANT', claimAgainst: null },
    prepare: ofOrder(`promised_ship_by = shipped_at - interval '1 hour'`),
    rung: 'EXTEND', offer: () => ({ packPayouts: ['tmall/payout.late'] }), freight: 'NONE', legs: ['PAYOUT PACK 5.00'],
  },
  'a suspected counterfeit': {
    reason: 'COUNTERFEIT', finding: notOurs('UNDETERMINED'), proposes: { fault: 'UNDETERMINED', freightPayer: 'MERCHANT', claimAgainst: null },
    rung: 'PART', offer: returnOf, freight: 'MERCHANT', legs: ['RETURN GOODWILL', 'PARTIAL_REFUND STATUTORY 50.00'],
  },
  'goods that faded or shrank': {
    reason: 'FADES_OR_SHRINKS', finding: { causedByUs: true, misuse: true, fault: 'CUSTOMER_MISUSE', cause: 'Washed hot.' },
    proposes: { fault: 'UNDETERMINED', freightPayer: 'MERCHANT', claimAgainst: null }, rung: 'EXPLAIN', offer: goods('REPAIR'), freight: 'CUSTOMER', legs: ['REPAIR GOODWILL'],
  },
  'a size chosen wrongly': {
    reason: 'WRONG_SIZE_CHOSEN', finding: notOurs('CUSTOMER_PREFERENCE'), proposes: { fault: 'CUSTOMER_PREFERENCE', freightPayer: 'CUSTOMER', claimAgainst: null },
    rung: 'EXCHANGE', offer: (lineId) => ({ legs: [back(lineId), { type: 'EXCHANGE', orderLineId: lineId, quantity: 1 }] }), freight: 'CUSTOMER',
    legs: ['RETURN GOODWILL', 'EXCHANGE GOODWILL'],
  },
  'an allergy': {
    reason: 'ALLERGY', finding: ours('SUPPLIER'), proposes: { fault: 'SUPPLIER', freightPayer: 'MERCHANT', claimAgainst: 'SUPPLIER' },
    rung: 'PART', offer: returnOf, freight: 'MERCHANT', legs: ['RETURN GOODWILL', 'PARTIAL_REFUND STATUTORY 50.00'],
  },
  'a gift that was missing': {
    reason: 'GIFT_MISSING', finding: ours('MERCHANT'), proposes: { fault: 'MERCHANT', freightPayer: 'MERCHANT', claimAgainst: null },
    rung: 'DIFFERENCE', offer: () => ({ legs: [{ type: 'GIFT', note: 'The scarf that was promised.', amount: { amount: '6.00', currency: 'CNY' } }] }), freight: 'NONE', legs: ['GIFT GOODWILL 6.00'],
  },
  'a price that dropped': {
    reason: 'PRICE_DROPPED', finding: ours('MERCHANT'), proposes: { fault: 'MERCHANT', freightPayer: 'MERCHANT', claimAgainst: null },
    rung: 'DIFFERENCE', offer: money('PRICE_DIFFERENCE', '10.00'), freight: 'NONE', legs: ['PRICE_DIFFERENCE GOODWILL 10.00'],
  },
};

interface Seen {
  readonly currentStep: string | null;
  readonly status: string;
  readonly proposedFault: Journey['proposes'];
  readonly proposedOffers: readonly { readonly rung: string }[];
  readonly offers: readonly { readonly legs: readonly MadeLeg[] }[];
}

async function look(ticket: Worked): Promise<Seen> {
  const { data, errors } = await desk.base.as<{ ticket: Seen }>('ADMIN',
    `query T($id: ID!) { ticket(id: $id) { currentStep status proposedFault { fault freightPayer claimAgainst } proposedOffers { rung }
       offers { legs { id type state basis amount { amount } } } } }`, { id: ticket.id });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.ticket;
}

it.each(Object.entries(JOURNEYS))('%s', async (_name, journey) => {
  const ticket = await journeys.open(journey);
  await journey.prepare?.(ticket);
  expect((await look(ticket)).proposedFault).toEqual(journey.proposes);
  await journeys.judge(ticket, journey.finding);
  expect((await look(ticket)).proposedOffers[0]?.rung).toBe(journey.rung);

  const { legs, freightPayer } = await journeys.settle(ticket, journey.offer(ticket.order.lineId));
  expect(freightPayer).toBe(journey.freight);
  expect(legs.map(({ type, basis, amount }) => [type, basis, ...(amount ? [amount.amount] : [])].join(' '))).toEqual(journey.legs);
  for (const leg of legs) await journeys.carryOut(ticket, leg);
  expect((await look(ticket)).offers[0]?.legs.map(({ state }) => state)).toEqual(legs.map(() => 'FULFILLED'));

  await desk.say(ticket, 'All of it has been carried out.', { answersInFull: true, tellsLegIds: legs.map(({ id }) => id) });
  await desk.act('ADMIN', 'sendFeedback', ticket, { department: 'QUALITY', text: 'What we learned.' });
  await desk.say(ticket, 'Thank you, and goodbye. How satisfied were you with our service?', { answersInFull: true, surveys: true, closes: true });
  await desk.act('ADMIN', 'closeTicket', ticket, {});
  expect(await look(ticket)).toMatchObject({ status: 'CLOSED', currentStep: null });
  if (journey.proposes.claimAgainst !== null) await recover(ticket, journey.proposes.claimAgainst);
}, 60_000);

/** What the side at fault pays back comes after the customer has long been satisfied. */
async function recover(ticket: Worked, against: string): Promise<void> {
  await desk.act('ADMIN', 'fileClaim', ticket, { against, amount: { amount: '30.00', currency: 'CNY' }, dueAt: soon(240) });
  const { data } = await desk.base.as<{ ticket: { claims: { id: string }[] } }>('FINANCE', 'query C($id: ID!) { ticket(id: $id) { claims { id } } }', { id: ticket.id });
  const claimId = data?.ticket.claims[0]?.id;
  const ref = `REC-${uuidv7()}`;
  await desk.act('FINANCE', 'recordRecovery', ticket, { claimId, amount: { amount: '12.50', currency: 'CNY' }, ref });
  await expect(desk.act('FINANCE', 'recordRecovery', ticket, { claimId, amount: { amount: '17.51', currency: 'CNY' }, ref: `${ref}-2` })).rejects.toThrow(/CAP_EXCEEDED/);
  await expect(desk.act('FINANCE', 'recordRecovery', ticket, { claimId, amount: { amount: '1.00', currency: 'CNY' }, ref })).rejects.toThrow(/DUPLICATE/);
  const moved = await desk.act('FINANCE', 'moveClaim', ticket, { claimId, state: 'SETTLED' }, '');
  expect(moved.ticket?.id).toBe(ticket.id);
  const after = await desk.base.as<{ ticket: { claims: object[] } }>('FINANCE',
    'query C($id: ID!) { ticket(id: $id) { claims { state recovered { amount } recoveries { amount { amount } } } } }', { id: ticket.id });
  expect(after.data?.ticket.claims).toEqual([{ state: 'SETTLED', recovered: { amount: '12.50' }, recoveries: [{ amount: { amount: '12.50' } }] }]);
}
