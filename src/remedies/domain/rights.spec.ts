import fc from 'fast-check';
import { BUILT_IN_PACKS, heldRows, usualChoice } from '../../sla/domain/pack/index.js';
import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { declinedRights } from './declined.js';
import { payoutLegs } from './pack-payout.js';
import { isStatutory, returnTerms, rightsOn, type RightsCase } from './rights.js';
import type { Trade } from './trade.js';

const SIGNED = '2026-11-20T04:00:00.000Z';
const NOW = '2026-11-22T10:00:00.000Z';
const LINE = { orderLineId: 'a', quantity: 1 };
const TRADE = tradeOf([tradeLine('a', 2, 20_000n), tradeLine('b', 1, 0n, { noReturn: 'MADE_TO_ORDER' })]);
const held = (platform = 'TMALL', currency = 'CNY') => heldRows(BUILT_IN_PACKS, usualChoice({ platform, currency }, BUILT_IN_PACKS), NOW);
const at = (askedAt: string, more: Partial<RightsCase> = {}): RightsCase => ({
  trade: TRADE, askedAt, ours: false, terms: returnTerms(held(), TRADE.signedAt, 'Asia/Shanghai'), ...more,
});

describe('the return without a reason', () => {
  it('begins at midnight after the day of signing and lasts 168 hours, to the millisecond', () => {
    expect(returnTerms(held(), SIGNED, 'Asia/Shanghai')).toMatchObject({ until: '2026-11-27T16:00:00.000Z', returnFreight: 'CUSTOMER' });
    expect(rightsOn([LINE], at('2026-11-27T15:59:59.999Z'))).toEqual(['NO_REASON_RETURN']);
    expect(rightsOn([LINE], at('2026-11-27T16:00:00.000Z'))).toEqual([]);
  });

  it('does not hold for goods the rule excepts, holds before signing, and not before shipping', () => {
    expect(rightsOn([{ orderLineId: 'b', quantity: 1 }], at(NOW))).toEqual([]);
    expect(rightsOn([LINE, { orderLineId: 'b', quantity: 1 }], at(NOW))).toEqual([]);
    // A class of goods the rule does not except goes back like others; a line the order does not have does not.
    const terms = at(NOW).terms;
    expect(rightsOn([{ orderLineId: 'b', quantity: 1 }], at(NOW, { terms: terms && { ...terms, exclusions: ['PERISHABLE'] } }))).toEqual(['NO_REASON_RETURN']);
    expect(rightsOn([{ orderLineId: 'x', quantity: 1 }], at(NOW))).toEqual([]);
    const onItsWay: Trade = { ...TRADE, signedAt: null };
    expect(rightsOn([LINE], at(NOW, { trade: onItsWay, terms: returnTerms(held(), null, 'Asia/Shanghai') }))).toEqual(['NO_REASON_RETURN']);
    expect(rightsOn([LINE], at(NOW, { trade: { ...onItsWay, shippedAt: null }, terms: returnTerms(held(), null, 'Asia/Shanghai') }))).toEqual(['NOT_DELIVERED']);
  });

  it('is fourteen days with the freight of the way out where a withdrawal holds, and no right where no rule knows it', () => {
    const eu = returnTerms(held('OWN', 'EUR'), SIGNED, 'Europe/Berlin');
    expect(eu).toMatchObject({ freightBack: true });
    expect((eu?.until ?? '') > '2026-12-04').toBe(true);
    expect(returnTerms(held('OWN', 'USD'), SIGNED, 'America/New_York')).toBeNull();
  });

  it('law: who is in time stays in time, and a later request never has more rights', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 400 * 3_600_000 }), fc.integer({ min: 0, max: 400 * 3_600_000 }), (a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((ms) => rightsOn([LINE], at(new Date(Date.parse(SIGNED) + ms).toISOString())));
      expect((late ?? []).every((right) => early?.includes(right))).toBe(true);
    }));
  });
});

describe('a refund is statutory', () => {
  it('when every piece goes back and a right holds, or nothing was delivered; not because somebody says so', () => {
    expect(isStatutory([LINE], new Map([['a', 1]]), ['NO_REASON_RETURN'])).toBe(true);
    expect(isStatutory([LINE], new Map(), ['NO_REASON_RETURN'])).toBe(false);
    expect(isStatutory([{ ...LINE, quantity: 2 }], new Map([['a', 1]]), ['DEFECT'])).toBe(false);
    expect(isStatutory([LINE], new Map([['a', 1]]), [])).toBe(false);
    expect(isStatutory([LINE], new Map(), ['NOT_DELIVERED'])).toBe(true);
  });
});

describe('a refusal', () => {
  it('names the rights it touches', () => {
    expect(declinedRights('GOODS_NOT_INTACT', [LINE], at(NOW))).toEqual(['NO_REASON_RETURN']);
    expect(declinedRights('DEMAND_EXCEEDS_LOSS', [LINE], at('2026-12-24T00:00:00.000Z'))).toEqual([]);
  });

  it('does not say that a window has closed which is open, or that goods are excepted which are not', () => {
    expect(() => declinedRights('OUT_OF_TIME', [LINE], at(NOW))).toThrow(expect.objectContaining({
      code: 'STATE_CONFLICT', field: 'refusal.reason', details: expect.objectContaining({ until: '2026-11-27T16:00:00.000Z' }),
    }));
    expect(() => declinedRights('EXCLUDED_GOODS', [LINE], at(NOW))).toThrow(expect.objectContaining({ code: 'STATE_CONFLICT' }));
    expect(declinedRights('EXCLUDED_GOODS', [{ orderLineId: 'b', quantity: 1 }], at(NOW))).toEqual([]);
    expect(declinedRights('EXCLUDED_GOODS', [LINE, { orderLineId: 'b', quantity: 1 }], at(NOW))).toEqual([]);
  });
});

describe('a payout of a pack', () => {
  const late: Trade = { ...TRADE, promisedShipBy: '2026-11-15T00:00:00.000Z' };
  const name = 'tmall/payout.late';
  const asked = (trade: Trade, names: readonly string[] = [name], paid = 0n) => () =>
    payoutLegs(names, { trade, held: held(), now: NOW, ours: false, paidToday: new Map([[name, paid]]) });

  it.each([[1_000n, 500n], [20_000n, 1_000n], [20_001n, 1_001n], [500_000n, 5_000n]])('of 5 %% of %p, between 5 and 50 yuan, is %p', (paidMinor, minor) => {
    expect(asked({ ...late, paidMinor })()).toMatchObject([{ type: 'PAYOUT', basis: 'PACK', packRow: name, amount: { minor, currency: 'CNY' } }]);
  });

  it('is of what was paid for the goods, without their freight', () => {
    expect(asked({ ...late, paidMinor: 22_000n, freightMinor: 2_000n })()).toMatchObject([{ amount: { minor: 1_000n } }]);
  });

  it('is paid once for an order, for what is on record, and within the customer’s day', () => {
    expect(asked({ ...late, packRows: [name] })).toThrow(expect.objectContaining({ code: 'DUPLICATE', field: 'packPayouts.0' }));
    expect(asked(late, [name, name])).toThrow(expect.objectContaining({ code: 'DUPLICATE', field: 'packPayouts.1' }));
    expect(asked(TRADE)).toThrow(expect.objectContaining({ code: 'EVIDENCE_MISSING' }));
    expect(() => payoutLegs([name], { trade: null, held: held(), now: NOW, ours: true, paidToday: new Map() })).toThrow(expect.objectContaining({ code: 'EVIDENCE_MISSING', field: 'packPayouts.0' }));
    // On time to the last moment is not late; not shipped yet counts up to now.
    expect(asked({ ...late, promisedShipBy: late.shippedAt })).toThrow(expect.objectContaining({ code: 'EVIDENCE_MISSING' }));
    expect(asked({ ...late, shippedAt: null, promisedShipBy: '2026-11-22T09:59:59.999Z' })()).toHaveLength(1);
    expect(asked({ ...late, shippedAt: null, promisedShipBy: NOW })).toThrow(expect.objectContaining({ code: 'EVIDENCE_MISSING' }));
    expect(asked(late, ['tmall/nothing'])).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(asked(late, ['tmall/payout.out-of-stock'])).toThrow(expect.objectContaining({ code: 'EVIDENCE_MISSING' }));
    expect(asked(late, [name], 49_500n)()).toMatchObject([{ amount: { minor: 500n } }]);
    expect(asked(late, [name], 50_000n)).toThrow(expect.objectContaining({ code: 'CAP_EXCEEDED' }));
  });
});
