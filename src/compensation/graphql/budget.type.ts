import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsInt, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { MoneyInput } from '../../platform/graphql/money.input.js';
import { Money } from '../../platform/graphql/money.type.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { ReasonFamilyEnum, type ReasonFamily } from '../../tenancy/index.js';
import type { BudgetPeriod } from '../domain/budget.js';
import { BudgetPeriodEnum } from './money.enum.js';

@ObjectType({ description: 'That somebody let a budget be exceeded.' })
export class BudgetOverride {
  @Field(() => Money, { description: 'What may be given beyond the limit.' })
  amount: Money;

  @Field()
  reason: string;

  @Field(() => ID, { description: 'The member who decided it.' })
  byMemberId: string;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ implements: () => [Node], description: 'What may be given as goodwill in a shop, for a reason family, in a period. A place without a budget has no limit.' })
export class Budget extends Node {
  @Field(() => ID)
  shopId: string;

  @Field(() => ReasonFamilyEnum, { nullable: true, description: 'Null: every reason without a budget of its own.' })
  reasonFamily: ReasonFamily | null;

  @Field(() => BudgetPeriodEnum)
  period: BudgetPeriod;

  @Field({ description: 'First day, `2026-11-01`, of the shop’s calendar.' })
  startsOn: string;

  @Field({ description: 'Last day; it belongs to the period.' })
  endsOn: string;

  @Field(() => Money)
  limit: Money;

  @Field(() => Money, { description: 'What overrides have added to the limit.' })
  overridden: Money;

  @Field(() => Money, { description: 'Held for offers the customer has not decided about, drafts too.' })
  reserved: Money;

  @Field(() => Money, { description: 'Accepted, paid or not.' })
  committed: Money;

  @Field(() => Money, { description: 'Limit and overrides less reserved and committed.' })
  left: Money;

  @Field(() => Money, { description: 'Owed by law or by a platform’s rules and not yet decided: counted apart, never refused.' })
  entitledReserved: Money;

  @Field(() => Money, { description: 'The same, accepted.' })
  entitledCommitted: Money;

  @Field({ description: 'True from 80 % of limit and overrides on.' })
  warned: boolean;

  @Field(() => Int, { description: 'Give it as `expectedVersion`; offers that use the budget do not change it.' })
  version: number;

  @Field(() => [BudgetOverride], { description: 'Oldest first.' })
  overrides: BudgetOverride[];
}

@ObjectType()
export class BudgetConnection extends Connection(Budget, 'Budget') {}

@ObjectType()
export class BudgetPayload extends Payload {
  @Field(() => Budget, { nullable: true })
  budget: Budget | null;
}

@InputType()
export class UpsertBudgetInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => ReasonFamilyEnum, { nullable: true, description: 'Omitted: every reason without a budget of its own.' })
  @IsOptional()
  @IsEnum(ReasonFamilyEnum)
  reasonFamily?: ReasonFamily | null;

  @Field(() => BudgetPeriodEnum)
  @IsEnum(BudgetPeriodEnum)
  period: BudgetPeriod;

  @Field({ description: 'First day, `2026-11-01`. A month or quarter begins where the calendar’s does.' })
  @IsString()
  @MaxLength(10)
  startsOn: string;

  @Field(() => String, { nullable: true, description: 'Last day; of NAMED it must be given.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  endsOn?: string | null;

  @Field(() => MoneyInput, { description: 'Nothing or more, and not below what is held and owed.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  limit: MoneyInput;

  @Field(() => Int, { nullable: true, description: 'The version of the budget that is there; VERSION_CONFLICT when it has changed since.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  expectedVersion?: number | null;
}

@InputType()
export class OverrideBudgetInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  budgetId: string;

  @Field(() => MoneyInput, { description: 'What may be given beyond the limit, above zero, in the budget’s currency.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount: MoneyInput;

  @Field({ description: '1 to 500 characters about the budget. Kept for ever; it belongs to no ticket and no redaction reaches it, so it names no customer.' })
  @IsString()
  reason: string;
}
