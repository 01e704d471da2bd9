import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Fault } from '../../process/index.js';
import { FaultEnum } from '../../tenancy/index.js';
import { TicketChangeInput, TicketDecisionInput } from './ticket.input.js';

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
}

@InputType()
export class ConfirmFindingInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  findingId: string;
}

@InputType()
export class ReportSeverityInput extends TicketChangeInput {
  @Field(() => ID, { description: 'A supervisor of the shop.' })
  @IsString()
  toMemberId: string;

  @Field({ description: 'Up to 2,000 characters; kept as an internal note.' })
  @IsString()
  summary: string;
}

@InputType()
export class AcknowledgeSeverityInput extends TicketChangeInput {}

@InputType()
export class ExtendReceiptInput extends TicketChangeInput {
  @Field(() => Int, { description: '1 to 30 days.' })
  @IsInt()
  days: number;

  @Field({ description: "The platform's acknowledgement, up to 128 characters." })
  @IsString()
  platformRef: string;
}

@InputType()
export class SendFeedbackInput extends TicketChangeInput {
  @Field({ description: 'Up to 60 characters.' })
  @IsString()
  department: string;

  @Field({ description: 'Up to 2,000 characters; kept as an internal note.' })
  @IsString()
  text: string;
}
