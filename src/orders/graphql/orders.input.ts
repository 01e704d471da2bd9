import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { MAX_BATCH } from '../domain/batch.js';
import { MAX_LINES, type NoReturnClass, type OrderStatus } from '../domain/order.js';
import type { ParcelDirection, ParcelStatus } from '../domain/parcel.js';
import { NoReturnClassEnum, OrderStatusEnum, ParcelDirectionEnum, ParcelStatusEnum } from './orders.enum.js';

const AMOUNT = 'Digits in the shop\'s currency, not negative: `80.00`.';
const BATCH = `1 to ${MAX_BATCH}, no two of the same name.`;
const WHOLE = 'An item carries the whole record: what is left out is empty afterwards.';

@InputType({ description: WHOLE })
export class CustomerItem {
  @Field({ description: 'The customer\'s id in your systems; up to 100 characters.' })
  externalId: string;

  @Field(() => String, { nullable: true, description: 'Up to 100 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 40 characters, best with the country code: `+86 138...`.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 254 characters.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters; line breaks are kept.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'The account on the platform; up to 100 characters.' })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Your grade of the customer; up to 50 characters.' })
  tier?: string | null;
}

@InputType()
export class UpsertCustomersInput {
  @Field(() => ID)
  shopId: string;

  @Field(() => [CustomerItem], { description: BATCH })
  items: CustomerItem[];
}

@InputType()
export class OrderLineItem {
  @Field({ description: 'The line\'s id in your systems; up to 100 characters, unique in the order.' })
  externalId: string;

  @Field({ description: 'Up to 100 characters.' })
  sku: string;

  @Field({ description: 'Up to 300 characters.' })
  title: string;

  @Field(() => Int, { description: '1 to 1000000; never below what a ticket disputes.' })
  quantity: number;

  @Field({ description: `What was paid for all of the quantity, after discounts. ${AMOUNT}` })
  paid: string;

  @Field(() => String, { nullable: true, description: `This line's share of the order's discounts. ${AMOUNT}` })
  discount?: string | null;

  @Field(() => String, { nullable: true, description: `The price of one piece before any discount. ${AMOUNT}` })
  unitPrice?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Given with other goods.' })
  gift?: boolean | null;

  @Field(() => NoReturnClassEnum, { nullable: true, description: 'Set when it may not be returned without a reason.' })
  noReturn?: NoReturnClass | null;
}

@InputType({ description: `${WHOLE} Times lie between the year 2000 and two years from now.` })
export class OrderItem {
  @Field({ description: 'The order\'s number in your systems; up to 100 characters.' })
  externalId: string;

  @Field({ description: 'External id of a customer of the same shop, upserted before. An order keeps its customer.' })
  customerExternalId: string;

  @Field(() => OrderStatusEnum)
  status: OrderStatus;

  @Field({ description: `What the customer paid in all. ${AMOUNT}` })
  paid: string;

  @Field(() => String, { nullable: true, description: `Freight, as part of what was paid. ${AMOUNT}` })
  freight?: string | null;

  @Field(() => String, { nullable: true, description: `Taken off the order as a whole and shown by no line. ${AMOUNT}` })
  discount?: string | null;

  @Field(() => String, { nullable: true, description: `Coupons used on the order as a whole and shown by no line. ${AMOUNT}` })
  coupon?: string | null;

  @Field(() => String, { nullable: true, description: `Goods from this amount on were sent free of freight; with freightWaived. ${AMOUNT}` })
  freeFreightFrom?: string | null;

  @Field(() => String, { nullable: true, description: `What the freight would have cost without that condition. ${AMOUNT}` })
  freightWaived?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  placedAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  paidAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when it was promised to be shipped. The time from `paidAt` to it is what rules of platforms add for sending goods again.' })
  promisedShipBy?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  shippedAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  signedAt?: Instant | null;

  @Field(() => [OrderLineItem], { description: `1 to ${MAX_LINES}. Lines are added and changed; one left out stays as it is.` })
  lines: OrderLineItem[];
}

@InputType()
export class UpsertOrdersInput {
  @Field(() => ID)
  shopId: string;

  @Field(() => [OrderItem], { description: BATCH })
  items: OrderItem[];
}

@InputType({ description: `${WHOLE} Carrier and waybill together name the parcel.` })
export class ParcelItem {
  @Field({ description: 'External id of an order of the same shop, upserted before. A parcel keeps its order.' })
  orderExternalId: string;

  @Field(() => ParcelDirectionEnum, { defaultValue: 'OUTBOUND' })
  direction: ParcelDirection;

  @Field({ description: 'The carrier\'s code, up to 40 characters; kept in capitals.' })
  carrier: string;

  @Field({ description: 'The carrier\'s number of the parcel; up to 60 characters.' })
  waybill: string;

  @Field(() => ParcelStatusEnum)
  status: ParcelStatus;

  @Field(() => String, { nullable: true, description: 'The carrier\'s last message; up to 500 characters.' })
  lastEventText?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  lastEventAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  shippedAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  signedAt?: Instant | null;

  @Field(() => String, { nullable: true, description: 'Who signed; up to 100 characters.' })
  signer?: string | null;
}

@InputType()
export class UpsertParcelsInput {
  @Field(() => ID)
  shopId: string;

  @Field(() => [ParcelItem], { description: BATCH })
  items: ParcelItem[];
}

@InputType()
export class RevealCustomerInput {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Why the data is needed; up to 200 characters. It goes on record: no personal data in it.' })
  reason: string;
}
