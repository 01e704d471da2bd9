import type { Trade, TradeLine } from '../../src/remedies/domain/trade.js';

const UNTOUCHED: TradeLine['refunded'] = { quantity: 0, goodsMinor: 0n, freightQuantity: 0, freightMinor: 0n, keptQuantity: 0 };

/** A line nothing was offered on yet. */
export function tradeLine(id: string, quantity: number, paidMinor = 0n, more: Partial<TradeLine> = {}): TradeLine {
  return {
    id, quantity, paidMinor, discountMinor: 0n, unitPriceMinor: null, gift: false, noReturn: null, refunded: UNTOUCHED, returned: 0, inKind: 0, madeGood: 0, exchangedMinor: 0n, ...more,
  };
}

/** An order in CNY, signed for at noon of 20 November 2026 in Shanghai. */
export function tradeOf(lines: readonly TradeLine[], more: Partial<Trade> = {}): Trade {
  const paidMinor = lines.reduce((sum, line) => sum + line.paidMinor, 0n) + (more.freightMinor ?? 0n);
  return {
    orderId: 'order', currency: 'CNY', paidMinor, freightMinor: 0n, discountMinor: 0n, couponMinor: 0n, surchargedMinor: 0n, owedBack: [], freeFreightFromMinor: null, freightWaivedMinor: 0n, freightChargedMinor: 0n, committedMinor: 0n, givenBackMinor: 0n,
    paidAt: '2026-11-15T00:00:00.000Z', shippedAt: '2026-11-16T00:00:00.000Z', signedAt: '2026-11-20T04:00:00.000Z', undelivered: false, promisedShipBy: null, packRows: [], lines, ...more,
  };
}
