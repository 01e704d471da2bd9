import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { MoneyInput } from '../../platform/graphql/money.input.js';
import { Money, moneyOf } from '../../platform/graphql/money.type.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketDecisionInput } from '../../tickets/index.js';
import type { ExchangeView } from '../queries/offers.query.js';

@ObjectType({ description: 'Other goods an exchange gives at a price of their own. What the customer pays for them is told, never charged.' })
export class ExchangedGoods {
  @Field()
  sku: string;

  @Field()
  title: string;

  @Field(() => Money, { description: 'Of all pieces of the leg.' })
  price: Money;

  @Field(() => Money, { description: 'What was paid for the pieces given back.' })
  paid: Money;

  @Field(() => Money, { description: 'price - paid. Above zero: the customer pays it before the goods are sent. Below zero: it goes back as the offer’s PRICE_DIFFERENCE leg.' })
  difference: Money;

  @Field(() => String, { nullable: true, description: 'Under which reference the customer paid the difference.' })
  paymentRef: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that was recorded.' })
  paidAt: Instant | null;

  @Field({ description: 'The customer paid for goods that were called off, before or after that, and no offer gives it back yet: the next one on the order does, by itself. The ticket is not closed before it went back.' })
  owedBack: boolean;
}

@InputType({ description: 'Other goods in exchange, with their price. The product works out the difference from what was paid for the pieces given back.' })
export class ExchangeGoodsInput {
  @Field({ description: '1 to 100 characters.' })
  @IsString()
  sku: string;

  @Field({ description: '1 to 300 characters.' })
  @IsString()
  title: string;

  @Field(() => MoneyInput, { description: 'Of all pieces of the leg together; above zero, in the currency of the order.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  price: MoneyInput;
}

@InputType()
export class RecordExchangePaymentInput extends TicketDecisionInput {
  @Field(() => ID, { description: 'An EXCHANGE leg the customer pays a difference for. Where it was called off, or its offer came to nothing, the payment is recorded as owed back.' })
  @IsString()
  legId: string;

  @Field(() => MoneyInput, { description: 'Exactly the difference.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount: MoneyInput;

  @Field({ description: 'As the payment system printed it: 3 to 100 letters, digits and `. _ : / # -`. One payment pays one difference; again it answers DUPLICATE.' })
  @IsString()
  paymentRef: string;
}

export function toExchange({ sku, title, currency, priceMinor, paidMinor, paymentRef, paidAt, owedBack }: ExchangeView): ExchangedGoods {
  const money = (minor: bigint): Money => moneyOf({ minor, currency });
  const [price, paid] = [BigInt(priceMinor), BigInt(paidMinor)];
  return { sku, title, paymentRef, paidAt, owedBack, price: money(price), paid: money(paid), difference: money(price - paid) };
}
