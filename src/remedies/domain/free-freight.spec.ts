import fc from 'fast-check';
import { BUILT_IN_PACKS, heldRows, usualChoice } from '../../sla/domain/pack/index.js';
import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import type { Fault } from '../../kernel/words.js';
import { refundOf, type LineQuantity } from './refund.js';
import { refundFor } from './refund-leg.js';
import { returnTerms } from './rights.js';
import type { Trade } from './trade.js';

const NOW = '2026-11-22T10:00:00.000Z';
// Two coats at 50.00 and a scarf at 30.00; from 99.00 on the parcel travels for nothing instead of 8.00.
const TRADE = tradeOf([tradeLine('coat', 2, 10_000n), tradeLine('scarf', 1, 3_000n)], { freeFreightFromMinor: 9_900n, freightWaivedMinor: 800n });
const terms = (platform: string, currency: string, zone: string): ReturnType<typeof returnTerms> =>
  returnTerms(heldRows(BUILT_IN_PACKS, usualChoice({ platform, currency }, BUILT_IN_PACKS), NOW), TRADE.signedAt, zone);
const TMALL = terms('TMALL', 'CNY', 'Asia/Shanghai');
const pieces = (orderLineId: string, quantity: number): LineQuantity => ({ orderLineId, quantity });
const back = (lines: readonly LineQuantity[], trade: Trade = TRADE, fault: Fault = 'CUSTOMER_PREFERENCE', at = TMALL): (string | bigint)[] => {
  const { freightChargedMinor, totalMinor } = refundFor({ lines, keptGifts: [], withFreight: null }, { trade, fault, terms: at, askedAt: NOW });
  return [freightChargedMinor, totalMinor];
};
/** The order after such a refund. */
const after = (lines: readonly LineQuantity[], trade: Trade): Trade => {
  const given = refundOf({ lines, keptGifts: [], withFreight: false, chargesFreight: true }, trade);
  return {
    ...trade, givenBackMinor: trade.givenBackMinor + given.totalMinor, freightChargedMinor: trade.freightChargedMinor + given.freightChargedMinor,
    lines: trade.lines.map((line) => {
      const part = given.lines.find(({ orderLineId }) => orderLineId === line.id);
      return part ? { ...line, refunded: { ...line.refunded, quantity: line.refunded.quantity + part.quantity, goodsMinor: line.refunded.goodsMinor + part.goodsMinor } } : line;
    }),
  };
};

describe('freight that was free from an amount on', () => {
  it('is taken off when the goods kept no longer reach it, once', () => {
    expect(back([pieces('scarf', 1)])).toEqual([0n, 3_000n]);
    expect(back([pieces('coat', 1)])).toEqual([800n, 4_200n]);
    expect(back([pieces('scarf', 1)], after([pieces('coat', 1)], TRADE))).toEqual([0n, 3_000n]);
  });

  it('is free from exactly that amount on, bought and kept', () => {
    expect(back([pieces('coat', 1)], { ...TRADE, freeFreightFromMinor: 13_000n })).toEqual([800n, 4_200n]);
    expect(back([pieces('coat', 1)], { ...TRADE, freeFreightFromMinor: 13_001n })).toEqual([0n, 5_000n]);
    expect(back([pieces('coat', 1)], { ...TRADE, freeFreightFromMinor: 8_000n })).toEqual([0n, 5_000n]);
    expect(back([pieces('coat', 1)], { ...TRADE, freeFreightFromMinor: 8_001n })).toEqual([800n, 4_200n]);
    expect(back([pieces('coat', 2)], { ...TRADE, freeFreightFromMinor: null })).toEqual([0n, 10_000n]);
  });

  it('stays free where everything goes back, and comes back with the last piece where an earlier return took it off', () => {
    expect(back([pieces('coat', 2), pieces('scarf', 1)])).toEqual([0n, 13_000n]);
    const rest = after([pieces('coat', 1)], TRADE);
    expect(back([pieces('coat', 1), pieces('scarf', 1)], rest)).toEqual([-800n, 8_800n]);
  });

  it('is never the customer’s where they are not to blame, nothing was delivered, or no rule says so', () => {
    for (const fault of ['SUPPLIER', 'WAREHOUSE', 'CARRIER', 'MERCHANT', 'UNDETERMINED', 'PLATFORM'] as const) expect(back([pieces('coat', 1)], TRADE, fault)).toEqual([0n, 5_000n]);
    expect(back([pieces('coat', 1)], { ...TRADE, signedAt: null, undelivered: true })).toEqual([0n, 5_000n]);
    expect(back([pieces('coat', 1)], TRADE, 'CUSTOMER_PREFERENCE', null)).toEqual([0n, 5_000n]);
    expect(back([pieces('coat', 1)], TRADE, 'CUSTOMER_PREFERENCE', TMALL && { ...TMALL, brokenFreeFreight: false })).toEqual([0n, 5_000n]);
    expect([TMALL?.brokenFreeFreight, terms('OWN', 'CNY', 'Asia/Shanghai')?.brokenFreeFreight, terms('OWN', 'EUR', 'Europe/Berlin')?.brokenFreeFreight]).toEqual([true, true, false]);
  });

  it('makes a refund nothing, never a debt', () => {
    expect(back([pieces('coat', 1)], { ...TRADE, freightWaivedMinor: 9_000n })).toEqual([5_000n, 0n]);
  });

  it('law: whatever goes back in whatever order, in the end everything paid has gone back', () => {
    fc.assert(fc.property(fc.shuffledSubarray(['coat', 'coat2', 'scarf'], { minLength: 3 }), fc.bigInt(0n, 2_999n), (order, freightWaivedMinor) => {
      let trade: Trade = { ...TRADE, freightWaivedMinor };
      for (const name of order) trade = after([pieces(name === 'coat2' ? 'coat' : name, 1)], trade);
      expect([trade.givenBackMinor, trade.freightChargedMinor]).toEqual([trade.paidMinor, 0n]);
    }));
  });
});
