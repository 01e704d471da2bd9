import { describe, expect, it } from '@jest/globals';
import { EXTERNAL_KINDS } from '../../sla/domain/index.js';
import { LEG_TYPES } from './leg.js';
import { acceptedEvents, metBy } from './rules-of-others.js';

describe('an accepted offer', () => {
  it.each([
    [['REFUND', 'RETURN'], ['RETURN_AGREED']], [['EXCHANGE'], ['RETURN_AGREED']], [['REPAIR'], ['RETURN_AGREED']], [['RESHIP'], ['RESHIP_AGREED']],
    [['PARTIAL_REFUND', 'FREIGHT'], ['COMPENSATION_AGREED']], [['RETURN', 'FREIGHT'], ['RETURN_AGREED', 'COMPENSATION_AGREED']],
    [['REFUND'], []], [['EXPLANATION'], []], [['GIFT', 'COUPON', 'EXTENDED_RECEIPT'], []],
  ] as const)('of %j tells %j', (types, events) => {
    expect(acceptedEvents(types.map((type) => ({ type })))).toEqual(events);
  });
});

it('a leg carried out meets what it was owed for, and never what a platform or authority asks in a case', () => {
  const met = new Set(LEG_TYPES.flatMap((type) => metBy(type)));
  const inACase = ['SUBMIT_EVIDENCE', 'ANSWER_DISPUTE', 'ANSWER_REGULATOR', 'APPEAL', 'BUYER_ESCALATE', 'BUYER_ANSWER', 'PLATFORM_ANSWER', 'CARRIER_ANSWER', 'OTHER'];
  expect(Object.keys(EXTERNAL_KINDS).filter((kind) => !met.has(kind as never)).sort()).toEqual(inACase.sort());
  expect(metBy('REFUND')).toEqual(['ANSWER_REQUEST', 'CONFIRM_RETURN', 'PAY_REFUND']);
  expect(metBy('EXPLANATION')).toEqual([]);
});
