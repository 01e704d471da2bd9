import { sum, type LinePrice } from './line-price.js';
import type { Trade } from './trade.js';

/**
 * What a refund of so much takes off for freight that was free only from an amount on: all of it once the goods kept no longer reach that amount, nothing where
 * they still do, or where nothing is kept at all. Once for an order; what an earlier part return took off comes back with the rest (a negative
 * amount). Never more than `atMost`: a refund is no debt.
 */
export function freightCharged(goodsBackMinor: bigint, atMost: bigint, prices: readonly LinePrice[], trade: Trade): bigint {
  const { freeFreightFromMinor: from, freightWaivedMinor, freightChargedMinor } = trade;
  if (from === null) return 0n;
  const bought = sum(prices.map(({ goodsMinor }) => goodsMinor));
  const kept = bought - sum(prices.map(({ line }) => line.refunded.goodsMinor)) - goodsBackMinor;
  const broken = bought >= from && kept < from && kept > 0n;
  const due = (broken ? freightWaivedMinor : 0n) - freightChargedMinor;
  return due < atMost ? due : atMost;
}
