import { Module, type DynamicModule } from '@nestjs/common';
import { AppModule } from '../../src/app.module.js';
import { DomainError } from '../../src/kernel/error.js';
import { encodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { PlatformOptions } from '../../src/platform/platform.module.js';
import { REMEDY_GATE, RemediesModule, type RemedyGate } from '../../src/remedies/index.js';
import { testApp, type CallOptions, type TestApp } from '../support/app.js';
import { inDays, RemedyDesk, words, type DeskDatabase } from '../support/remedy-desk.js';
import { testToken } from '../support/token.js';

const app = testApp();
let desk: RemedyDesk;
let agent: CallOptions;
let supervisor: CallOptions;
beforeAll(async () => {
  desk = await RemedyDesk.open(databaseOf(app));
  agent = { token: await testToken({ sub: desk.agent.id, merchant: desk.merchantId }) };
  supervisor = { token: await testToken({ sub: desk.supervisor.id, merchant: desk.merchantId }) };
});

function databaseOf(of: TestApp): DeskDatabase {
  return { owner: (statement, values) => of.owner(statement, values), open: () => ({ unitOfWork: of.nest.get(UnitOfWork, { strict: false }) }) };
}

const OFFER = `
  ticket { version currentStep waitingOn }
  offer {
    id state summary fulfilBy validForHours validUntil freightPayer madeBy sentMessageId decisionMessageId final refusal { reason }
    legs { id offerId type state amount { amount currency } orderLineId quantity proofKind proofRef endedBy cancelReason }
  }
  userErrors { code message field details }`;
const mutation = (name: string): string =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${OFFER} } }`;

interface OfferAnswer {
  readonly ticket: { version: number; currentStep: string; waitingOn: string } | null;
  readonly offer: { id: string; state: string; legs: { id: string; [field: string]: unknown }[]; [field: string]: unknown } | null;
  readonly userErrors: { code: string; field: string | null; details: Record<string, unknown> | null }[];
}

async function call(name: string, input: object, as: CallOptions = agent): Promise<OfferAnswer> {
  const { data, errors } = await app.gql<Record<string, OfferAnswer>>(mutation(name), { input }, as);
  expect(errors).toBeUndefined();
  return (data as Record<string, OfferAnswer>)[name];
}

const making = (ticketId: string, amount = '80.00', currency = 'CNY'): object => ({
  ticketId, fulfilBy: inDays(4), legs: [{ type: 'PARTIAL_REFUND', amount: { amount, currency } }, { type: 'GIFT', note: 'A scarf', amount: { amount: '5.00', currency: 'CNY' } }],
});

describe('a remedy over GraphQL', () => {
  it('is made, sent, accepted, carried out and, for the rest, cancelled', async () => {
    const at = await desk.atRemedy();
    const ticketId = encodeId('Ticket', at.ticketId);

    const made = await call('makeOffer', { ...making(ticketId), idempotencyKey: 'e2e-make' });
    expect(made.userErrors).toEqual([]);
    expect(made.offer).toMatchObject({
      state: 'DRAFT', validForHours: 72, validUntil: null, freightPayer: 'NONE', madeBy: encodeId('Member', desk.agent.id), summary: 'PARTIAL_REFUND 80.00 CNY, GIFT',
      legs: [{ type: 'PARTIAL_REFUND', state: 'PENDING', amount: { amount: '80.00', currency: 'CNY' } }, { type: 'GIFT', amount: { amount: '5.00', currency: 'CNY' } }],
    });
    const offerId = made.offer?.id;

    const vague = await call('sendOffer', { ticketId, expectedVersion: made.ticket?.version, offerId, channel: 'CHAT', body: '我们会补偿您的。' });
    expect(vague).toMatchObject({ offer: null, ticket: { version: made.ticket?.version }, userErrors: [{ code: 'INVALID_INPUT', field: 'body' }] });
    const sent = await call('sendOffer', { ticketId, expectedVersion: made.ticket?.version, offerId, channel: 'CHAT', body: words(inDays(4)) });
    expect(sent).toMatchObject({ userErrors: [], offer: { state: 'SENT' }, ticket: { waitingOn: 'CUSTOMER' } });

    const messageId = encodeId('Message', await desk.customerSays(at.ticketId));
    const accepted = await call('acceptOffer', { ticketId, expectedVersion: (sent.ticket?.version ?? 0) + 1, offerId, messageId });
    expect(accepted).toMatchObject({ userErrors: [], offer: { state: 'ACCEPTED', decisionMessageId: messageId }, ticket: { currentStep: 'FOLLOW_UP' } });

    const [refund, gift] = accepted.offer?.legs ?? [];
    const paying = { ticketId, expectedVersion: accepted.ticket?.version, legId: refund?.id, proofKind: 'ALIPAY_REF', proofRef: '2026112122001', idempotencyKey: 'e2e-pay' };
    const paid = await call('fulfilLeg', paying);
    expect(paid.userErrors).toEqual([]);
    expect(paid.offer?.legs[0]).toMatchObject({ state: 'FULFILLED', proofKind: 'ALIPAY_REF', proofRef: '2026112122001', endedBy: encodeId('Member', desk.agent.id) });
    expect((await call('fulfilLeg', paying)).offer?.legs[0]).toMatchObject({ state: 'FULFILLED' });
    expect(await app.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'leg.fulfilled'`, [at.ticketId])).toHaveLength(1);

    const cancelling = { ticketId, expectedVersion: paid.ticket?.version, legId: gift?.id, reason: 'CUSTOMER_WAIVED', note: 'Needs no scarf' };
    expect((await call('cancelLeg', cancelling)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await call('cancelLeg', cancelling, supervisor)).offer?.legs[1]).toMatchObject({ state: 'CANCELLED', cancelReason: 'CUSTOMER_WAIVED' });

    const { data } = await app.gql<Record<string, unknown>>(
      `query ($ticket: ID!, $offer: ID!, $leg: ID!) {
         ticket(id: $ticket) { offers { id state legs { state } } }
         offer: node(id: $offer) { ... on Offer { state } }  leg: node(id: $leg) { ... on Leg { state offerId } }
       }`,
      { ticket: ticketId, offer: offerId, leg: gift?.id }, agent);
    expect(data).toEqual({
      ticket: { offers: [{ id: offerId, state: 'ACCEPTED', legs: [{ state: 'FULFILLED' }, { state: 'CANCELLED' }] }] },
      offer: { state: 'ACCEPTED' }, leg: { state: 'CANCELLED', offerId },
    });
  });

  it('answers bad input with the field at fault, and nothing changes', async () => {
    const at = await desk.atRemedy();
    const ticketId = encodeId('Ticket', at.ticketId);
    const before = await desk.state(at.ticketId);
    for (const amount of ['0', '-80', '80.001', '1e3', '８０', '8 0', '0x10', '', '9'.repeat(32)]) {
      expect((await call('makeOffer', making(ticketId, amount))).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'legs.0.amount' }]);
    }
    expect((await call('makeOffer', making(ticketId, '80', 'USD'))).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'legs.0.amount.currency' }]);
    expect((await call('makeOffer', making(ticketId, '80', 'XXX'))).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const wrongType = { ...making(ticketId), legs: [{ type: 'RESHIP', orderLineId: ticketId, quantity: 1 }] };
    expect((await call('makeOffer', wrongType)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'legs.0.orderLineId' }]);
    expect((await call('makeOffer', making(encodeId('Order', at.ticketId)))).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'ticketId' }]);
    const eleven = { ...making(ticketId), legs: Array.from({ length: 11 }, () => ({ type: 'COUPON', amount: { amount: '1', currency: 'CNY' } })) };
    expect((await call('makeOffer', eleven)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'legs' }]);
    expect(await desk.state(at.ticketId)).toEqual(before);
  });

  it('knows nothing of another merchant’s offers and legs', async () => {
    const stranger = await RemedyDesk.open(databaseOf(app));
    const theirs = await stranger.atRemedy();
    const offer = await stranger.sent(theirs.ticketId);
    const [leg] = await stranger.legs(offer);
    const before = await stranger.state(theirs.ticketId);
    const ours = await desk.atRemedy();
    await desk.sent(ours.ticketId);
    const ticketId = encodeId('Ticket', ours.ticketId);
    const offerId = encodeId('Offer', offer);
    for (const id of [ticketId, encodeId('Ticket', theirs.ticketId)]) {
      expect((await call('withdrawOffer', { ticketId: id, expectedVersion: 4, offerId, reason: 'Mine now' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    const { data } = await app.gql('query ($offer: ID!, $leg: ID!) { offer: node(id: $offer) { id } leg: node(id: $leg) { id } }', {
      offer: offerId, leg: encodeId('Leg', leg?.id ?? ''),
    }, agent);
    expect(data).toEqual({ offer: null, leg: null });
    expect(await stranger.state(theirs.ticketId)).toEqual(before);
  });

  it('and a task: opened, answered, and read with the ticket', async () => {
    const at = await desk.atRemedy();
    const ticketId = encodeId('Ticket', at.ticketId);
    const opened = await app.gql<Record<string, { task: { id: string } }>>(
      'mutation ($input: OpenTaskInput!) { openTask(input: $input) { task { id department state } ticket { version } userErrors { code field } } }',
      { input: { ticketId, department: 'QUALITY', question: 'Is this batch known?', dueAt: inDays(1) } }, agent);
    expect(opened.data?.['openTask']).toMatchObject({ userErrors: [], task: { department: 'QUALITY', state: 'OPEN' } });
    const taskId = opened.data?.['openTask']?.task.id;
    const answered = await app.gql(
      'mutation ($input: AnswerTaskInput!) { answerTask(input: $input) { task { state answer endedBy } userErrors { code } } }',
      { input: { ticketId, taskId, answer: 'It is.' } }, supervisor);
    expect(answered.data?.['answerTask']).toEqual({ userErrors: [], task: { state: 'ANSWERED', answer: 'It is.', endedBy: encodeId('Member', desk.supervisor.id) } });
    const { data } = await app.gql('query ($id: ID!) { ticket(id: $id) { tasks { id question state } } }', { id: ticketId }, agent);
    expect(data).toEqual({ ticket: { tasks: [{ id: taskId, question: 'Is this batch known?', state: 'ANSWERED' }] } });
  });
});

@Module({ imports: [RemediesModule] })
class LaterModule {}

@Module({})
class GatedApp {}

/** Stands where authority and approvals will: a module to the right, which knows remedies and is not known by them. */
function gatedApp(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
  const gate: RemedyGate = {
    before: async (_session, { move }) => {
      if (move === 'SEND') throw new DomainError('FORBIDDEN', { en: 'A supervisor approves this first.', zh: '须先经主管审批。' });
    },
  };
  const later: DynamicModule = { module: LaterModule, global: true, providers: [{ provide: REMEDY_GATE, useValue: gate }], exports: [REMEDY_GATE] };
  return { module: GatedApp, imports: [AppModule.forRoot(options), later] };
}

describe('a later module at the gate', () => {
  const gated = testApp({ module: gatedApp });

  it('holds an offer back that the open gate lets through', async () => {
    const later = await RemedyDesk.open(databaseOf(gated));
    const at = await later.atRemedy();
    const ticketId = encodeId('Ticket', at.ticketId);
    const as = { token: await testToken({ sub: later.agent.id, merchant: later.merchantId }) };
    const ask = async (name: string, input: object): Promise<OfferAnswer> =>
      ((await gated.gql<Record<string, OfferAnswer>>(mutation(name), { input }, as)).data as Record<string, OfferAnswer>)[name];

    const made = await ask('makeOffer', making(ticketId));
    const before = await later.state(at.ticketId);
    const sent = await ask('sendOffer', { ticketId, expectedVersion: made.ticket?.version, offerId: made.offer?.id, channel: 'CHAT', body: words(inDays(4)) });

    expect(made.userErrors).toEqual([]);
    expect(sent).toMatchObject({ offer: null, userErrors: [{ code: 'FORBIDDEN', message: 'A supervisor approves this first.' }] });
    expect(await later.state(at.ticketId)).toEqual(before);
  });
});
