import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Step } from '../../process/index.js';
import { StepEnum } from './ticket.enum.js';
import { MAX_BULK, TicketDecisionInput } from './ticket.input.js';

@InputType()
export class SkipStepInput extends TicketDecisionInput {
  @Field(() => StepEnum)
  @IsEnum(StepEnum)
  step: Step;

  @Field({ description: 'A reason the process definition names for this step, e.g. PREFERENCE.' })
  @IsString()
  reason: string;
}

@InputType()
export class WithdrawTicketInput extends TicketDecisionInput {
  @Field(() => ID, { nullable: true, description: "The customer's message that withdraws." })
  @IsOptional()
  @IsString()
  messageId?: string | null;

  @Field(() => String, { nullable: true, description: "Or the platform's record of the withdrawal." })
  @IsOptional()
  @IsString()
  platformRef?: string | null;
}

@InputType()
export class MergeTicketInput extends TicketDecisionInput {
  @Field(() => ID, { description: 'The ticket that goes on: same shop, same customer, not closed.' })
  @IsString()
  intoTicketId: string;
}

@InputType()
export class CloseTicketInput extends TicketDecisionInput {}

@InputType()
export class ReopenTicketInput extends TicketDecisionInput {
  @Field(() => StepEnum, { description: 'Where the work begins again; this step and those after it start another round.' })
  @IsEnum(StepEnum)
  step: Step;

  @Field({ description: 'Up to 500 characters; kept as an internal note.' })
  @IsString()
  reason: string;
}

@InputType({ description: 'A ticket and the version it was decided on.' })
export class TicketVersionInput {
  @Field(() => ID)
  @IsString()
  ticketId: string;

  @Field(() => Int)
  @IsInt()
  expectedVersion: number;
}

@InputType()
export class BulkCloseTicketsInput {
  @Field(() => [TicketVersionInput], { description: `1 to ${MAX_BULK}.` })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  @ValidateNested({ each: true })
  @Type(() => TicketVersionInput)
  tickets: TicketVersionInput[];
}
