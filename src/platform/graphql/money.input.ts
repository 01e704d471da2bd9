import { Field, InputType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { parseMoney, type Money } from '../../kernel/money.js';

@InputType({ description: 'An amount of money as text, so that no client rounds it.' })
export class MoneyInput {
  @Field({ description: 'Plain digits with at most the decimals of the currency: `80` or `80.00` in CNY. No sign, exponent, separator or full-width digit.' })
  @IsString()
  @MaxLength(32)
  amount: string;

  @Field({ description: 'ISO 4217, e.g. CNY.' })
  @IsString()
  @MaxLength(3)
  currency: string;
}

/** The amount given at `field`, or the refusal that names what is wrong with it. */
export function moneyFrom(input: MoneyInput, field: string): Money {
  return parseMoney(input.amount, input.currency, field);
}
