import { Field, ID, InputType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString } from 'class-validator';
import type { TransferReason } from '../commands/ownership/transfer-ticket.js';
import { TransferReasonEnum } from './ticket.enum.js';
import { BulkTicketsInput, TicketChangeInput, TicketDecisionInput } from './ticket.input.js';

@InputType()
export class TakeTicketInput extends TicketChangeInput {}

@InputType()
export class AssignTicketInput extends TicketChangeInput {
  @Field(() => ID, { nullable: true, description: "null: back to the team's queue." })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Left out: the team stays.' })
  @IsOptional()
  @IsString()
  teamId?: string | null;
}

@InputType()
export class TransferTicketInput extends TicketDecisionInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => TransferReasonEnum)
  @IsEnum(TransferReasonEnum)
  reason: TransferReason;

  @Field({ description: 'For whoever comes next: the customer is not asked again. Up to 2,000 characters; kept as an internal note.' })
  @IsString()
  summary: string;

  @Field(() => ID, { nullable: true, description: "The customer's message that agrees to the transfer." })
  @IsOptional()
  @IsString()
  consentMessageId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it goes without consent; leaders and above. Up to 500 characters.' })
  @IsOptional()
  @IsString()
  overrideReason?: string | null;
}

@InputType()
export class BulkAssignTicketsInput extends BulkTicketsInput {
  @Field(() => ID, { nullable: true, description: "null: back to the team's queue." })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  teamId?: string | null;
}
