import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { EvidenceKindEnum, type EvidenceKind } from '../../tenancy/index.js';
import { ChannelEnum, TicketChangeInput, TicketDecisionInput, WishEnum, type Channel, type Wish } from '../../tickets/index.js';
import type { Confirmation } from '../domain/statement.js';
import { ConfirmationEnum, MadePromiseKindEnum } from './conversation.enum.js';

@InputType()
export class RecordStatementInput extends TicketChangeInput {
  @Field({ description: "The customer's account in their words, 1 to 5,000 characters." })
  @IsString()
  text: string;

  @Field(() => WishEnum, { description: 'What they would like.' })
  @IsEnum(WishEnum)
  wish: Wish;

  @Field(() => [ID], { defaultValue: [], description: 'Lines of the dispute it speaks of, up to 100; empty: of the whole.' })
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  orderLineIds: string[];
}

@InputType()
export class ConfirmStatementInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  statementId: string;

  @Field(() => ConfirmationEnum)
  @IsEnum(ConfirmationEnum)
  by: Confirmation;

  @Field(() => ID, { nullable: true, description: "CUSTOMER: the customer's message, written after the restatement." })
  @IsOptional()
  @IsString()
  messageId?: string | null;
}

@InputType()
export class MakePromiseInput extends TicketChangeInput {
  @Field(() => MadePromiseKindEnum)
  @IsEnum(MadePromiseKindEnum)
  kind: 'CALLBACK' | 'DEED';

  @Field({ description: 'In our words, for colleagues; up to 500 characters.' })
  @IsString()
  what: string;

  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field(() => DateTimeScalar, { description: 'Ahead, within 30 days.' })
  @IsString()
  dueAt: Instant;

  @Field(() => ID, { nullable: true, description: "CALLBACK: the customer's message that agrees to time and channel. DEED: the message it was given in, if any." })
  @IsOptional()
  @IsString()
  messageId?: string | null;
}

@InputType()
export class RenegotiatePromiseInput extends TicketChangeInput {
  @Field(() => ID)
  @IsString()
  promiseId: string;

  @Field(() => ID, { description: "The customer's message that agrees, written after the promise." })
  @IsString()
  messageId: string;

  @Field(() => DateTimeScalar, { description: 'Ahead, within 30 days.' })
  @IsString()
  dueAt: Instant;

  @Field(() => String, { nullable: true, description: 'Left out: as it was.' })
  @IsOptional()
  @IsString()
  what?: string | null;

  @Field(() => ChannelEnum, { nullable: true, description: 'Left out: as it was.' })
  @IsOptional()
  @IsEnum(ChannelEnum)
  channel?: Channel | null;
}

@InputType()
export class KeepPromiseInput extends TicketChangeInput {
  @Field(() => ID)
  @IsString()
  promiseId: string;

  @Field(() => ID, { description: "Our message that shows it, sent by a person after the promise; a call-back's on the channel agreed." })
  @IsString()
  messageId: string;
}

@InputType()
export class CreateUploadInput extends TicketChangeInput {
  @Field(() => EvidenceKindEnum)
  @IsEnum(EvidenceKindEnum)
  kind: EvidenceKind;

  @Field({ description: 'The file name; it is cleaned.' })
  @IsString()
  name: string;

  @Field(() => Int, { description: 'Bytes, exactly; from 1 up to what the installation allows.' })
  @IsInt()
  size: number;

  @Field({ description: 'image/jpeg, image/png, image/gif, image/webp, image/heic, video/mp4, video/quicktime, video/webm, application/pdf or text/plain.' })
  @IsString()
  mediaType: string;
}
