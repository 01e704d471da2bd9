import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEnum, IsInt, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketChangeInput } from '../../tickets/index.js';
import type { ApprovalState, DecisionWord } from '../domain/approval.js';
import { ApprovalDecisionEnum, ApprovalStateEnum } from './approval.enum.js';

/** How many requests one bulk call decides. */
const MAX_DECISIONS = 50;

@InputType({ description: 'What the queue shows. All parts must hold; lists mean any of.' })
export class ApprovalFilterInput {
  @Field(() => Boolean, { nullable: true, description: 'True: only those the caller is asked to decide, in their own name or for somebody who delegated to them.' })
  @IsOptional()
  mine?: boolean | null;

  @Field(() => [ID], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true })
  shopIds?: string[] | null;

  @Field(() => [ApprovalStateEnum], { nullable: true, description: 'By default PENDING.' })
  @IsOptional() @IsArray() @ArrayMaxSize(10) @IsEnum(ApprovalStateEnum, { each: true })
  states?: ApprovalState[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Due before this instant, exclusive.' })
  @IsOptional() @IsString()
  dueBefore?: Instant | null;
}

@InputType()
export class ApprovalDecisionInput {
  @Field(() => ID)
  @IsString()
  requestId: string;

  @Field(() => Int, { nullable: true, description: 'The version of the request decided on. Another: VERSION_CONFLICT, with the request as it stands.' })
  @IsOptional() @IsInt() @Min(1)
  expectedVersion?: number | null;

  @Field(() => ApprovalDecisionEnum)
  @IsEnum(ApprovalDecisionEnum)
  decision: DecisionWord;

  @Field({ description: '1 to 1000 characters, kept with the decision.' })
  @IsString() @MaxLength(4000)
  reason: string;
}

@InputType()
export class DecideApprovalInput extends ApprovalDecisionInput {
  @Field(() => String, { nullable: true, description: 'The same key and body again answers what the first call did. 1 to 255 printable ASCII characters.' })
  @IsOptional() @IsString() @MaxLength(255)
  idempotencyKey?: string | null;
}

@InputType()
export class BulkDecideApprovalsInput {
  @Field(() => [ApprovalDecisionInput], { description: `1 to ${MAX_DECISIONS}; each is decided and answered apart. A request named twice: INVALID_INPUT, and none is decided.` })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MAX_DECISIONS) @ValidateNested({ each: true }) @Type(() => ApprovalDecisionInput)
  decisions: ApprovalDecisionInput[];
}

@InputType()
export class RequestApprovalInput extends TicketChangeInput {
  @Field(() => ID, { description: 'A draft whose request was refused or withdrawn.' })
  @IsString()
  offerId: string;

  @Field(() => String, { nullable: true, description: 'What speaks for it, up to 1000 characters.' })
  @IsOptional() @IsString() @MaxLength(4000)
  note?: string | null;
}

@InputType({ isAbstract: true })
abstract class ApprovalChangeInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  requestId: string;

  @Field(() => Int, { nullable: true, description: 'The version of the request.' })
  @IsOptional() @IsInt() @Min(1)
  expectedVersion?: number | null;
}

@InputType()
export class WithdrawApprovalInput extends ApprovalChangeInput {
  @Field({ description: '1 to 500 characters.' })
  @IsString() @MaxLength(2000)
  reason: string;
}

@InputType()
export class OverrideApprovalInput extends ApprovalChangeInput {
  @Field({ description: 'Why it cannot wait, 10 to 1000 characters; auditors read it.' })
  @IsString() @MaxLength(4000)
  reason: string;

  @Field(() => ID, { nullable: true, description: 'null: asks for an override. Otherwise the one that another admin asked for, to confirm it.' })
  @IsOptional() @IsString()
  overrideId?: string | null;
}
