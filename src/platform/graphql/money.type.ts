import { Field, ObjectType } from '@nestjs/graphql';
import { formatAmount, type Money as Amount } from '../../kernel/money.js';

@ObjectType({ description: 'An amount of money. Never a float: add amounts of one currency by their digits.' })
export class Money {
  @Field({ description: 'Digits with the decimals of the currency: `80.00` in CNY, `80` in JPY.' })
  amount: string;

  @Field({ description: 'ISO 4217, e.g. CNY.' })
  currency: string;
}

export function moneyOf(money: Amount): Money {
  return { amount: formatAmount(money), currency: money.currency };
}
