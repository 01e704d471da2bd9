import { Field, InputType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { invalid } from '../../kernel/error.js';
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

/** The amount given at `field`, or the refusal that names what is wrong with it. Also of nothing less than nothing is written: `-0` is a slip, not an amount. */
export function moneyFrom(input: MoneyInput, field: string): Money {
  if (input.amount.startsWith('-')) throw invalid(field, { en: 'Write the amount without a sign.', zh: '金额请勿带正负号。' });
  return parseMoney(input.amount, input.currency, field);
}
