import { Field, ID, InputType, Int, IntersectionType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import type { Emotion, Kind, Severity } from '../../process/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { Channel, Priority, Source } from '../domain/ticket.js';
import { KindDataInput } from './kind-data.input.js';
import { ChannelEnum, EmotionEnum, PriorityEnum, SeverityEnum, SourceEnum } from './ticket.enum.js';

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
export class TicketDecisionInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  ticketId: string;

  @Field(() => Int, { description: 'The version decided on; the ticket having changed since answers VERSION_CONFLICT.' })
  @IsInt()
  expectedVersion: number;
}

/** No bulk mutation takes more tickets. */
export const MAX_BULK = 100;

@InputType({ isAbstract: true })
export abstract class BulkTicketsInput {
  @Field(() => [ID], { description: `1 to ${MAX_BULK}.` })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  @IsString({ each: true })
  ticketIds: string[];
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

@InputType({ description: 'A new ticket. Give the data of its kind (returnExchange, logistics or complaint) and of no other.' })
export class OpenTicketInput extends IntersectionType(KeyedInput, KindDataInput, InputType) {
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
}
