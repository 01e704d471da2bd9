import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Money } from '../../platform/graphql/money.type.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';

@InputType({ description: 'Which time and shops a report is about.' })
export class ReportRangeInput {
  @Field(() => DateTimeScalar, { description: 'Inclusive.' })
  @IsString()
  from: Instant;

  @Field(() => DateTimeScalar, { description: 'Exclusive; later than `from`, at most 366 days.' })
  @IsString()
  to: Instant;

  @Field(() => [ID], { nullable: true, description: 'By default all in which the caller may see reports.' })
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true })
  shopIds?: string[] | null;
}

@ObjectType({ description: 'What the offers accepted in the range gave, of one key and currency; cancelled legs left out.' })
export class CompensationSum {
  @Field(() => String, { nullable: true, description: 'An id, a reason’s code, a SKU or a carrier, as asked for; null: unknown or several.' })
  key: string | null;

  @Field(() => Int)
  offers: number;

  @Field(() => Money)
  given: Money;

  @Field(() => Money, { description: 'Of it, what was not owed.' })
  goodwill: Money;

  @Field(() => Money, { description: 'Of it, what was carried out.' })
  carriedOut: Money;
}

@ObjectType({ description: 'What was paid and what came back, in one currency.' })
export class RecoverySum {
  @Field(() => Money, { description: 'Money legs carried out in the range.' })
  paid: Money;

  @Field(() => Money, { description: 'Received from carriers, suppliers and others in the range, for whichever leg.' })
  recovered: Money;

  @Field(() => Float, { nullable: true, description: 'Recovered over paid; null when nothing was paid.' })
  rate: number | null;
}

@ObjectType({ description: 'How authority and approvals worked in the range. Shares are of 1; null when there is nothing to share.' })
export class AuthorityReport {
  @Field(() => Int, { description: 'Offers made.' })
  offers: number;

  @Field(() => Int)
  within: number;

  @Field(() => Int)
  beyond: number;

  @Field(() => Int, { description: 'Without any goodwill, so outside authority.' })
  entitled: number;

  @Field(() => Float, { nullable: true, description: 'Within, of those within and beyond.' })
  withinShare: number | null;

  @Field(() => Int, { description: 'Beyond only together with other offers.' })
  looksSplit: number;

  @Field(() => Float, { nullable: true, description: 'Of those within and beyond.' })
  splitShare: number | null;

  @Field(() => Int, { description: 'Requests for approval made in the range.' })
  asked: number;

  @Field(() => Int)
  approved: number;

  @Field(() => Int)
  rejected: number;

  @Field(() => Int)
  withdrawn: number;

  @Field(() => Int, { description: 'Passed by break-glass. Each is worth a look.' })
  overridden: number;

  @Field(() => Int)
  pending: number;

  @Field(() => Float, { nullable: true, description: 'Overridden, of those approved, rejected and overridden.' })
  overrideShare: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds from asking to the decision, of those approved or rejected.' })
  medianSeconds: number | null;

  @Field(() => Float, { nullable: true })
  p90Seconds: number | null;

  @Field(() => [RecoverySum])
  recovery: RecoverySum[];
}
