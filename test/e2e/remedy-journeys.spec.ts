import { uuidv7 } from 'uuidv7';
import { decodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';

// One journey for each row of the trade's reason matrix, over the API: what the customer says, what the product proposes, what is offered, and every leg carried out
// until the ticket may be closed.

const app = testApp();
let desk: BusyMerchant;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Journeys');
}, 180_000);

interface Leg {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly basis: string;
  readonly amount: { readonly amount: string } | null;
}

interface Journey {
  readonly reason: string;
  readonly kind?: 'LOGISTICS';
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

const soon = (hours: number): string => plus(new Date().toISOString(), hours * 3_600_000);

async function open({ reason, kind }: Journey): Promise<Worked> {
  const order = await desk.base.order();
  const { ticket } = await desk.act('ADMIN', 'openTicket', null, {
    shopId: desk.base.shopId, kind: kind ?? 'RETURN_EXCHANGE', channel: 'CHAT', problem: 'Something is wrong.', orderId: order.orderId, statedReasonCode: reason,
    severity: 'NORMAL', lines: [{ orderLineId: order.lineId, quantity: 1 }], parcelIds: [order.parcelId],
    ...(kind ? { logistics: { subtype: reason, customerSees: 'Nothing has come.' } } : { returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' } }),
  });
  const worked: Worked = { id: ticket?.id ?? '', version: ticket?.version ?? 0, order, ids: new Map() };
  await desk.act('ADMIN', 'takeTicket', worked, {});
  return worked;
}

/** Heard, soothed, apologized to, and judged. */
async function judge(ticket: Worked, finding: object): Promise<void> {
  await desk.say(ticket, 'Hello, this is the shop. I am checking it and will write to you again within 2 hours.', { replyBy: { reason: 'checking', at: soon(2) } });
  const recorded = await desk.act('ADMIN', 'recordStatement', ticket, { text: 'Something is wrong.', wish: 'REFUND' }, 'statement { id }');
  const statementId = (recorded['statement'] as { id: string }).id;
  await desk.say(ticket, 'So something is wrong with the order. Is that right? Please send a photo within 3 days.', {
    restatesStatementId: statementId, answersInFull: true, requestsProof: { kinds: ['PHOTO'], until: soon(48) },
  });
  await desk.act('ADMIN', 'confirmStatement', ticket, { statementId, by: 'CUSTOMER', messageId: await desk.hear(ticket) });
  await desk.say(ticket, 'I understand how frustrating this is. The cause has been found. I am sorry that your order went wrong.', {
    explains: { cause: 'The cause has been found' }, apologizesFor: 'your order went wrong', answersInFull: true,
  });
  const found = await desk.act('ADMIN', 'recordFinding', ticket, finding, 'findingId');
  // Guidance is due where the cause was not ours, or it was the use.
  if (!('misuse' in finding) || finding.misuse === true) {
    await desk.say(ticket, 'This is what we found, and how the goods are best looked after.', { guidesFindingId: found['findingId'], answersInFull: true });
  }
}

async function settle(ticket: Worked, offer: object): Promise<{ legs: Leg[]; freightPayer: string }> {
  const made = await desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), ...offer }, 'offer { id freightPayer fulfilBy legs { id type state basis amount { amount } } }');
  const { id, legs, freightPayer, fulfilBy } = made['offer'] as { id: string; legs: Leg[]; freightPayer: string; fulfilBy: string };
  const amounts = legs.flatMap(({ type, amount }) => (amount && type !== 'GIFT' && type !== 'RESHIP' ? [`${amount.amount} CNY`] : [])).join(' and ');
  if (legs.some(({ type }) => type === 'RESHIP')) await approve(ticket, '50.00 CNY');
  await desk.act('ADMIN', 'sendOffer', ticket, {
    offerId: id, channel: 'CHAT', body: `We offer you ${amounts || 'what you asked for'}, done by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?`,
  });
  await desk.acceptOffer(ticket, id);
  return { legs, freightPayer };
}

/** Goods sent again count at their price: here it is beyond the 10.00 the maker may give alone, and a supervisor grants it. */
async function approve(ticket: Worked, asked: string): Promise<void> {
  interface Asked { readonly id: string; readonly version: number; readonly ticketId: string; readonly exceeded: readonly { readonly asked: string }[] }
  const { data } = await desk.base.as<{ approvals: { edges: { node: Asked }[] } }>('SUPERVISOR', '{ approvals { edges { node { id version ticketId exceeded { asked } } } } }');
  const request = data?.approvals.edges.map(({ node }) => node).find(({ ticketId }) => ticketId === ticket.id);
  expect(request?.exceeded).toEqual([{ asked }]);
  const decided = await desk.base.as<{ decideApproval: { userErrors: object[] } }>('SUPERVISOR',
    'mutation D($i: DecideApprovalInput!) { decideApproval(input: $i) { userErrors { code } } }',
    { i: { requestId: request?.id, expectedVersion: request?.version, decision: 'APPROVE', reason: 'The photos show it.' } });
  expect(decided.data?.decideApproval.userErrors).toEqual([]);
  await refresh(ticket);
}

async function refresh(ticket: Worked): Promise<void> {
  const [row] = await app.owner<{ version: number }>(`SELECT version FROM ticket WHERE merchant_id = $1 AND 'tkt_' || id::text = $2`, [desk.base.id, ticket.id]);
  ticket.version = row?.version ?? ticket.version;
}

async function parcelArrives(ticket: Worked, waybill: string): Promise<void> {
  const [order] = await app.owner<{ name: string }>('SELECT external_id AS name FROM sales_order WHERE id = $1', [decodeId('Order', ticket.order.orderId)]);
  const { data } = await desk.base.as<{ upsertParcels: { results: { outcome: string }[] } }>('ADMIN',
    'mutation P($i: UpsertParcelsInput!) { upsertParcels(input: $i) { results { outcome } } }',
    { i: { shopId: desk.base.shopId, items: [{ orderExternalId: order?.name, direction: 'OUTBOUND', carrier: 'SF', waybill, status: 'SIGNED' }] } });
  expect(data?.upsertParcels.results).toEqual([{ outcome: 'CREATED' }]);
  await refresh(ticket);
}

/** Carries out a leg by what happens to its goods or its money. */
async function carryOut(ticket: Worked, { id: legId, type }: Leg): Promise<void> {
  const ref = `REF-${uuidv7()}`;
  if (type === 'RETURN') {
    await desk.act('ADMIN', 'issueReturn', ticket, { legId, address: '1 Return Road, Returns Desk' });
    await desk.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: ref });
    await desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RECEIVED' });
    await desk.act('INSPECTOR', 'inspectGoods', ticket, { legId, units: [{ condition: 'OPENED', accessoriesComplete: true, verdict: 'ACCEPTED' }] });
    await desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RESTOCKED' });
  } else if (type === 'RESHIP' || type === 'EXCHANGE') {
    await desk.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: ref });
    await parcelArrives(ticket, ref);
  } else {
    const proofKind = type === 'REPAIR' ? 'REPAIR_ORDER_DONE' : type === 'GIFT' ? 'PLATFORM_ACK' : 'BANK_REF';
    await desk.act('FINANCE', 'fulfilLeg', ticket, { legId, proofKind, proofRef: ref });
  }
}

interface Seen {
  readonly currentStep: string | null;
  readonly status: string;
  readonly proposedFault: Journey['proposes'];
  readonly proposedOffers: readonly { readonly rung: string }[];
  readonly offers: readonly { readonly legs: readonly Leg[] }[];
}

async function look(ticket: Worked): Promise<Seen> {
  const { data, errors } = await desk.base.as<{ ticket: Seen }>('ADMIN',
    `query T($id: ID!) { ticket(id: $id) { currentStep status proposedFault { fault freightPayer claimAgainst } proposedOffers { rung }
       offers { legs { id type state basis amount { amount } } } } }`, { id: ticket.id });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.ticket;
}

it.each(Object.entries(JOURNEYS))('%s', async (_name, journey) => {
  const ticket = await open(journey);
  await journey.prepare?.(ticket);
  expect((await look(ticket)).proposedFault).toEqual(journey.proposes);
  await judge(ticket, journey.finding);
  expect((await look(ticket)).proposedOffers[0]?.rung).toBe(journey.rung);

  const { legs, freightPayer } = await settle(ticket, journey.offer(ticket.order.lineId));
  expect(freightPayer).toBe(journey.freight);
  expect(legs.map(({ type, basis, amount }) => [type, basis, ...(amount ? [amount.amount] : [])].join(' '))).toEqual(journey.legs);
  for (const leg of legs) await carryOut(ticket, leg);
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
