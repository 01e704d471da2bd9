import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Emotion, Kind, Severity } from '../../process/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type {
  Channel, ComplaintOrigin, ComplaintType, GoodsState, LogisticsSubtype, Priority, RequestType, Source, Wish,
} from '../domain/ticket.js';
import {
  ChannelEnum, ComplaintOriginEnum, ComplaintTypeEnum, EmotionEnum, GoodsStateEnum, LogisticsSubtypeEnum, PriorityEnum, RequestTypeEnum, SeverityEnum,
  SourceEnum, WishEnum,
} from './ticket.enum.js';

@InputType({ description: 'What every mutation of a ticket may carry.' })
export abstract class TicketChangeInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  ticketId: string;

  @Field(() => Int, { nullable: true, description: 'The version decided on; the ticket having changed since answers VERSION_CONFLICT.' })
  @IsOptional()
  @IsInt()
  expectedVersion?: number | null;
}

@InputType({ description: 'A change that decides something: it names the version it was decided on.' })
export abstract class TicketDecisionInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  ticketId: string;

  @Field(() => Int, { description: 'The version decided on; the ticket having changed since answers VERSION_CONFLICT.' })
  @IsInt()
  expectedVersion: number;
}

@InputType({ description: 'A part of an order line in dispute.' })
export class DisputedLineInput {
  @Field(() => ID)
  @IsString()
  orderLineId: string;

  @Field(() => Int, { description: '1 up to what was bought.' })
  @IsInt()
  @Min(1)
  quantity: number;
}

@InputType({ description: 'What a return or exchange asks for.' })
export class ReturnExchangeInput {
  @Field(() => RequestTypeEnum)
  @IsEnum(RequestTypeEnum)
  requestType: RequestType;

  @Field(() => GoodsStateEnum)
  @IsEnum(GoodsStateEnum)
  goodsState: GoodsState;

  @Field(() => WishEnum)
  @IsEnum(WishEnum)
  wish: Wish;
}

@InputType({ description: 'What a logistics query is about.' })
export class LogisticsInput {
  @Field(() => LogisticsSubtypeEnum)
  @IsEnum(LogisticsSubtypeEnum)
  subtype: LogisticsSubtype;

  @Field({ description: 'What the customer sees where the parcel should be, in their words; up to 1,000 characters.' })
  @IsString()
  customerSees: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when the customer needs the goods.' })
  @IsOptional()
  @IsString()
  neededBy?: Instant | null;
}

@InputType({ description: 'What a complaint is about.' })
export class ComplaintInput {
  @Field(() => ComplaintTypeEnum)
  @IsEnum(ComplaintTypeEnum)
  type: ComplaintType;

  @Field(() => ComplaintOriginEnum)
  @IsEnum(ComplaintOriginEnum)
  origin: ComplaintOrigin;

  @Field({ description: 'What the customer demands, in their words; up to 1,000 characters.' })
  @IsString()
  demand: string;

  @Field(() => ID, { nullable: true, description: 'The member complained about; barred from owning and deciding from then on.' })
  @IsOptional()
  @IsString()
  respondentId?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  respondentDepartment?: string | null;

  @Field(() => String, { nullable: true, description: "An authority's or platform's case number; needed when the origin is REGULATOR." })
  @IsOptional()
  @IsString()
  caseNumber?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  @IsOptional()
  @IsString()
  caseDueAt?: Instant | null;
}

@InputType({ description: 'A new ticket. Give the data of its kind (returnExchange, logistics or complaint) and of no other.' })
export class OpenTicketInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => TicketKindEnum)
  @IsEnum(TicketKindEnum)
  kind: Kind;

  @Field(() => SourceEnum, { defaultValue: 'CUSTOMER' })
  @IsEnum(SourceEnum)
  source: Source;

  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field({ description: "The problem, in the customer's words when they brought it; up to 5,000 characters." })
  @IsString()
  problem: string;

  @Field(() => String, { nullable: true, description: 'In a line, up to 200 characters; by default the beginning of the problem.' })
  @IsOptional()
  @IsString()
  subject?: string | null;

  @Field(() => String, { nullable: true, description: "The platform's or ERP's own name of it, up to 128 characters. Unique per shop and kind: a second opening answers the first ticket." })
  @IsOptional()
  @IsString()
  externalRef?: string | null;

  @Field(() => PriorityEnum, { defaultValue: 'NORMAL' })
  @IsEnum(PriorityEnum)
  priority: Priority;

  @Field(() => SeverityEnum, { nullable: true, description: 'By default NORMAL, or SEVERE where type or origin make it so.' })
  @IsOptional()
  @IsEnum(SeverityEnum)
  severity?: Severity | null;

  @Field(() => EmotionEnum, { defaultValue: 'CALM' })
  @IsEnum(EmotionEnum)
  emotion: Emotion;

  @Field(() => [String], { defaultValue: [], description: 'Up to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  tags: string[];

  @Field(() => ID, { nullable: true, description: "By default the order's customer." })
  @IsOptional()
  @IsString()
  customerId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  orderId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The team whose queue it goes to.' })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => [DisputedLineInput], { defaultValue: [], description: 'What of the order is disputed, up to 100 lines.' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => DisputedLineInput)
  lines: DisputedLineInput[];

  @Field(() => [ID], { defaultValue: [], description: 'Parcels of the order it is about, up to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  parcelIds: string[];

  @Field(() => String, { nullable: true, description: "Code of one of the shop's reasons for this kind. A return or exchange needs one." })
  @IsOptional()
  @IsString()
  statedReasonCode?: string | null;

  @Field(() => String, { nullable: true, description: 'What the customer wrote to it; kept verbatim, never edited. Up to 2,000 characters.' })
  @IsOptional()
  @IsString()
  statedReasonText?: string | null;

  @Field({ defaultValue: false, description: "True when the platform's form brought reason and proof along, so that no restatement is needed." })
  @IsBoolean()
  structured: boolean;

  @Field(() => ReturnExchangeInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReturnExchangeInput)
  returnExchange?: ReturnExchangeInput | null;

  @Field(() => LogisticsInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => LogisticsInput)
  logistics?: LogisticsInput | null;

  @Field(() => ComplaintInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ComplaintInput)
  complaint?: ComplaintInput | null;
}
