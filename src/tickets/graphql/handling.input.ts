import { Field, ID, InputType, IntersectionType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsEnum, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Emotion, Kind, Severity, WaitingReason } from '../../process/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { LogisticsSubtype, Priority } from '../domain/ticket.js';
import type { TicketLink } from '../ticket-links.js';
import { KindDataInput } from './kind-data.input.js';
import { EmotionEnum, LinkKindEnum, LogisticsSubtypeEnum, PriorityEnum, SeverityEnum, WaitingReasonEnum } from './ticket.enum.js';
import { DisputedLineInput, TicketChangeInput, TicketDecisionInput } from './ticket.input.js';

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

@InputType({ description: 'What the ticket is from now on, with the data of that kind and of no other.' })
export class ChangeTicketKindInput extends IntersectionType(TicketDecisionInput, KindDataInput, InputType) {
  @Field(() => TicketKindEnum, { description: 'Another kind than it has.' })
  @IsEnum(TicketKindEnum)
  kind: Kind;

  @Field({ description: 'Why it is of another kind; up to 500 characters, kept as an internal note.' })
  @IsString()
  reason: string;

  @Field(() => ID, { nullable: true, description: 'The order it is about; left out: as the ticket names it now.' })
  @IsOptional()
  @IsString()
  orderId?: string | null;

  @Field(() => [DisputedLineInput], { nullable: true, description: 'In place of the lines named before, up to 100; left out: as they are, and none of another order.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => DisputedLineInput)
  lines?: DisputedLineInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'In place of the parcels named before, up to 20; left out: as they are, and none of another order.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  parcelIds?: string[] | null;

  @Field(() => String, { nullable: true, description: "Code of one of the shop's reasons for the new kind, in place of the one stated before. A return or exchange needs one." })
  @IsOptional()
  @IsString()
  statedReasonCode?: string | null;
}

@InputType()
export class HoldTicketInput extends TicketDecisionInput {
  @Field(() => WaitingReasonEnum)
  @IsEnum(WaitingReasonEnum)
  reason: WaitingReason;
}

@InputType()
export class ResumeTicketInput extends TicketChangeInput {}
