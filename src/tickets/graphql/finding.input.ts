import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Fault } from '../../process/index.js';
import { FaultEnum } from '../../tenancy/index.js';
import { TicketDecisionInput } from './ticket.input.js';

@InputType({ description: 'Percent of the fault that one side bears.' })
export class FaultShareInput {
  @Field(() => FaultEnum)
  @IsEnum(FaultEnum)
  fault: Fault;

  @Field(() => Int, { description: '1 to 100; all shares add up to 100.' })
  @IsInt()
  percent: number;
}

@InputType()
export class RecordFindingInput extends TicketDecisionInput {
  @Field({ description: 'Question one: did our goods or our service cause it?' })
  @IsBoolean()
  causedByUs: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Question two, asked only after a yes: was it misuse?' })
  @IsOptional()
  @IsBoolean()
  misuse?: boolean | null;

  @Field(() => FaultEnum)
  @IsEnum(FaultEnum)
  fault: Fault;

  @Field(() => [FaultShareInput], { defaultValue: [], description: 'When more than one side bears it.' })
  @IsArray()
  @ArrayMaxSize(9)
  @ValidateNested({ each: true })
  @Type(() => FaultShareInput)
  shares: FaultShareInput[];

  @Field(() => String, { nullable: true, description: 'The reason as we found it to be; what the customer stated stays beside it.' })
  @IsOptional()
  @IsString()
  verifiedReasonCode?: string | null;

  @Field({ description: 'Why it happened, asked down to the root; up to 2,000 characters.' })
  @IsString()
  cause: string;

  @Field(() => String, { nullable: true, description: 'What we change so that it does not happen again; a complaint that is ours needs it.' })
  @IsOptional()
  @IsString()
  correctiveAction?: string | null;

  @Field(() => String, { nullable: true, description: 'Why another side is named than `proposedFault`; needed when the proposal is 60 % sure or more. Up to 500 characters.' })
  @IsOptional()
  @IsString()
  overrideReason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Keeps it as a draft, until `submitFinding`.' })
  @IsOptional()
  @IsBoolean()
  draft: boolean;
}

@InputType({ description: 'The answers of a finding.' })
export class FindingVerdictInput {
  @Field()
  @IsBoolean()
  causedByUs: boolean;

  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  misuse?: boolean | null;

  @Field(() => FaultEnum)
  @IsEnum(FaultEnum)
  fault: Fault;

  @Field(() => [FaultShareInput], { defaultValue: [] })
  @IsArray()
  @ArrayMaxSize(9)
  @ValidateNested({ each: true })
  @Type(() => FaultShareInput)
  shares: FaultShareInput[];
}

@InputType()
export class SubmitFindingInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  findingId: string;
}

@InputType()
export class DisputeFindingInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  findingId: string;

  @Field(() => FaultEnum, { description: 'The side that objects; one that was held at fault.' })
  @IsEnum(FaultEnum)
  by: Fault;

  @Field({ description: '1 to 1,000 characters.' })
  @IsString()
  reason: string;
}

@InputType()
export class ArbitrateFindingInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  findingId: string;

  @Field({ description: '1 to 1,000 characters.' })
  @IsString()
  reason: string;

  @Field(() => FindingVerdictInput, { nullable: true, description: 'What is found instead; left out: the finding is upheld.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FindingVerdictInput)
  verdict?: FindingVerdictInput | null;
}

@InputType()
export class ConfirmFindingInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  findingId: string;
}
