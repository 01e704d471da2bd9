import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { can } from '../../identity/index.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Money, moneyOf } from '../../platform/graphql/money.type.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { maskName, maskNumbers } from '../domain/masking.js';
import type { NoReturnClass, Order as OrderRow, OrderLine as OrderLineRow, OrderStatus } from '../domain/order.js';
import type { Parcel as ParcelRow, ParcelDirection, ParcelStatus } from '../domain/parcel.js';
import { NoReturnClassEnum, OrderStatusEnum, ParcelDirectionEnum, ParcelStatusEnum } from './orders.enum.js';

@ObjectType({ description: 'An order as the merchant\'s own systems told it.' })
export class Order {
  /** Uuids of the row and what it names, for loaders. */
  readonly uuid: string;
  readonly shopUuid: string;
  readonly customerUuid: string;
  readonly currency: string;

  @Field(() => ID)
  id: string;

  @Field({ description: 'The order\'s number in the merchant\'s own systems; unique in the shop.' })
  externalId: string;

  @Field(() => OrderStatusEnum)
  status: OrderStatus;

  @Field(() => Money, { description: 'What the customer paid in all.' })
  paid: Money;

  @Field(() => Money, { description: 'Freight, as part of what was paid.' })
  freight: Money;

  @Field(() => Money, { description: 'Taken off the order as a whole and shown by no line.' })
  discount: Money;

  @Field(() => Money, { description: 'Coupons used on the order as a whole and shown by no line.' })
  coupon: Money;

  @Field(() => Money, { nullable: true, description: 'Goods from this amount on were sent free of freight; null: on no such condition.' })
  freeFreightFrom: Money | null;

  @Field(() => Money, { description: 'The freight that was not charged for it.' })
  freightWaived: Money;

  @Field(() => DateTimeScalar, { nullable: true })
  placedAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  paidAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when it was promised to be shipped.' })
  promisedShipBy: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  shippedAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  signedAt: Instant | null;
}

export function orderOf(row: OrderRow): Order {
  const { externalId, status, currency, placedAt, paidAt, promisedShipBy, shippedAt, signedAt } = row;
  const money = (minor: string): Money => moneyOf({ minor: BigInt(minor), currency });
  return {
    uuid: row.id, shopUuid: row.shopId, customerUuid: row.customerId, currency, id: encodeId('Order', row.id), externalId, status,
    paid: money(row.paidMinor), freight: money(row.freightMinor), discount: money(row.discountMinor), coupon: money(row.couponMinor),
    freeFreightFrom: row.freeFreightFromMinor === null ? null : money(row.freeFreightFromMinor), freightWaived: money(row.freightWaivedMinor),
    placedAt, paidAt, promisedShipBy, shippedAt, signedAt,
  };
}

@ObjectType({ description: 'Orders, the last made known first.' })
export class OrderConnection extends Connection(Order, 'Order') {}

@ObjectType({ description: 'One position of an order.' })
export class OrderLine {
  @Field(() => ID)
  id: string;

  @Field({ description: 'The line\'s id in the merchant\'s own systems; unique in the order.' })
  externalId: string;

  @Field()
  sku: string;

  @Field()
  title: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Money, { description: 'What was paid for all of the quantity, after discounts.' })
  paid: Money;

  @Field(() => Money, { description: 'This line\'s share of the order\'s discounts.' })
  discount: Money;

  @Field(() => Money, { nullable: true, description: 'Of one piece, before any discount.' })
  unitPrice: Money | null;

  @Field({ description: 'Given with other goods; kept when they go back, its value is taken off the refund.' })
  gift: boolean;

  @Field(() => NoReturnClassEnum, { nullable: true, description: 'Why it may not be returned without a reason; null: it may.' })
  noReturn: NoReturnClass | null;
}

export function orderLineOf(row: OrderLineRow, currency: string): OrderLine {
  const { externalId, sku, title, quantity } = row;
  const money = (minor: string): Money => moneyOf({ minor: BigInt(minor), currency });
  return {
    id: encodeId('OrderLine', row.id), externalId, sku, title, quantity, paid: money(row.paidMinor), discount: money(row.discountMinor),
    unitPrice: row.unitPriceMinor === null ? null : money(row.unitPriceMinor), gift: row.gift, noReturn: row.noReturn,
  };
}

@ObjectType({ description: 'A parcel of an order, on its way to the customer or back.' })
export class Parcel {
  @Field(() => ID)
  id: string;

  @Field(() => ParcelDirectionEnum)
  direction: ParcelDirection;

  @Field({ description: 'The carrier\'s code, in capitals.' })
  carrier: string;

  @Field({ description: 'The carrier\'s number of the parcel.' })
  waybill: string;

  @Field(() => ParcelStatusEnum)
  status: ParcelStatus;

  @Field(() => String, { nullable: true, description: 'The carrier\'s last message; telephone numbers in it are hidden.' })
  lastEventText: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  lastEventAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  shippedAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  signedAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'Who signed. Masked like a customer\'s name, and null for who may not read customers.' })
  signer: string | null;
}

export function parcelOf(row: ParcelRow, actor: Actor): Parcel {
  const { direction, carrier, waybill, status, lastEventAt, shippedAt, signedAt } = row;
  return {
    id: encodeId('Parcel', row.id), direction, carrier, waybill, status, lastEventAt, shippedAt, signedAt,
    lastEventText: row.lastEventText === null ? null : maskNumbers(row.lastEventText),
    signer: signerOf(row, actor),
  };
}

function signerOf({ signer, shopId }: ParcelRow, actor: Actor): string | null {
  if (signer === null || !can(actor, 'customer.read', { shopId })) return null;
  return can(actor, 'customer.name', { shopId }) ? signer : maskName(signer);
}
