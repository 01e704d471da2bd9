import fc from 'fast-check';
import { allocate, CURRENCY_DECIMALS } from '../../kernel/money.js';
import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { refundOf, type LineQuantity, type RefundBreakdown, type RefundRequest } from './refund.js';
import type { Trade, TradeLine } from './trade.js';

const A = 'line-a';
const B = 'line-b';
const GIFT = 'line-gift';

function asking(lines: readonly LineQuantity[], more: Partial<RefundRequest> = {}): RefundRequest {
  return { lines, keptGifts: [], withFreight: true, ...more };
}
const of = (orderLineId: string, quantity: number): LineQuantity => ({ orderLineId, quantity });
const refused = (request: RefundRequest, trade: Trade): unknown => {
  try {
    return refundOf(request, trade);
  } catch (error) {
    return error;
  }
};

/** The order as it stands after this refund was offered. */
function after(trade: Trade, given: RefundBreakdown): Trade {
  const lines = trade.lines.map((line): TradeLine => {
    const part = given.lines.find(({ orderLineId }) => orderLineId === line.id);
    const kept = given.keptGifts.find(({ orderLineId }) => orderLineId === line.id);
    const { refunded } = line;
    return {
      ...line,
      refunded: {
        quantity: refunded.quantity + (part?.quantity ?? 0), goodsMinor: refunded.goodsMinor + (part?.goodsMinor ?? 0n),
        freightQuantity: refunded.freightQuantity + (part && given.withFreight ? part.quantity : 0),
        freightMinor: refunded.freightMinor + (part?.freightMinor ?? 0n), keptQuantity: refunded.keptQuantity + (kept?.quantity ?? 0),
      },
    };
  });
  return { ...trade, lines, givenBackMinor: trade.givenBackMinor + given.totalMinor, committedMinor: trade.committedMinor + given.totalMinor };
}

const amount = (most = 10n ** 9n): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: most });
const orders = fc.record({
  lines: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 12 }), paid: amount(), discount: amount(), unit: fc.option(amount()) }), { minLength: 1, maxLength: 5 }),
  freight: amount(100_000n), discount: amount(10_000n), coupon: amount(10_000n), paid: fc.option(amount()),
  currency: fc.constantFrom(...Object.keys(CURRENCY_DECIMALS)),
}).map(({ lines, paid, currency, ...rest }) => {
  const trade = tradeOf(lines.map((line, at) => tradeLine(`line-${at}`, line.quantity, line.paid, { discountMinor: line.discount, unitPriceMinor: line.unit })), {
    freightMinor: rest.freight, discountMinor: rest.discount, couponMinor: rest.coupon, currency,
  });
  // Orders whose figures do not add up come, too.
  return { ...trade, paidMinor: paid ?? trade.paidMinor };
});
/** An order and portions of it, in any order, that together are all of it. */
const portioned = orders.chain((trade) => fc.tuple(
  fc.constant(trade),
  fc.shuffledSubarray(trade.lines.flatMap((line) => Array.from({ length: line.quantity }, () => line.id)), { minLength: trade.lines.reduce((sum, { quantity }) => sum + quantity, 0) }),
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 60, maxLength: 60 }),
));

function portions(pieces: readonly string[], sizes: readonly number[]): LineQuantity[][] {
  const parts: LineQuantity[][] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= pieces.length) break;
    const taken = pieces.slice(at, at + size);
    parts.push([...new Set(taken)].map((id) => of(id, taken.filter((other) => other === id).length)));
    at += size;
  }
  return parts;
}

describe('a refund of lines', () => {
  it('splits discount, coupons and freight by what the lines cost', () => {
    const trade = tradeOf([tradeLine(A, 2, 20_000n, { unitPriceMinor: 11_000n, discountMinor: 2_000n }), tradeLine(B, 1, 10_000n)], {
      freightMinor: 1_000n, discountMinor: 3_000n, couponMinor: 1_500n, paidMinor: 26_500n,
    });
    const whole = refundOf(asking([of(A, 2), of(B, 1)]), trade);
    expect(whole).toMatchObject({ goodsMinor: 25_500n, freightMinor: 1_000n, totalMinor: 26_500n, whole: true, givenBeforeMinor: 0n });
    expect(whole.lines[0]).toEqual({
      orderLineId: A, quantity: 2, listMinor: 22_000n, discountMinor: 4_000n, couponMinor: 1_000n, adjustmentMinor: 0n, goodsMinor: 17_000n, freightMinor: 667n,
    });
    expect(whole.lines[1]).toMatchObject({ listMinor: 10_000n, discountMinor: 1_000n, couponMinor: 500n, adjustmentMinor: 0n, goodsMinor: 8_500n, freightMinor: 333n });
    const one = refundOf(asking([of(A, 1)], { withFreight: false }), trade);
    expect(one).toMatchObject({ goodsMinor: 8_500n, freightMinor: 0n, totalMinor: 8_500n, whole: false });
  });

  it.each([[0, 'JPY', 100n], [2, 'CNY', 10_000n], [3, 'KWD', 100_000n]])('of three pieces for a sum of %p decimals gives back every unit', (_decimals, currency, paid) => {
    let trade = tradeOf([tradeLine(A, 3, paid)], { currency });
    const given: bigint[] = [];
    for (let piece = 0; piece < 3; piece++) {
      const refund = refundOf(asking([of(A, 1)]), trade);
      given.push(refund.totalMinor);
      trade = after(trade, refund);
    }
    expect(given.reduce((sum, each) => sum + each, 0n)).toBe(paid);
    expect(Number(given.at(-1)) - Number(given[0])).toBeLessThanOrEqual(1);
    expect(refused(asking([of(A, 1)]), trade)).toMatchObject({ code: 'CAP_EXCEEDED', field: 'refund.lines.0.quantity', details: { left: 0 } });
  });

  it('takes off the value of gifts kept, and never makes it a debt', () => {
    const trade = tradeOf([tradeLine(A, 1, 5_000n), tradeLine(GIFT, 2, 0n, { gift: true, unitPriceMinor: 1_500n })]);
    expect(refundOf(asking([of(A, 1)], { keptGifts: [of(GIFT, 1)] }), trade)).toMatchObject({ goodsMinor: 5_000n, deductedMinor: 1_500n, totalMinor: 3_500n });
    const one = after(trade, refundOf(asking([of(A, 1)], { keptGifts: [of(GIFT, 1)] }), trade));
    expect(refundOf(asking([of(GIFT, 1)], { keptGifts: [of(GIFT, 1)] }), { ...one, lines: one.lines.map((line) => (line.gift ? { ...line, paidMinor: 9_000n } : line)) }).keptGifts).toEqual([{ orderLineId: GIFT, quantity: 1, deductedMinor: 1_500n }]);
    const dear = tradeOf([tradeLine(A, 1, 1_000n), tradeLine(GIFT, 2, 0n, { gift: true, unitPriceMinor: 1_500n })]);
    expect(refundOf(asking([of(A, 1)], { keptGifts: [of(GIFT, 2)] }), dear)).toMatchObject({ deductedMinor: 1_000n, totalMinor: 0n });
    expect(refused(asking([of(A, 1)], { keptGifts: [of(A, 1)] }), trade)).toMatchObject({ code: 'INVALID_INPUT', field: 'refund.keptGifts.0.orderLineId' });
    const kept = after(trade, refundOf(asking([of(A, 1)], { keptGifts: [of(GIFT, 2)] }), trade));
    expect(refused(asking([of(GIFT, 1)], { keptGifts: [of(GIFT, 1)] }), kept)).toMatchObject({ code: 'CAP_EXCEEDED', field: 'refund.keptGifts.0.quantity' });
  });

  it('does not give back again what was given back without naming lines', () => {
    const trade = tradeOf([tradeLine(A, 1, 10_000n)], { givenBackMinor: 3_000n });
    expect(refundOf(asking([of(A, 1)]), trade)).toMatchObject({ goodsMinor: 10_000n, givenBeforeMinor: 3_000n, totalMinor: 7_000n, whole: true });
    expect(refundOf(asking([of(A, 1)]), { ...trade, givenBackMinor: 12_000n })).toMatchObject({ totalMinor: 0n, whole: false });
    expect(refundOf(asking([of(A, 1)]), { ...trade, givenBackMinor: 10_000n })).toMatchObject({ totalMinor: 0n, whole: false });
    // What was paid besides for dearer goods is theirs to get back, too.
    expect(refundOf(asking([of(A, 1)]), { ...trade, surchargedMinor: 500n })).toMatchObject({ totalMinor: 7_500n, whole: true });
  });

  it.each([
    ['a strange line', [of('line-x', 1)], 'NOT_FOUND', 'refund.lines.0.orderLineId'],
    ['no pieces', [of(A, 0)], 'INVALID_INPUT', 'refund.lines.0.quantity'],
    ['less than none', [of(A, -1)], 'INVALID_INPUT', 'refund.lines.0.quantity'],
    ['half a piece', [of(A, 0.5)], 'INVALID_INPUT', 'refund.lines.0.quantity'],
    ['more than was bought', [of(A, 3)], 'CAP_EXCEEDED', 'refund.lines.0.quantity'],
    ['a line twice', [of(A, 1), of(A, 1)], 'INVALID_INPUT', 'refund.lines.1.orderLineId'],
    ['nothing', [], 'INVALID_INPUT', 'refund.lines'],
  ])('refuses %s', (_what, lines, code, field) => {
    expect(refused(asking(lines), tradeOf([tradeLine(A, 2, 10_000n)]))).toMatchObject({ code, field });
  });

  it('names up to 200 lines and gifts, each once', () => {
    const lines = Array.from({ length: 201 }, (_, at) => tradeLine(`g${at}`, 1, 100n, { gift: true }));
    const [most, many] = [200, 201].map((count) => lines.slice(0, count).map(({ id }) => of(id, 1))) as [LineQuantity[], LineQuantity[]];
    const ask = (wanted: LineQuantity[], keptGifts: LineQuantity[]) => refused(asking(wanted, { keptGifts }), tradeOf(lines));
    expect(ask(most, most)).toMatchObject({ goodsMinor: 20_000n, deductedMinor: 20_000n });
    for (const malformed of [ask(many, []), ask([of('g0', 1)], many)]) expect(malformed).toMatchObject({ code: 'INVALID_INPUT', field: 'refund.lines' });
    expect(ask([of('g0', 1)], [of('g1', 1), of('g1', 1)])).toMatchObject({ code: 'INVALID_INPUT', field: 'refund.keptGifts.1.orderLineId' });
  });
});

describe('laws of the split', () => {
  it('an amount and its parts are equal, and no part is further than one unit from its share', () => {
    fc.assert(fc.property(amount(10n ** 15n), fc.array(amount(), { minLength: 1, maxLength: 20 }), (total, weights) => {
      const parts = allocate(total, weights);
      const sum = weights.reduce((one, other) => one + other, 0n);
      expect(parts.reduce((one, other) => one + other, 0n)).toBe(total);
      parts.forEach((part, at) => {
        expect(part).toBeGreaterThanOrEqual(0n);
        if (sum === 0n) return;
        const floor = (total * (weights[at] ?? 0n)) / sum;
        expect(part === floor || part === floor + 1n).toBe(true);
      });
      expect(allocate(total, weights)).toEqual(parts);
    }));
  });

  it('everything refunded is what was paid, however it is taken apart', () => {
    fc.assert(fc.property(portioned, ([order, pieces, sizes]) => {
      let trade = order;
      let total = 0n;
      for (const lines of portions(pieces, [...sizes, pieces.length])) {
        const refund = refundOf(asking(lines), trade);
        expect(refund.givenBeforeMinor).toBe(0n);
        for (const line of refund.lines) {
          expect(line.listMinor - line.discountMinor - line.couponMinor + line.adjustmentMinor).toBe(line.goodsMinor);
          expect(line.goodsMinor >= 0n && line.freightMinor >= 0n).toBe(true);
        }
        total += refund.totalMinor;
        trade = after(trade, refund);
      }
      expect(total).toBe(order.paidMinor);
    }));
  });

  it('a portion that was called off and offered again changes nothing in the end', () => {
    fc.assert(fc.property(orders, fc.integer({ min: 0, max: 11 }), (order, seed) => {
      const [line] = order.lines;
      if (!line || line.quantity < 2) return;
      const first = refundOf(asking([of(line.id, 1 + (seed % (line.quantity - 1)))]), order);
      const rest = line.quantity - (first.lines[0]?.quantity ?? 0);
      const second = refundOf(asking([of(line.id, rest)]), after(order, first));
      // The first is called off: the second stands alone, and what it left is offered anew.
      const alone = after(order, second);
      const again = refundOf(asking([of(line.id, line.quantity - rest)]), alone);
      expect(second.totalMinor + again.totalMinor).toBe(refundOf(asking([of(line.id, line.quantity)]), order).totalMinor);
    }));
  });

  it('with or without freight, never more than was paid', () => {
    fc.assert(fc.property(portioned, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), ([order, pieces, sizes], freights) => {
      let trade = order;
      portions(pieces, sizes).forEach((lines, at) => {
        trade = after(trade, refundOf(asking(lines, { withFreight: freights[at] ?? false }), trade));
      });
      expect(trade.givenBackMinor).toBeLessThanOrEqual(order.paidMinor);
    }));
  });
});
