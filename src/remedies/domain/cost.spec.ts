import fc from 'fast-check';
import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { checkCap } from './cap.js';
import { withCosts } from './cost.js';
import type { LegDraft, LegType } from './leg.js';
import type { ReturnTerms } from './rights.js';

const NOW = '2026-11-21T10:00:00.000Z';
const [COAT, SCARF] = ['coat', 'scarf'];
// Three coats for 100.00 and a scarf that came as a gift, listed at 12.00.
const TRADE = tradeOf([tradeLine(COAT, 3, 10_000n), tradeLine(SCARF, 1, 0n, { gift: true, unitPriceMinor: 1_200n })]);
const SEVEN_DAYS: ReturnTerms = { until: '2026-11-27T16:00:00.000Z', exclusions: [], returnFreight: 'CUSTOMER', freightBack: false, brokenFreeFreight: false, rule: 'cn/seven' };

const leg = (type: LegType, orderLineId = COAT, quantity = 1): LegDraft => ({
  type, orderLineId, quantity, amount: null, days: null, note: null, basis: 'GOODWILL', packRow: null,
});
const told = (legs: readonly LegDraft[], more: Partial<Parameters<typeof withCosts>[1]> = {}): unknown[] =>
  withCosts(legs, { trade: TRADE, askedAt: NOW, ours: false, terms: null, ...more }).map(({ type, basis, amount }) => [type, basis, amount?.minor ?? null]);

describe('goods given once more', () => {
  it('count at what was paid for the pieces, a gift at what it is listed at', () => {
    expect(told([leg('RESHIP')])).toEqual([['RESHIP', 'GOODWILL', 3_333n]]);
    expect(told([leg('RESHIP', COAT, 3)])).toEqual([['RESHIP', 'GOODWILL', 10_000n]]);
    expect(told([leg('EXCHANGE', COAT, 2)], { ours: true })).toEqual([['EXCHANGE', 'GOODWILL', 6_666n]]);
    expect(told([leg('RESHIP', SCARF)])).toEqual([['RESHIP', 'GOODWILL', 1_200n]]);
  });

  it('cost nothing as far as pieces of the line come back with the same offer', () => {
    expect(told([leg('RETURN'), leg('EXCHANGE')])).toEqual([['RETURN', 'GOODWILL', null], ['EXCHANGE', 'GOODWILL', null]]);
    expect(told([leg('RETURN'), leg('EXCHANGE', COAT, 3)])[1]).toEqual(['EXCHANGE', 'GOODWILL', 6_666n]);
    expect(told([leg('RETURN', SCARF), leg('EXCHANGE')])[1]).toEqual(['EXCHANGE', 'GOODWILL', 3_333n]);
    expect(told([leg('REPAIR')])).toEqual([['REPAIR', 'GOODWILL', null]]);
    expect(told([leg('RESHIP')], { trade: null })).toEqual([['RESHIP', 'GOODWILL', null]]);
  });

  it('are owed where they never came, or are faulty and come back; a change of mind gives no right to other goods', () => {
    expect(told([leg('RESHIP')], { trade: { ...TRADE, signedAt: null, undelivered: true } })).toEqual([['RESHIP', 'STATUTORY', 3_333n]]);
    expect(told([leg('RETURN'), leg('EXCHANGE')], { ours: true })[1]).toEqual(['EXCHANGE', 'STATUTORY', null]);
    expect(told([leg('RETURN'), leg('EXCHANGE')], { terms: SEVEN_DAYS })[1]).toEqual(['EXCHANGE', 'GOODWILL', null]);
    expect(told([leg('RETURN'), leg('EXCHANGE', COAT, 2)], { ours: true })[1]).toEqual(['EXCHANGE', 'GOODWILL', 3_333n]);
  });

  it('law: what is given without a right never lifts an order above what was paid; what was never delivered is sent at no one’s expense', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.bigInt(0n, 10_000n), fc.boolean(), (quantity, committedMinor, lost) => {
      const trade = { ...TRADE, committedMinor, ...(lost ? { signedAt: null, undelivered: true } : {}) };
      const legs = withCosts([leg('RESHIP', COAT, quantity)], { trade, askedAt: NOW, ours: false, terms: null });
      const cost = legs[0]?.amount?.minor ?? 0n;
      const check = (): void => checkCap(legs, trade);
      if (lost || committedMinor + cost <= trade.paidMinor) expect(check).not.toThrow();
      else expect(check).toThrow(expect.objectContaining({ code: 'CAP_EXCEEDED' }));
    }));
  });
});
