import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { checkCap, checkLineCaps } from './cap.js';
import type { LegBasis, LegDraft, LegType } from './leg.js';

const outcome = (work: () => void): unknown => {
  try {
    return work();
  } catch (error) {
    const { code, field, details } = error as { code: string; field: string; details: unknown };
    return { code, field, details };
  }
};

describe('the money of an order', () => {
  const trade = tradeOf([tradeLine('a', 1)], { paidMinor: 20_000n, surchargedMinor: 1_000n, committedMinor: 6_000n, givenBackMinor: 4_000n });
  type Given = readonly [LegType, bigint, LegBasis];
  const check = (legs: readonly Given[], of = trade) =>
    outcome(() => checkCap(legs.map(([type, minor, basis]) => ({ type, basis, amount: { minor, currency: 'CNY' } })), of));
  const owed = (minor: bigint): Given => ['REFUND', minor, 'STATUTORY'];
  const given = (minor: bigint): Given => ['COUPON', minor, 'GOODWILL'];

  it('is given back by law up to what was paid, less what was given back before', () => {
    expect(check([owed(17_000n)])).toBeUndefined();
    expect(check([owed(17_001n)])).toEqual({ code: 'CAP_EXCEEDED', field: 'legs', details: { paid: '210.00', committed: '40.00', left: '170.00', currency: 'CNY' } });
  });

  it('is given by goodwill up to what was paid, less everything that was given', () => {
    expect([check([given(15_000n)]), check([owed(10_000n), given(5_000n)])]).toEqual([undefined, undefined]);
    expect(check([given(15_001n)])).toMatchObject({ details: { committed: '60.00', left: '150.00' } });
    expect(check([owed(10_000n), given(5_001n)])).toMatchObject({ code: 'CAP_EXCEEDED' });
  });

  it('holds nothing against what a pack owes, goods that never came, an offer without money, and a ticket without an order', () => {
    expect([check([['PAYOUT', 10n ** 9n, 'PACK']]), check([['RESHIP', 10n ** 9n, 'STATUTORY']])]).toEqual([undefined, undefined]);
    expect(check([owed(0n), given(0n)], { ...trade, committedMinor: 30_000n, givenBackMinor: 30_000n })).toBeUndefined();
    expect(outcome(() => checkCap([{ type: 'COUPON', basis: 'GOODWILL', amount: { minor: 1n, currency: 'CNY' } }], null))).toBeUndefined();
  });
});

describe('the pieces of a line', () => {
  // Of 5 bought, 2 came besides and 3 went back: 4 are with the customer. 1 is being made good and 1 was paid back: 3 are not settled.
  const refunded = { quantity: 1, goodsMinor: 0n, freightQuantity: 0, freightMinor: 0n, keptQuantity: 0 };
  const trade = tradeOf([tradeLine('a', 5, 5_000n, { madeGood: 2, returned: 3, inKind: 1, refunded }), tradeLine('b', 9, 0n, { returned: 20 })]);
  const leg = (type: LegType, quantity: number | null, orderLineId: string | null = 'a'): LegDraft =>
    ({ type, quantity, orderLineId, amount: null, days: null, note: null, basis: 'GOODWILL', packRow: null });
  const check = (legs: LegDraft[], refund = 0, of: typeof trade | null = trade) =>
    outcome(() => checkLineCaps(legs, refund === 0 ? [] : [{ orderLineId: 'a', quantity: refund }, { orderLineId: 'other', quantity: 9 }], of));
  const beyond = (field: string, left: number): unknown => ({ code: 'CAP_EXCEEDED', field, details: { left } });

  it('go back as far as the customer has them', () => {
    expect(check([leg('COUPON', null, null), leg('RETURN', 3), leg('RETURN', 1)])).toBeUndefined();
    expect(check([leg('COUPON', null, null), leg('RETURN', 4), leg('RETURN', 1)])).toEqual(beyond('legs.2.quantity', 4));
    expect(check([leg('RETURN', 1, 'b')])).toEqual(beyond('legs.0.quantity', 0));
  });

  it('are made good or paid back once, over the offers before and within this one', () => {
    expect([check([leg('EXCHANGE', 3)]), check([leg('RESHIP', 1), leg('RETURN', 4)], 2), check([], 3)]).toEqual([undefined, undefined, undefined]);
    expect(check([leg('EXCHANGE', 4)])).toEqual(beyond('legs.0.quantity', 3));
    expect(check([leg('RESHIP', 2), leg('RETURN', 4)], 2)).toEqual(beyond('legs.0.quantity', 1));
    expect(check([], 4)).toEqual(beyond('refund.lines', 0));
  });

  it('are not asked about without an order', () => {
    expect(check([leg('EXCHANGE', 99)], 0, null)).toBeUndefined();
  });
});
