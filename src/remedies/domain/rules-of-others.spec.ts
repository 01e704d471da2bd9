import { describe, expect, it } from '@jest/globals';
import { EXTERNAL_KINDS } from '../../sla/domain/index.js';
import { LEG_TYPES } from './leg.js';
import { acceptedEvents, isSentBack, metBy, metByAnswer, movedEvents } from './rules-of-others.js';

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

describe('goods on their way', () => {
  it.each([
    ['RETURN', 'ISSUED', 'SHIPPED', ['RETURN'], ['RETURN_SHIPPED']], ['RETURN', 'ISSUED', 'IN_TRANSIT', ['RETURN'], ['RETURN_SHIPPED']],
    ['RETURN', 'SHIPPED', 'IN_TRANSIT', ['RETURN'], []], ['RETURN', 'ISSUED', 'RECEIVED', ['RETURN'], ['RETURN_SIGNED', 'RETURN_RECEIVED']],
    ['RETURN', 'ISSUED', 'SHIPPED', ['RETURN', 'EXCHANGE'], ['EXCHANGE_RETURN_SHIPPED']], ['RETURN', 'SHIPPED', 'RECEIVED', ['RETURN', 'EXCHANGE'], ['EXCHANGE_RETURN_SIGNED']],
    ['REPAIR', 'SHIPPED', 'RECEIVED', ['REPAIR'], ['REPAIR_RETURN_SIGNED']], ['REPAIR', 'ISSUED', 'SHIPPED', ['REPAIR'], []],
    ['REPAIR', 'REPAIRED', 'RESHIPPED', ['REPAIR'], ['REPLACEMENT_SHIPPED']], ['EXCHANGE', 'AUTHORISED', 'RESHIPPED', ['RETURN', 'EXCHANGE'], ['REPLACEMENT_SHIPPED']],
    // Goods that were not accepted go back to whom they belong: nothing is replaced by that.
    ['RETURN', 'INSPECTED', 'RESHIPPED', ['RETURN'], []], ['RETURN', 'RECEIVED', 'INSPECTED', ['RETURN'], []], ['RETURN', 'ISSUED', 'EXPIRED', ['RETURN'], []],
  ] as const)('a %s from %s to %s, beside %j, tells %j', (type, from, to, beside, events) => {
    expect(movedEvents(type, from, to, beside.map((each) => ({ type: each })))).toEqual(events);
  });

  it('left the buyer once a carrier has them or we do', () => {
    expect((['ISSUED', 'SHIPPED', 'IN_TRANSIT', 'RECEIVED', 'RESHIPPED', 'EXPIRED'] as const).filter(isSentBack)).toEqual(['SHIPPED', 'IN_TRANSIT', 'RECEIVED']);
  });
});

it('a request has its answer once it is refused or agreed to, and by no compensation', () => {
  expect((['REQUEST_REFUSED', 'RETURN_AGREED', 'RESHIP_AGREED', 'COMPENSATION_AGREED', 'RETURN_SHIPPED'] as const).filter((event) => metByAnswer(event).length > 0))
    .toEqual(['REQUEST_REFUSED', 'RETURN_AGREED', 'RESHIP_AGREED']);
});
