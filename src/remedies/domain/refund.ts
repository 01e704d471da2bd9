import { DomainError, invalid } from '../../kernel/error.js';
import { formatAmount, portion, type Money } from '../../kernel/money.js';
import { freightCharged } from './free-freight.js';
import { positive, pricesOf, sum, type LinePrice } from './line-price.js';
import type { Trade } from './trade.js';

export interface LineQuantity {
  readonly orderLineId: string;
  readonly quantity: number;
}

export interface RefundRequest {
  readonly lines: readonly LineQuantity[];
  /** Gift lines the customer keeps although the goods they came with go back. */
  readonly keptGifts: readonly LineQuantity[];
  /** Whether the outbound freight of these goods is given back, too. */
  readonly withFreight: boolean;
  /** Whether freight that was free above an amount is charged once the order falls below it. */
  readonly chargesFreight?: boolean;
}

/** What one line comes to: list - discount - coupon + adjustment = goods. All in minor units of the order's currency. */
export interface RefundLine extends LineQuantity {
  /** Before any discount. */
  readonly listMinor: bigint;
  readonly discountMinor: bigint;
  readonly couponMinor: bigint;
  /** What the lines of the order do not explain of what was paid, and the cents that rounding moved. */
  readonly adjustmentMinor: bigint;
  readonly goodsMinor: bigint;
  readonly freightMinor: bigint;
}

export interface KeptGift extends LineQuantity {
  /** Taken off the refund. */
  readonly deductedMinor: bigint;
}

export interface RefundBreakdown {
  readonly currency: string;
  readonly withFreight: boolean;
  readonly lines: readonly RefundLine[];
  readonly keptGifts: readonly KeptGift[];
  readonly goodsMinor: bigint;
  readonly freightMinor: bigint;
  readonly deductedMinor: bigint;
  /** Taken off for freight that is free no longer; negative: taken off before, and given back. */
  readonly freightChargedMinor: bigint;
  /** What cannot be given back because it was given back before, by offers that name no line. */
  readonly givenBeforeMinor: bigint;
  /** goods + freight - deducted - freight charged - given before. */
  readonly totalMinor: bigint;
  /** Everything that was paid for goods and freight goes back with it, counting what went back before. */
  readonly whole: boolean;
}

const MAX_LINES = 200;

/**
 * The refund of some pieces of some lines, to the last minor unit. What was paid for goods is split over the lines by what each cost after
 * discounts and coupons, the freight by the same measure; of a line, pieces get their part so that, however often and in whatever portions a line is
 * refunded, the parts add up to the line. A preview and the offer call this one function.
 */
export function refundOf(request: RefundRequest, trade: Trade): RefundBreakdown {
  refuseMalformed(request);
  const whole = pricesOf(trade);
  const lines = request.lines.map((wanted, at) => refundLine(wanted, `refund.lines.${at}`, whole, request.withFreight));
  const keptGifts = request.keptGifts.map((kept, at) => keptGift(kept, `refund.keptGifts.${at}`, whole));
  const goodsMinor = sum(lines.map((line) => line.goodsMinor));
  const freightMinor = sum(lines.map((line) => line.freightMinor));
  const deducted = sum(keptGifts.map((gift) => gift.deductedMinor));
  // A gift worth more than what goes back makes the refund nothing, not a debt.
  const deductedMinor = deducted < goodsMinor ? deducted : goodsMinor;
  const beforeCharge = goodsMinor + freightMinor - deductedMinor;
  const freightChargedMinor = request.chargesFreight ? freightCharged(goodsMinor, beforeCharge, [...whole.values()], trade) : 0n;
  const asked = beforeCharge - freightChargedMinor;
  const paidMinor = trade.paidMinor + trade.surchargedMinor;
  const left = paidMinor - trade.givenBackMinor;
  const totalMinor = asked < left ? asked : left > 0n ? left : 0n;
  return {
    currency: trade.currency, withFreight: request.withFreight, lines, keptGifts, goodsMinor, freightMinor, deductedMinor, freightChargedMinor,
    givenBeforeMinor: asked - totalMinor, totalMinor, whole: totalMinor > 0n && totalMinor + trade.givenBackMinor === paidMinor,
  };
}

/** Money of a breakdown in its currency. */
export function totalOf({ totalMinor, currency }: RefundBreakdown): Money {
  return { minor: totalMinor, currency };
}

function refundLine(wanted: LineQuantity, field: string, prices: ReadonlyMap<string, LinePrice>, withFreight: boolean): RefundLine {
  const price = priceOf(wanted, field, prices);
  const { line } = price;
  const { quantity } = wanted;
  const before = line.refunded;
  refuseBeyondLine(quantity, line.quantity - before.quantity, `${field}.quantity`);
  const upTo = before.quantity + quantity;
  const part = (whole: bigint): bigint => portion(whole, upTo, line.quantity) - portion(whole, before.quantity, line.quantity);
  const goodsMinor = positive(portion(price.goodsMinor, upTo, line.quantity) - before.goodsMinor);
  const freightUpTo = before.freightQuantity + quantity;
  const freightMinor = withFreight ? positive(portion(price.freightMinor, freightUpTo, line.quantity) - before.freightMinor) : 0n;
  const [listMinor, discountMinor, couponMinor] = [part(price.listMinor), part(price.discountMinor), part(price.couponMinor)];
  const adjustmentMinor = goodsMinor - listMinor + discountMinor + couponMinor;
  return { orderLineId: line.id, quantity, listMinor, discountMinor, couponMinor, adjustmentMinor, goodsMinor, freightMinor };
}

function keptGift(kept: LineQuantity, field: string, prices: ReadonlyMap<string, LinePrice>): KeptGift {
  const { line, listMinor } = priceOf(kept, field, prices);
  if (!line.gift) throw invalid(`${field}.orderLineId`, { en: 'This line is no gift.', zh: '该商品行不是赠品。' });
  const before = line.refunded.keptQuantity;
  refuseBeyondLine(kept.quantity, line.quantity - before, `${field}.quantity`);
  const deductedMinor = portion(listMinor, before + kept.quantity, line.quantity) - portion(listMinor, before, line.quantity);
  return { ...kept, deductedMinor };
}

function priceOf({ orderLineId }: LineQuantity, field: string, prices: ReadonlyMap<string, LinePrice>): LinePrice {
  const price = prices.get(orderLineId);
  if (price) return price;
  throw new DomainError('NOT_FOUND', { en: 'Name a line of the order in dispute.', zh: '请指定争议订单中的商品行。' }, `${field}.orderLineId`);
}

function refuseBeyondLine(quantity: number, left: number, field: string): void {
  if (!Number.isInteger(quantity) || quantity < 1) throw invalid(field, { en: 'Give a whole number of pieces, at least one.', zh: '数量须为不小于 1 的整数。' });
  if (quantity <= left) return;
  throw new DomainError('CAP_EXCEEDED', { en: `Of this line ${left} pieces are left to refund.`, zh: `该商品行还可退款 ${left} 件。` }, field, { left });
}

function refuseMalformed({ lines, keptGifts }: RefundRequest): void {
  if (lines.length < 1 || lines.length > MAX_LINES || keptGifts.length > MAX_LINES) {
    throw invalid('refund.lines', { en: `Name 1 to ${MAX_LINES} lines.`, zh: `请指定 1 至 ${MAX_LINES} 个商品行。` });
  }
  for (const [name, list] of [['lines', lines], ['keptGifts', keptGifts]] as const) {
    list.forEach(({ orderLineId }, at) => {
      if (list.findIndex((other) => other.orderLineId === orderLineId) < at) {
        throw invalid(`refund.${name}.${at}.orderLineId`, { en: 'Name each line once.', zh: '每个商品行只填一次。' });
      }
    });
  }
}

/** A refund that would give nothing is no offer. */
export function refuseEmptyRefund(breakdown: RefundBreakdown): void {
  if (breakdown.totalMinor > 0n) return;
  throw new DomainError(
    'CAP_EXCEEDED', { en: 'Nothing of what was paid for these goods is left to give back.', zh: '这些商品已无可退金额。' }, 'refund.lines',
    { givenBack: formatAmount({ minor: breakdown.givenBeforeMinor, currency: breakdown.currency }), currency: breakdown.currency },
  );
}
