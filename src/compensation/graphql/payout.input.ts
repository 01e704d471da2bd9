import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { PageArgs } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { MoneyInput } from '../../platform/graphql/money.input.js';
import type { PayoutProviderName, PayoutState } from '../domain/payout.js';
import type { HumanOutcome } from '../domain/two-people.js';
import {
  PaymentProviderEnum, PayoutOutcomeEnum, PayoutProviderEnum, PayoutStateEnum, ReportedOutcomeEnum, type PaymentProvider, type ReportedOutcome,
} from './money.enum.js';

@InputType()
export class PayoutFilterInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  shopId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  ticketId?: string | null;

  @Field(() => [PayoutStateEnum], { nullable: true, description: 'Any of these, at most 10.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsEnum(PayoutStateEnum, { each: true })
  states?: PayoutState[] | null;

  @Field(() => [PayoutProviderEnum], { nullable: true, description: 'Any of these, at most 10.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsEnum(PayoutProviderEnum, { each: true })
  providers?: PayoutProviderName[] | null;

  @Field(() => String, { nullable: true, description: 'The key or the reference, whole, at most 100 characters.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  named?: string | null;
}

@ArgsType()
export class PayoutsArgs extends PageArgs {
  @Field(() => PayoutFilterInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => PayoutFilterInput)
  filter?: PayoutFilterInput | null;
}

@InputType({ isAbstract: true })
class PayoutChangeInput {
  @Field(() => ID)
  @IsString()
  payoutId: string;

  @Field(() => Int, { nullable: true, description: 'The payout’s version this was decided on; VERSION_CONFLICT when it has changed since.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  expectedVersion?: number | null;
}

@InputType()
export class EnterPayoutOutcomeInput extends PayoutChangeInput {
  @Field(() => PayoutOutcomeEnum)
  @IsEnum(PayoutOutcomeEnum)
  outcome: HumanOutcome;

  @Field(() => String, { nullable: true, description: 'Of SETTLED: the bank’s or provider’s reference, 3 to 100 letters, digits and . _ : / # -' })
  @IsOptional()
  @IsString()
  reference?: string | null;

  @Field({ description: 'What is known and from where, 1 to 500 characters.' })
  @IsString()
  reason: string;
}

@InputType()
export class ConfirmPayoutOutcomeInput extends PayoutChangeInput {
  @Field(() => String, { nullable: true, description: 'Of a settlement: the reference once more; it must be the one entered. Of any other outcome it is left out; one that is named is refused.' })
  @IsOptional()
  @IsString()
  reference?: string | null;
}

@InputType()
export class RetryPayoutInput extends PayoutChangeInput {
  @Field({ description: 'What is different now, 1 to 500 characters; kept as a note on the ticket.' })
  @IsString()
  reason: string;
}

@InputType()
export class ReportPayoutInput {
  @Field({ description: 'The key the payer was asked with.' })
  @IsString()
  @MaxLength(64)
  key: string;

  @Field(() => ReportedOutcomeEnum)
  @IsEnum(ReportedOutcomeEnum)
  outcome: ReportedOutcome;

  @Field(() => String, { nullable: true, description: 'Of SETTLED: the payer’s own reference, 3 to 100 letters, digits and . _ : / # -' })
  @IsOptional()
  @IsString()
  reference?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'What was paid; another amount than asked for settles nothing.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'Of FAILED: why, at most 100 characters.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  failure?: string | null;
}

@InputType()
export class SetPayoutRouteInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => PayoutProviderEnum)
  @IsEnum(PayoutProviderEnum)
  provider: PayoutProviderName;

  @Field(() => String, { nullable: true, description: 'WEBHOOK: a public https address, at most 500 characters.' })
  @IsOptional()
  @IsString()
  url?: string | null;

  @Field(() => String, { nullable: true, description: 'ALIPAY: the application’s id.' })
  @IsOptional()
  @IsString()
  appId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'ALIPAY: its sandbox instead of the real gateway.' })
  @IsOptional()
  @IsBoolean()
  sandbox?: boolean | null;
}

@InputType()
export class SetPaymentReferenceInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  orderId: string;

  @Field(() => PaymentProviderEnum)
  @IsEnum(PaymentProviderEnum)
  provider: PaymentProvider;

  @Field({ description: '3 to 100 letters, digits and . _ : / # -' })
  @IsString()
  reference: string;
}
