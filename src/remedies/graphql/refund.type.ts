import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { Money, moneyOf } from '../../platform/graphql/money.type.js';
import { Payload } from '../../platform/graphql/payload.js';
import type { RefundBreakdown } from '../domain/refund.js';

@ObjectType({ description: 'What some pieces of a line come to: list - discount - coupon + adjustment = goods.' })
export class RefundLine {
  @Field(() => ID)
  orderLineId: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Money, { description: 'Before any discount.' })
  list: Money;

  @Field(() => Money, { description: 'The line’s own discount and its part of the order’s.' })
  discount: Money;

  @Field(() => Money, { description: 'Its part of the coupons used.' })
  coupon: Money;

  @Field(() => Money, { description: 'What the order’s figures do not explain of what was paid, and cents moved by rounding; may be negative.' })
  adjustment: Money;

  @Field(() => Money, { description: 'What was paid for these pieces.' })
  goods: Money;

  @Field(() => Money, { description: 'Their part of the freight; zero when it does not go back.' })
  freight: Money;
}

@ObjectType({ description: 'A gift the customer keeps.' })
export class KeptGift {
  @Field(() => ID)
  orderLineId: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Money, { description: 'Taken off the refund.' })
  deducted: Money;
}

@ObjectType({ description: 'How a refund of goods comes about. Portions of a line add up to the line, and lines to what was paid, to the last cent.' })
export class RefundPreview {
  @Field(() => [RefundLine])
  lines: RefundLine[];

  @Field(() => [KeptGift])
  keptGifts: KeptGift[];

  @Field(() => Money)
  goods: Money;

  @Field(() => Money)
  freight: Money;

  @Field(() => Money, { description: 'For gifts kept; at most the goods.' })
  deducted: Money;

  @Field(() => Money, { description: 'Part of it that was given back before, by offers that name no line.' })
  givenBefore: Money;

  @Field(() => Money, { description: 'Freight of the way out that was free only from an amount on which the order no longer reaches, taken off by the rule of the pack; never where the customer is not to blame. Negative: taken off before, and given back now that everything goes back.' })
  freightCharged: Money;

  @Field(() => Money, { description: 'goods + freight - deducted - freightCharged - givenBefore.' })
  total: Money;

  @Field({ description: 'With it everything that was paid has gone back.' })
  whole: boolean;
}

@ObjectType({ description: 'A preview, or why there is none.' })
export class RefundPreviewPayload extends Payload {
  @Field(() => RefundPreview, { nullable: true })
  preview: RefundPreview | null;
}

export function toPreview(breakdown: RefundBreakdown): RefundPreview {
  const money = (minor: bigint): Money => moneyOf({ minor, currency: breakdown.currency });
  return {
    lines: breakdown.lines.map((line) => ({
      orderLineId: encodeId('OrderLine', line.orderLineId), quantity: line.quantity, list: money(line.listMinor), discount: money(line.discountMinor),
      coupon: money(line.couponMinor), adjustment: money(line.adjustmentMinor), goods: money(line.goodsMinor), freight: money(line.freightMinor),
    })),
    keptGifts: breakdown.keptGifts.map(({ orderLineId, quantity, deductedMinor }) => ({
      orderLineId: encodeId('OrderLine', orderLineId), quantity, deducted: money(deductedMinor),
    })),
    goods: money(breakdown.goodsMinor), freight: money(breakdown.freightMinor), deducted: money(breakdown.deductedMinor),
    freightCharged: money(breakdown.freightChargedMinor), givenBefore: money(breakdown.givenBeforeMinor), total: money(breakdown.totalMinor), whole: breakdown.whole,
  };
}
