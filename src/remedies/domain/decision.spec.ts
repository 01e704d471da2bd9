import fc from 'fast-check';
import type { Actor } from '../../kernel/actor.js';
import { DAY, HOUR, plus } from '../../kernel/instant.js';
import type { Fact } from '../../process/domain/index.js';
import { checkDecision, validUntil, type DecisionInput, type OfferStanding } from './decision.js';

const SENT_AT = '2026-11-21T10:00:00.000Z';
const UNTIL = plus(SENT_AT, 72 * HOUR);
const OFFER: OfferStanding = { id: 'offer', state: 'SENT', validUntil: UNTIL, sentMessageId: 'sent' };
const AGENT: Actor = { kind: 'MEMBER', id: 'a', merchantId: 'm', personId: 'p', name: 'Agent', grants: [], scopes: [] };
const KEY: Actor = { ...AGENT, kind: 'API_KEY', personId: null };

function facts(saidAt: string, order: 'AFTER' | 'BEFORE' = 'AFTER'): Fact[] {
  const [sent, said] = order === 'AFTER' ? [1, 2] : [2, 1];
  return [
    { seq: 0, type: 'offer.sent', at: SENT_AT, by: 'a', data: { offerId: 'earlier', messageId: 'before' } },
    { seq: sent, type: 'offer.sent', at: SENT_AT, by: 'a', data: { offerId: 'offer', messageId: 'sent' } },
    { seq: said, type: 'message.received', at: saidAt, by: null, data: { messageId: 'said' } },
  ];
}
const input = (more: Partial<DecisionInput> = {}): DecisionInput => ({ messageId: null, note: null, proofRef: null, ...more });
const decide = (given: DecisionInput, more: { offer?: OfferStanding; actor?: Actor; said?: string; order?: 'AFTER' | 'BEFORE'; now?: string } = {}): unknown => {
  const said = more.said ?? plus(SENT_AT, HOUR);
  try {
    return checkDecision(given, more.offer ?? OFFER, more.actor ?? AGENT, facts(said, more.order), more.now ?? said);
  } catch (error) {
    return error;
  }
};

describe('a customer’s decision', () => {
  it('is shown by a message after the offer, and counts from that message', () => {
    expect(decide(input({ messageId: 'said', note: ' glad ' }))).toEqual({ messageId: 'said', note: 'glad', proofRef: null, at: plus(SENT_AT, HOUR) });
    expect(decide(input({ messageId: 'said' }), { order: 'BEFORE' })).toMatchObject({ code: 'INVALID_INPUT', field: 'messageId' });
    expect(decide(input({ messageId: 'other' }))).toMatchObject({ code: 'NOT_FOUND', field: 'messageId' });
    expect(decide(input({ messageId: 'sent' }))).toMatchObject({ code: 'NOT_FOUND', field: 'messageId' });
  });

  it('is never shown by a note', () => {
    expect(decide(input({ note: 'said yes on the phone' }))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
    expect(decide(input({ proofRef: 'PLATFORM-1' }))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
  });

  it('may come from a platform through its integration, with the platform’s record', () => {
    expect(decide(input({ proofRef: 'PLATFORM-1' }), { actor: KEY })).toMatchObject({ proofRef: 'PLATFORM-1', at: plus(SENT_AT, HOUR) });
    expect(decide(input({ note: 'yes' }), { actor: KEY })).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'proofRef' });
  });

  it('counts when made in time, also when entered late; at the end of the time it is too late', () => {
    const lastMoment = plus(UNTIL, -1);
    expect(decide(input({ messageId: 'said' }), { said: lastMoment, now: plus(UNTIL, HOUR) })).toMatchObject({ at: lastMoment });
    expect(decide(input({ messageId: 'said' }), { said: UNTIL })).toMatchObject({ code: 'ALREADY_DECIDED' });
    expect(decide(input({ proofRef: 'PLATFORM-1' }), { actor: KEY, now: UNTIL })).toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it.each(['ACCEPTED', 'REFUSED', 'LAPSED', 'WITHDRAWN'] as const)('is not taken on an offer that is %s', (state) => {
    expect(decide(input({ messageId: 'said' }), { offer: { ...OFFER, state } })).toMatchObject({ code: 'ALREADY_DECIDED', details: { state } });
  });

  it('is not taken on a draft', () => {
    expect(decide(input({ messageId: 'said' }), { offer: { ...OFFER, state: 'DRAFT' } })).toMatchObject({ code: 'NOTHING_TO_DO' });
  });
});

it('law: an offer is open for the time to think, and never past its promised date', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 720 }), fc.integer({ min: 1, max: 90 * 24 }), (hours, ahead) => {
    const fulfilBy = plus(SENT_AT, ahead * HOUR);
    const until = validUntil(SENT_AT, hours * HOUR, fulfilBy);
    expect(until).toBe(plus(SENT_AT, Math.min(hours, ahead) * HOUR));
    expect(until <= fulfilBy && until <= plus(SENT_AT, 30 * DAY)).toBe(true);
  }));
});
