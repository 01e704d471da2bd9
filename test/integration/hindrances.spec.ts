import { uuidv7 } from 'uuidv7';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import type { MemberRole } from '../support/merchant.js';
import { unknownId } from '../support/operations.js';
import { RemedyJourney, soon, type MadeLeg } from '../support/remedy-journey.js';

// What only features beside tickets know stands in the way: walked from state to state, `allowedOperations` says of everybody what the mutations then answer.

const app = testApp();
let desk: BusyMerchant;
let journeys: RemedyJourney;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Hindered');
  journeys = new RemedyJourney(app, desk);
}, 180_000);

/** Objects of the ticket that the attempts name. */
interface Named {
  readonly claimId?: string;
  readonly legId?: string;
  readonly offerId?: string;
  readonly requestId?: string;
}

const ATTEMPTS = {
  CHANGE_KIND: ['changeTicketKind', () => ({ kind: 'COMPLAINT', reason: 'It is a complaint', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: 'An apology' } })],
  FILE_CLAIM: ['fileClaim', () => ({ against: 'CARRIER', amount: { amount: '5.00', currency: 'CNY' }, dueAt: soon(240) })],
  SETTLE_CLAIM: ['recordRecovery', ({ claimId }) => ({ claimId: claimId ?? unknownId('Claim'), amount: { amount: '1.00', currency: 'CNY' }, ref: `REC-${uuidv7()}` })],
  MOVE_GOODS: ['moveGoods', ({ legId }) => ({ legId: legId ?? unknownId('Leg'), to: 'RECEIVED' })],
  INSPECT_GOODS: ['inspectGoods', ({ legId }) => ({ legId: legId ?? unknownId('Leg'), units: [{ condition: 'INTACT', accessoriesComplete: true, verdict: 'ACCEPTED' }] })],
  RECORD_EXCHANGE_PAYMENT: ['recordExchangePayment', ({ legId }) => ({ legId: legId ?? unknownId('Leg'), amount: { amount: '15.00', currency: 'CNY' }, paymentRef: `PAY-${uuidv7()}` })],
  REQUEST_APPROVAL: ['requestApproval', ({ offerId }) => ({ offerId: offerId ?? unknownId('Offer') })],
} as const satisfies Record<string, readonly [string, (named: Named) => object]>;
type Hindered = keyof typeof ATTEMPTS;
const PEOPLE: readonly MemberRole[] = ['ADMIN', 'SUPERVISOR', 'AGENT', 'FINANCE', 'INSPECTOR'];

type Verdicts = Readonly<Record<string, string | null>>;

async function allowed(role: MemberRole, { id }: Worked): Promise<Verdicts> {
  const { data } = await desk.base.as<{ ticket: { allowedOperations: { operation: string; code: string | null }[] } }>(
    role, 'query A($id: ID!) { ticket(id: $id) { allowedOperations { operation code } } }', { id });
  return Object.fromEntries((data?.ticket.allowedOperations ?? []).map(({ operation, code }) => [operation, code]));
}

/** Whatever anybody is told they may not do is refused to them for just that reason, naming no field, and changes nothing. What they are told, by person. */
async function agreed(ticket: Worked, named: Named): Promise<Readonly<Record<string, Verdicts>>> {
  await journeys.refresh(ticket);
  const told: Record<string, Verdicts> = {};
  for (const role of PEOPLE) {
    const verdicts = (told[role] = await allowed(role, ticket));
    for (const operation of Object.keys(ATTEMPTS) as Hindered[]) {
      if (verdicts[operation] === null) continue;
      const [mutation, input] = ATTEMPTS[operation];
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const { data, errors } = await desk.base.as<Record<string, { userErrors: { code: string; field: string | null }[] }>>(
        role, `mutation T($input: ${type}!) { ${mutation}(input: $input) { userErrors { code field } } }`,
        { input: { ticketId: ticket.id, expectedVersion: ticket.version, ...input(named) } },
      );
      const refusals = [...(errors ?? []).map(({ extensions }) => ({ code: extensions['code'], field: null })), ...(data?.[mutation]?.userErrors ?? [])];
      expect([role, operation, refusals]).toEqual([role, operation, [{ code: verdicts[operation], field: null }]]);
    }
  }
  const before = ticket.version;
  await journeys.refresh(ticket);
  expect(ticket.version).toBe(before);
  return told;
}

it('claims: nobody to claim from, one open, one that is over', async () => {
  const ticket = await journeys.open({ reason: 'DEFECTIVE' });
  await journeys.judge(ticket, { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'Another colour was expected.' });
  expect((await agreed(ticket, {}))['ADMIN']).toMatchObject({ CHANGE_KIND: null, FILE_CLAIM: 'EVIDENCE_MISSING', SETTLE_CLAIM: 'NOTHING_TO_DO' });

  await desk.act('ADMIN', 'recordFinding', ticket, { causedByUs: false, fault: 'CARRIER', cause: 'Dropped on the way.' });
  expect((await agreed(ticket, {}))['ADMIN']).toMatchObject({ CHANGE_KIND: null, FILE_CLAIM: null, SETTLE_CLAIM: 'NOTHING_TO_DO' });

  await desk.act('ADMIN', 'fileClaim', ticket, ATTEMPTS.FILE_CLAIM[1]());
  const { data } = await desk.base.as<{ ticket: { claims: { id: string }[] } }>('ADMIN', 'query C($id: ID!) { ticket(id: $id) { claims { id } } }', { id: ticket.id });
  const claimId = data?.ticket.claims[0]?.id ?? '';
  expect((await agreed(ticket, { claimId }))['ADMIN']).toMatchObject({ CHANGE_KIND: 'STATE_CONFLICT', FILE_CLAIM: 'ALREADY_DECIDED', SETTLE_CLAIM: null });

  await desk.act('ADMIN', 'moveClaim', ticket, { claimId, state: 'REJECTED' });
  expect((await agreed(ticket, { claimId }))['ADMIN']).toMatchObject({ CHANGE_KIND: null, FILE_CLAIM: null, SETTLE_CLAIM: 'ALREADY_DECIDED' });
  await desk.act('ADMIN', 'changeTicketKind', ticket, ATTEMPTS.CHANGE_KIND[1]());
});

it('goods and differences: of a draft, of what is agreed, paid by somebody else than who offered it, and once', async () => {
  const ticket = await journeys.open({ reason: 'WRONG_SIZE_CHOSEN', requestType: 'EXCHANGE' });
  await journeys.judge(ticket, { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'Another size fits better.' });
  const line = { orderLineId: ticket.order.lineId, quantity: 1 };
  const exchange = { sku: 'COAT-XL', title: 'Coat, XL', price: { amount: '65.00', currency: 'CNY' } };
  const made = await desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), legs: [{ type: 'RETURN', ...line }, { type: 'EXCHANGE', ...line, exchange }] }, 'offer { id fulfilBy legs { id type state basis amount { amount } } }');
  const { id: offerId, fulfilBy, legs } = made['offer'] as { id: string; fulfilBy: string; legs: MadeLeg[] };
  const [back, out] = legs;
  const none = { MOVE_GOODS: 'NOTHING_TO_DO', INSPECT_GOODS: 'NOTHING_TO_DO', RECORD_EXCHANGE_PAYMENT: 'NOTHING_TO_DO' };
  expect((await agreed(ticket, { offerId, legId: out?.id }))['ADMIN']).toMatchObject({ CHANGE_KIND: 'STATE_CONFLICT', ...none });

  await desk.act('ADMIN', 'sendOffer', ticket, { offerId, channel: 'CHAT', body: `We send the larger one for another 15元, done by ${new Date(Date.parse(fulfilBy) + 28_800_000).toISOString().slice(0, 10)}. Is that all right?` });
  expect((await agreed(ticket, { offerId, legId: out?.id }))['FINANCE']).toMatchObject({ RECORD_EXCHANGE_PAYMENT: 'NOTHING_TO_DO' });
  await desk.acceptOffer(ticket, offerId);
  const agreedOn = await agreed(ticket, { offerId, legId: out?.id });
  expect([agreedOn['ADMIN'], agreedOn['FINANCE'], agreedOn['INSPECTOR']]).toMatchObject([
    { RECORD_EXCHANGE_PAYMENT: 'APPROVER_BARRED', MOVE_GOODS: null }, { RECORD_EXCHANGE_PAYMENT: null }, { INSPECT_GOODS: null },
  ]);

  await desk.act('FINANCE', 'recordExchangePayment', ticket, ATTEMPTS.RECORD_EXCHANGE_PAYMENT[1]({ legId: out?.id ?? '' }));
  expect((await agreed(ticket, { offerId, legId: out?.id }))['FINANCE']).toMatchObject({ RECORD_EXCHANGE_PAYMENT: 'ALREADY_DECIDED' });
  for (const { id: legId } of [out, back]) await desk.act('ADMIN', 'cancelLeg', ticket, { legId, reason: 'NOT_POSSIBLE', note: 'Sold out.' });
  expect((await agreed(ticket, { offerId, legId: out?.id }))['ADMIN']).toMatchObject({ CHANGE_KIND: 'STEP_NOT_READY', MOVE_GOODS: 'NOTHING_TO_DO' });
});

it('approvals: asked for by whoever made the offer, and where one is needed', async () => {
  const ticket = await desk.open('RETURN_EXCHANGE');
  await desk.upToRemedy(ticket);
  const draft = async (leg: object): Promise<string> => {
    const made = await desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), legs: [leg] }, 'offer { id }');
    return (made['offer'] as { id: string }).id;
  };
  const small = await draft({ type: 'PARTIAL_REFUND', amount: { amount: '1.00', currency: 'CNY' } });
  const within = await agreed(ticket, { offerId: small });
  expect([within['ADMIN'], within['SUPERVISOR']]).toMatchObject([{ REQUEST_APPROVAL: 'NOTHING_TO_DO' }, { REQUEST_APPROVAL: 'FORBIDDEN' }]);
  await desk.act('ADMIN', 'withdrawOffer', ticket, { offerId: small, reason: 'Too little' });

  const offerId = await draft({ type: 'RESHIP', orderLineId: ticket.order.lineId, quantity: 1 });
  expect((await agreed(ticket, { offerId }))['ADMIN']).toMatchObject({ REQUEST_APPROVAL: 'APPROVAL_PENDING', WITHDRAW_APPROVAL: null });
  expect((await allowed('SUPERVISOR', ticket))['WITHDRAW_APPROVAL']).toBe('FORBIDDEN');
  const { data } = await desk.base.as<{ approvals: { edges: { node: { id: string; version: number; ticketId: string } }[] } }>('SUPERVISOR', '{ approvals { edges { node { id version ticketId } } } }');
  const pending = data?.approvals.edges.map(({ node }) => node).find(({ ticketId }) => ticketId === ticket.id);
  const takeBack = (role: MemberRole): Promise<string[]> => desk.base.as<{ withdrawApproval: { userErrors: { code: string; field: string | null }[] } }>(
    role, 'mutation W($i: WithdrawApprovalInput!) { withdrawApproval(input: $i) { userErrors { code field } } }', { i: { requestId: pending?.id, expectedVersion: pending?.version, reason: 'Not now' } },
  ).then((answer) => (answer.data?.withdrawApproval.userErrors ?? []).map(({ code, field }) => `${code} ${field}`));
  expect([await takeBack('SUPERVISOR'), await takeBack('ADMIN')]).toEqual([['FORBIDDEN null'], []]);
  const takenBack = await agreed(ticket, { offerId });
  expect([takenBack['ADMIN'], takenBack['SUPERVISOR']]).toMatchObject([{ REQUEST_APPROVAL: null, WITHDRAW_APPROVAL: 'ALREADY_DECIDED' }, { REQUEST_APPROVAL: 'FORBIDDEN' }]);
  await desk.act('ADMIN', 'requestApproval', ticket, { offerId });
});
