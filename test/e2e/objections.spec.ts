import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { inDays, type Case } from '../support/remedy-desk.js';
import { RemedyApi } from '../support/remedy-api.js';

// What is said against something: a demand declined, an offer countered, a finding disputed and arbitrated. Each with what it refuses.

const app = testApp();
let api: RemedyApi;
beforeAll(async () => {
  api = await RemedyApi.open(app);
  const { desk } = api;
  await api.join('ADMIN', 'ADMIN');
  await api.join('OTHER SUPERVISOR', 'SUPERVISOR');
  await api.join('SUPERVISOR BY ANOTHER ACCOUNT', 'SUPERVISOR', desk.supervisor);
  await api.does('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: {
    limits: [{ name: 'agent', role: 'AGENT', measure: 'OFFER', amount: { amount: '500.00', currency: 'CNY' } }, { name: 'leader', role: 'LEADER', measure: 'OFFER', amount: null }],
    chains: [{ name: 'refusals', purpose: 'REFUSAL', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 60 }] }, { name: 'all', levels: [{ role: 'LEADER', need: 'ANY', withinMinutes: 60 }] }],
  } });
});

const tkt = ({ ticketId }: Case): string => encodeId('Ticket', ticketId);
const nowhere = (type: 'Offer' | 'Finding' | 'Message' | 'Attachment'): string => encodeId(type, uuidv7());

async function ticket<T>(at: Case, fields: string): Promise<T> {
  const { data, errors } = await api.ask<{ ticket: T }>('SUPERVISOR', `query ($id: ID!) { ticket(id: $id) { ${fields} } }`, { id: tkt(at) });
  expect(errors).toBeUndefined();
  return (data as { ticket: T }).ticket;
}

/** Goods signed for two days ago, where seven days are the law. */
async function signed(): Promise<Case> {
  const order = await api.desk.order();
  await app.owner(`UPDATE sales_order SET paid_at = now() - interval '9 days', shipped_at = now() - interval '8 days', signed_at = now() - interval '2 days' WHERE id = $1`, [order.orderId]);
  return api.desk.atRemedy('CUSTOMER_PREFERENCE', order);
}

describe('declining a demand', () => {
  const explanation = 'What was paid for the coat is all that can be given back.';
  const declining = (reason: string, more: object = {}): { refusal: object; explanation: string } => ({ explanation, refusal: { reason, alternative: 'A coupon of 20 yuan.', ...more } });

  it('that touches a right is drafted, and sent only once a supervisor agreed', async () => {
    const at = await signed();
    const made = await api.does('AGENT', 'declineRequest', { ticketId: tkt(at), ...declining('DEMAND_EXCEEDS_LOSS') },
      'offer { id state refusal { reason alternative } legs { type amount { amount } note } }');
    const offer = made['offer'] as { id: string };
    expect(made['offer']).toMatchObject({
      state: 'DRAFT', refusal: { reason: 'DEMAND_EXCEEDS_LOSS', alternative: 'A coupon of 20 yuan.' }, legs: [{ type: 'EXPLANATION', amount: null, note: explanation }],
    });
    const sending = { offerId: offer.id, channel: 'CHAT', body: 'We explain why more is not possible, and offer a coupon of 20 yuan.' };
    expect(await api.refused(at.ticketId, 'AGENT', 'sendOffer', sending)).toBe('APPROVAL_PENDING null');
    const [asked] = await app.owner<{ id: string; purpose: string }>(`SELECT id, purpose FROM approval_request WHERE 'ofr_' || offer_id::text = $1`, [offer.id]);
    expect(asked?.purpose).toBe('REFUSAL');
    await api.does('SUPERVISOR', 'decideApproval', { requestId: encodeId('ApprovalRequest', asked?.id ?? ''), decision: 'APPROVE', reason: 'Nothing more was lost.' });
    expect(await api.does('AGENT', 'sendOffer', { ticketId: tkt(at), ...sending }, 'offer { state }')).toMatchObject({ offer: { state: 'SENT' } });
  });

  it.each<[string, () => { refusal: object; explanation: string }, string]>([
    ['that a window is over which is open', () => declining('OUT_OF_TIME'), 'STATE_CONFLICT refusal.reason'],
    ['that goods are excluded which are not', () => declining('EXCLUDED_GOODS'), 'STATE_CONFLICT refusal.reason'],
    ['a defect denied without proof', () => declining('NO_DEFECT_FOUND'), 'EVIDENCE_MISSING refusal.evidenceIds'],
    ['a proof that is not on the ticket', () => declining('DAMAGED_BY_USE', { evidenceIds: [nowhere('Attachment')] }), 'NOT_FOUND refusal.evidenceIds.0'],
    ['a proof that is something else', () => declining('DAMAGED_BY_USE', { evidenceIds: [nowhere('Message')] }), 'NOT_FOUND refusal.evidenceIds.0'],
    ['21 proofs', () => declining('DAMAGED_BY_USE', { evidenceIds: Array.from({ length: 21 }, () => nowhere('Attachment')) }), 'INVALID_INPUT refusal.evidenceIds'],
    ['no alternative', () => declining('DEMAND_EXCEEDS_LOSS', { alternative: ' ' }), 'INVALID_INPUT refusal.alternative'],
    ['an endless alternative', () => declining('DEMAND_EXCEEDS_LOSS', { alternative: 'x'.repeat(1_001) }), 'INVALID_INPUT refusal.alternative'],
    ['no explanation', () => ({ ...declining('DEMAND_EXCEEDS_LOSS'), explanation: ' ' }), 'INVALID_INPUT legs.0.note'],
    ['a version that is past', () => ({ ...declining('DEMAND_EXCEEDS_LOSS'), expectedVersion: 1 }), 'VERSION_CONFLICT expectedVersion'],
  ])('refuses: %s', async (_name, input, refusal) => {
    const at = await signed();
    expect(await api.refused(at.ticketId, 'AGENT', 'declineRequest', input())).toBe(refusal);
  });

  it('is not for who may only look', async () => {
    const at = await signed();
    expect(await api.refused(at.ticketId, 'FINANCE', 'declineRequest', declining('DEMAND_EXCEEDS_LOSS'))).toBe('FORBIDDEN null');
  });
});

describe('a counter-offer', () => {
  const amount = (text: string, currency = 'CNY'): object => ({ amount: { amount: text, currency } });

  it('is kept in the customer’s words, moves nothing, and the next offer answers it', async () => {
    const at = await api.desk.atRemedy();
    const offerId = encodeId('Offer', await api.desk.sent(at.ticketId));
    const messageId = encodeId('Message', await api.desk.customerSays(at.ticketId));
    await api.does('AGENT', 'recordCounterOffer', { ticketId: tkt(at), offerId, wish: 'REFUND', ...amount('120.00'), note: 'Would take 120.', messageId });
    const said = await ticket<{ counterOffers: { id: string }[]; offers: object[] }>(at, 'counterOffers { id offerId wish amount { amount currency } note messageId proofRef } offers { id state }');
    expect(said).toMatchObject({
      counterOffers: [{ offerId, wish: 'REFUND', amount: { amount: '120.00', currency: 'CNY' }, note: 'Would take 120.', messageId, proofRef: null }], offers: [{ id: offerId, state: 'SENT' }],
    });
    await api.does('AGENT', 'withdrawOffer', { ticketId: tkt(at), offerId, reason: 'They ask for another.' });
    const counterOfferId = said.counterOffers[0]?.id;
    const legs = [{ type: 'PARTIAL_REFUND', ...amount('100.00') }];
    expect(await api.does('AGENT', 'makeOffer', { ticketId: tkt(at), fulfilBy: inDays(4), counterOfferId, legs }, 'offer { counterOfferId }')).toMatchObject({ offer: { counterOfferId } });
    const other = await api.desk.atRemedy();
    expect(await api.refused(other.ticketId, 'AGENT', 'makeOffer', { fulfilBy: inDays(4), counterOfferId, legs })).toBe('NOT_FOUND counterOfferId');
  });

  it.each<[string, (said: string) => object, string]>([
    ['without a message', () => ({ messageId: null }), 'EVIDENCE_MISSING messageId'],
    ['by a reference alone, from a member', () => ({ messageId: null, proofRef: 'PLATFORM-1' }), 'EVIDENCE_MISSING messageId'],
    ['by a message that is not on the ticket', () => ({ messageId: nowhere('Message') }), 'NOT_FOUND messageId'],
    ['to an offer that is not on the ticket', () => ({ offerId: nowhere('Offer') }), 'NOT_FOUND offerId'],
    ['in another currency', () => amount('10.00', 'USD'), 'INVALID_INPUT amount.currency'],
    ['of nothing', () => amount('0.00'), 'INVALID_INPUT amount'],
    ['of less than nothing', () => amount('-5.00'), 'INVALID_INPUT amount'],
    ['of thousandths', () => amount('5.001'), 'INVALID_INPUT amount'],
    ['with an exponent', () => amount('1e3'), 'INVALID_INPUT amount'],
    ['with an endless note', () => ({ note: 'x'.repeat(501) }), 'INVALID_INPUT note'],
    ['at a version that is past', () => ({ expectedVersion: 1 }), 'VERSION_CONFLICT expectedVersion'],
  ])('is refused %s', async (_name, more, refusal) => {
    const at = await api.desk.atRemedy();
    const messageId = encodeId('Message', await api.desk.customerSays(at.ticketId));
    const counters = () => app.owner('SELECT count(*)::int AS n FROM counter_offer WHERE ticket_id = $1', [at.ticketId]);
    expect(await api.refused(at.ticketId, 'AGENT', 'recordCounterOffer', { wish: 'REFUND', ...amount('90.00'), messageId, ...more(messageId) })).toBe(refusal);
    expect(await counters()).toEqual([{ n: 0 }]);
  });
});

describe('a finding', () => {
  const OURS = { causedByUs: true, misuse: false, fault: 'WAREHOUSE', cause: 'Packed without a look.', overrideReason: 'The packing list shows it.' };
  const verdict = { causedByUs: false, fault: 'CARRIER' };

  async function found(input: object = {}): Promise<{ at: Case; findingId: string }> {
    const at = await api.desk.atRemedy();
    const { findingId } = await api.does('AGENT', 'recordFinding', { ticketId: tkt(at), expectedVersion: await version(at), ...OURS, ...input }, 'findingId');
    return { at, findingId: findingId as string };
  }

  async function version(at: Case): Promise<number> {
    return (await ticket<{ version: number }>(at, 'version')).version;
  }

  async function disputed(): Promise<{ at: Case; findingId: string }> {
    const one = await found();
    await api.does('SUPERVISOR', 'confirmFinding', { ticketId: tkt(one.at), findingId: one.findingId });
    await api.does('AGENT', 'disputeFinding', { ticketId: tkt(one.at), findingId: one.findingId, by: 'WAREHOUSE', reason: 'It was packed well.' });
    return one;
  }

  const standing = async (at: Case): Promise<object[]> => (await ticket<{ findings: object[] }>(at, 'findings { id fault liability }')).findings;

  it('is disputed by the side held liable, and arbitrated by another person: upheld, or another in its place', async () => {
    const upheld = await disputed();
    expect(await standing(upheld.at)).toMatchObject([{ id: upheld.findingId, liability: 'DISPUTED' }]);
    expect(await api.does('OTHER SUPERVISOR', 'arbitrateFinding', { ticketId: tkt(upheld.at), findingId: upheld.findingId, reason: 'The film shows it.' }, 'findingId')).toMatchObject({ findingId: upheld.findingId });
    expect(await standing(upheld.at)).toMatchObject([{ id: upheld.findingId, fault: 'WAREHOUSE', liability: 'ARBITRATED' }]);

    const overturned = await disputed();
    const { findingId } = await api.does('OTHER SUPERVISOR', 'arbitrateFinding', { ticketId: tkt(overturned.at), findingId: overturned.findingId, reason: 'The trace shows it.', verdict }, 'findingId');
    expect(findingId).not.toBe(overturned.findingId);
    expect((await standing(overturned.at)).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { id: overturned.findingId, fault: 'WAREHOUSE', liability: 'ARBITRATED' }, { id: findingId, fault: 'CARRIER', liability: 'ARBITRATED' },
    ].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))));
    // For good: neither the one nor the other is disputed once more.
    expect(await api.refused(overturned.at.ticketId, 'AGENT', 'disputeFinding', { findingId, by: 'CARRIER', reason: 'No.' })).toBe('STATE_CONFLICT findingId');
    expect(await api.refused(overturned.at.ticketId, 'OTHER SUPERVISOR', 'arbitrateFinding', { findingId: overturned.findingId, reason: 'Again.' })).toMatch(/^NOTHING_TO_DO/);
  });

  it.each<[string, string, object, string]>([
    ['by a side that was not held liable', 'AGENT', { by: 'CARRIER' }, 'INVALID_INPUT by'],
    ['without a reason', 'AGENT', { reason: ' ' }, 'INVALID_INPUT reason'],
    ['with an endless reason', 'AGENT', { reason: 'x'.repeat(1_001) }, 'INVALID_INPUT reason'],
    ['that is not on the ticket', 'AGENT', { findingId: nowhere('Finding') }, 'NOT_FOUND findingId'],
    ['at a version that is past', 'AGENT', { expectedVersion: 1 }, 'VERSION_CONFLICT expectedVersion'],
    ['by who may only look', 'FINANCE', {}, 'FORBIDDEN null'],
  ])('is not disputed %s', async (_name, who, more, refusal) => {
    const { at, findingId } = await found();
    await api.does('SUPERVISOR', 'confirmFinding', { ticketId: tkt(at), findingId });
    expect(await api.refused(at.ticketId, who, 'disputeFinding', { findingId, by: 'WAREHOUSE', reason: 'It was packed well.', ...more })).toBe(refusal);
    expect(await standing(at)).toMatchObject([{ id: findingId, liability: 'CONFIRMED' }]);
  });

  it('that nobody confirmed is not disputed, and what nobody disputed is not arbitrated', async () => {
    const { at, findingId } = await found();
    expect(await api.refused(at.ticketId, 'AGENT', 'disputeFinding', { findingId, by: 'WAREHOUSE', reason: 'No.' })).toMatch(/^EVIDENCE_MISSING/);
    expect(await api.refused(at.ticketId, 'OTHER SUPERVISOR', 'arbitrateFinding', { findingId, reason: 'Seen.' })).toMatch(/^EVIDENCE_MISSING|^NOTHING_TO_DO/);
  });

  it.each<[string, string, object, string]>([
    ['by who confirmed it', 'SUPERVISOR', {}, 'APPROVER_BARRED null'],
    ['by who confirmed it, through another account', 'SUPERVISOR BY ANOTHER ACCOUNT', {}, 'APPROVER_BARRED null'],
    ['by an agent', 'AGENT', {}, 'FORBIDDEN null'],
    ['without a reason', 'OTHER SUPERVISOR', { reason: '' }, 'INVALID_INPUT reason'],
    ['that is not on the ticket', 'OTHER SUPERVISOR', { findingId: nowhere('Finding') }, 'NOT_FOUND findingId'],
    ['into what contradicts itself', 'OTHER SUPERVISOR', { verdict: { causedByUs: true, misuse: false, fault: 'CARRIER' } }, 'INVALID_INPUT fault'],
    ['into shares of 99', 'OTHER SUPERVISOR', { verdict: { ...verdict, shares: [{ fault: 'CARRIER', percent: 60 }, { fault: 'PLATFORM', percent: 39 }] } }, 'INVALID_INPUT shares'],
    ['at a version that is past', 'OTHER SUPERVISOR', { expectedVersion: 1 }, 'VERSION_CONFLICT expectedVersion'],
  ])('is not arbitrated %s', async (_name, who, more, refusal) => {
    const { at, findingId } = await disputed();
    expect(await api.refused(at.ticketId, who, 'arbitrateFinding', { findingId, reason: 'The film shows it.', verdict, ...more })).toBe(refusal);
    expect(await standing(at)).toMatchObject([{ id: findingId, fault: 'WAREHOUSE', liability: 'DISPUTED' }]);
  });
});
