import { allocate, portion } from '../../kernel/money.js';
import type { Trade, TradeLine } from './trade.js';

/** What a line of an order comes to. */
export interface LinePrice {
  readonly line: TradeLine;
  readonly listMinor: bigint;
  readonly discountMinor: bigint;
  readonly couponMinor: bigint;
  readonly goodsMinor: bigint;
  readonly freightMinor: bigint;
}

/** Every line of the order with its part of the order's discount, coupons, freight and of what was really paid. */
export function pricesOf(trade: Trade): ReadonlyMap<string, LinePrice> {
  const { lines } = trade;
  const paid = lines.map((line) => line.paidMinor);
  const discounts = allocate(trade.discountMinor, paid);
  const coupons = allocate(trade.couponMinor, paid);
  const after = lines.map((line, at) => positive(line.paidMinor - (discounts[at] ?? 0n) - (coupons[at] ?? 0n)));
  const freight = trade.freightMinor < trade.paidMinor ? trade.freightMinor : trade.paidMinor;
  // When the lines add up to what was paid this changes nothing; when they do not, what was paid is the truth.
  const goods = allocate(trade.paidMinor - freight, after);
  const freights = allocate(freight, goods);
  return new Map(lines.map((line, at) => [line.id, {
    line,
    listMinor: line.unitPriceMinor === null ? line.paidMinor + line.discountMinor : line.unitPriceMinor * BigInt(line.quantity),
    discountMinor: line.discountMinor + (discounts[at] ?? 0n),
    couponMinor: coupons[at] ?? 0n,
    goodsMinor: positive((goods[at] ?? 0n) + line.exchangedMinor),
    freightMinor: freights[at] ?? 0n,
  }]));
}

/** What pieces of a line cost us when they are given once more: what was paid for them, of a gift what it is listed at. */
export function priceOfPieces(orderLineId: string, pieces: number, trade: Trade): bigint {
  const price = pricesOf(trade).get(orderLineId);
  if (!price) return 0n;
  return portion(price.goodsMinor > 0n ? price.goodsMinor : price.listMinor, pieces, price.line.quantity);
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((one, other) => one + other, 0n);
}

export function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
