import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { checkExchange, checkPayable, checkPayment, differenceLeg, differenceOf, givingBack, isCalledOff, owedBackBy, refuseUnpaid, type PricedExchange, type Surcharge } from './exchange.js';
import type { LegStanding } from './fulfilment.js';
import type { LegDraft } from './leg.js';

const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const TRADE = tradeOf([tradeLine('a', 2, 10_000n), tradeLine('b', 1, 5_000n)]);
const refusal = (code: string, field: string, details?: object) => expect.objectContaining({ code, field, ...(details ? { details } : {}) }) as Error;

describe('other goods', () => {
  const check = (price: { minor: bigint; currency: string }, sku = ' S ', title = 'T') => () => checkExchange({ sku, title, price }, 'a', 1, 'at', TRADE);

  it('are kept with what was paid for the pieces given back', () => {
    expect(check(cny(1n), 'S'.repeat(100), ` ${'T'.repeat(300)} `)()).toEqual({ sku: 'S'.repeat(100), title: 'T'.repeat(300), price: cny(1n), paidMinor: 5_000n });
    expect([differenceOf(check(cny(6_000n))()), differenceOf(check(cny(4_000n))())]).toEqual([1_000n, -1_000n]);
  });

  it('have a name, and a price above zero in the order’s currency', () => {
    expect(check({ minor: 1n, currency: 'USD' })).toThrow(refusal('INVALID_INPUT', 'at.price.currency'));
    for (const minor of [0n, -1n]) expect(check(cny(minor))).toThrow(refusal('INVALID_INPUT', 'at.price'));
    expect(check(cny(1n), 'S'.repeat(101))).toThrow(refusal('INVALID_INPUT', 'at.sku'));
    expect(check(cny(1n), 'S', 'T'.repeat(301))).toThrow(refusal('INVALID_INPUT', 'at.title'));
  });
});

describe('differences in the customer’s favour', () => {
  const goods = (minor: bigint): PricedExchange => ({ sku: 'S', title: 'T', price: cny(minor), paidMinor: 5_000n });
  const leg = (type: LegDraft['type'], orderLineId: string, exchange: PricedExchange | null = null): LegDraft =>
    ({ type, orderLineId, quantity: 1, exchange, amount: null, days: null, note: null, basis: 'GOODWILL', packRow: null });
  const legs = [leg('EXCHANGE', 'a', goods(3_000n)), leg('EXCHANGE', 'b', goods(4_000n)), leg('EXCHANGE', 'b', goods(9_000n)), leg('REPAIR', 'a')];
  const context = { trade: TRADE, askedAt: '2026-11-21T00:00:00.000Z', ours: true, terms: null };

  it('go back together, owed where the goods might go back for their price', () => {
    const given = { type: 'PRICE_DIFFERENCE', amount: cny(3_000n), orderLineId: null, quantity: null, days: null, note: null, packRow: null };
    expect(differenceLeg([...legs, leg('RETURN', 'a'), leg('RETURN', 'b')], context)).toEqual([{ ...given, basis: 'STATUTORY' }]);
    expect(differenceLeg([...legs, leg('RETURN', 'a')], context)).toEqual([{ ...given, basis: 'GOODWILL' }]);
    expect(differenceLeg([...legs, leg('RETURN', 'a'), leg('RETURN', 'b')], { ...context, ours: false })).toEqual([{ ...given, basis: 'GOODWILL' }]);
  });

  it('are none where goods cost the same or more, or there is no order', () => {
    expect([differenceLeg([leg('EXCHANGE', 'a', goods(5_000n)), leg('EXCHANGE', 'a')], context), differenceLeg(legs, { ...context, trade: null })]).toEqual([[], []]);
  });
});

describe('what was paid for goods that were called off', () => {
  const trade = { ...TRADE, owedBack: [{ legId: 'x', minor: 300n, recordedBy: 'p' }, { legId: 'y', minor: 40n, recordedBy: null }, { legId: 'z', minor: 5n, recordedBy: 'q' }] };

  it('goes back in one leg that counts as the customer’s own', () => {
    expect(givingBack(trade)).toEqual([{
      type: 'PRICE_DIFFERENCE', amount: cny(345n), orderLineId: null, quantity: null, days: null, note: null, basis: 'STATUTORY', packRow: null, givesBack: ['x', 'y', 'z'],
    }]);
    expect([givingBack(TRADE), givingBack(null)]).toEqual([[], []]);
  });

  it('is not given back by who recorded it', () => {
    expect(owedBackBy(trade, 'p')).toEqual({ ...trade, owedBack: trade.owedBack.slice(1) });
    expect(owedBackBy(trade, null)).toEqual(trade);
  });
});

describe('the payment of a difference', () => {
  const open: Surcharge = { amount: cny(1_000n), paymentRef: null, makerPerson: 'maker' };
  const pay = (surcharge: Surcharge | null, paid = cny(1_000n), person: string | null = 'other') => () => checkPayment(surcharge, paid, person);

  it('is recorded once, of the whole amount, by another than who made the offer', () => {
    expect(pay(open)).not.toThrow();
    expect(pay({ ...open, makerPerson: null }, cny(1_000n), null)).not.toThrow();
    expect(pay(null)).toThrow(refusal('NOTHING_TO_DO', 'legId'));
    expect(pay({ ...open, paymentRef: 'P-1' })).toThrow(refusal('ALREADY_DECIDED', 'legId', { paymentRef: 'P-1' }));
    expect(pay(open, cny(1_000n), 'maker')).toThrow(refusal('APPROVER_BARRED', 'legId'));
    for (const paid of [cny(999n), { minor: 1_000n, currency: 'USD' }]) expect(pay(open, paid)).toThrow(refusal('INVALID_INPUT', 'amount'));
  });

  it('comes before the goods leave', () => {
    expect(() => refuseUnpaid(open)).toThrow(refusal('EVIDENCE_MISSING', 'legId', { missing: 'exchangePayment', amount: '10.00', currency: 'CNY' }));
    for (const surcharge of [null, { ...open, paymentRef: 'P-1' }]) expect(() => refuseUnpaid(surcharge)).not.toThrow();
  });

  it('is taken for goods that are agreed, and for those that were called off', () => {
    const leg = (state: LegStanding['state'], offerState: LegStanding['offerState']): LegStanding => ({ id: 'l', offerId: 'o', type: 'EXCHANGE', state, days: null, offerState, endedAt: null });
    const off = [leg('CANCELLED', 'ACCEPTED'), leg('PENDING', 'REFUSED'), leg('PENDING', 'LAPSED'), leg('PENDING', 'WITHDRAWN')];
    expect([leg('PENDING', 'ACCEPTED'), ...off].map(isCalledOff)).toEqual([false, true, true, true, true]);
    for (const one of [leg('PENDING', 'ACCEPTED'), ...off]) expect(() => checkPayable(one)).not.toThrow();
    expect(() => checkPayable(leg('FULFILLED', 'ACCEPTED'))).toThrow(refusal('ALREADY_DECIDED', 'legId'));
    expect(() => checkPayable(leg('PENDING', 'SENT'))).toThrow(refusal('NOTHING_TO_DO', 'legId'));
  });
});
