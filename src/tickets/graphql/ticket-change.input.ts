import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Emotion, Severity, Step, WaitingReason } from '../../process/index.js';
import type { TransferReason } from '../commands/ownership/transfer-ticket.js';
import type { LogisticsSubtype, Priority } from '../domain/ticket.js';
import type { TicketLink } from '../ticket.repository.js';
import {
  EmotionEnum, LinkKindEnum, LogisticsSubtypeEnum, PriorityEnum, SeverityEnum, StepEnum, TransferReasonEnum, WaitingReasonEnum,
} from './ticket.enum.js';
import { DisputedLineInput, TicketChangeInput, TicketDecisionInput } from './ticket.input.js';

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
export class HoldTicketInput extends TicketDecisionInput {
  @Field(() => WaitingReasonEnum)
  @IsEnum(WaitingReasonEnum)
  reason: WaitingReason;
}

@InputType()
export class ResumeTicketInput extends TicketChangeInput {}

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

@InputType()
export class ClassifyTicketInput extends TicketChangeInput {
  @Field(() => SeverityEnum)
  @IsEnum(SeverityEnum)
  severity: Severity;

  @Field(() => EmotionEnum)
  @IsEnum(EmotionEnum)
  emotion: Emotion;

  @Field(() => PriorityEnum, { nullable: true })
  @IsOptional()
  @IsEnum(PriorityEnum)
  priority?: Priority | null;

  @Field(() => LogisticsSubtypeEnum, { nullable: true, description: 'Of a logistics query: what the trace turned out to show.' })
  @IsOptional()
  @IsEnum(LogisticsSubtypeEnum)
  subtype?: LogisticsSubtype | null;
}

@InputType()
export class TagTicketInput extends TicketChangeInput {
  @Field(() => [String], { description: 'All tags it has afterwards; up to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  tags: string[];
}

@InputType()
export class LinkTicketsInput extends TicketChangeInput {
  @Field(() => LinkKindEnum)
  @IsEnum(LinkKindEnum)
  kind: TicketLink['kind'];

  @Field(() => ID)
  @IsString()
  targetId: string;
}

@InputType()
export class IdentifyTicketInput extends TicketChangeInput {
  @Field(() => ID, { nullable: true, description: "By default the order's customer." })
  @IsOptional()
  @IsString()
  customerId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  orderId?: string | null;

  @Field(() => [DisputedLineInput], { defaultValue: [], description: 'In place of the lines named before; up to 100.' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => DisputedLineInput)
  lines: DisputedLineInput[];

  @Field(() => [ID], { defaultValue: [], description: 'In place of the parcels named before; up to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  parcelIds: string[];
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

@InputType()
export class BulkAssignTicketsInput {
  @Field(() => [ID], { description: '1 to 100.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  ticketIds: string[];

  @Field(() => ID, { nullable: true, description: "null: back to the team's queue." })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  teamId?: string | null;
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
  @Field(() => [TicketVersionInput], { description: '1 to 100.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => TicketVersionInput)
  tickets: TicketVersionInput[];
}
