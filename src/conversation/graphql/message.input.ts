import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEnum, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { EvidenceKindEnum, type EvidenceKind } from '../../tenancy/index.js';
import { ChannelEnum, TicketChangeInput, TicketDecisionInput, type Channel } from '../../tickets/index.js';
import type { RedactableText } from '../commands/messages/redact-ticket-text.js';
import { AutomaticOriginEnum, RedactableTextEnum } from './conversation.enum.js';

@InputType({ description: 'A holding reply: there is no answer yet, and this is by when there will be one, whatever time the words name. Left out, words that ask the customer to wait promise the answer by the latest time they name, or by that of the SLA policy (HOLDING_REPLY).' })
export class ReplyByInput {
  @Field({ description: 'Why not yet, for colleagues; up to 500 characters.' })
  @IsString()
  reason: string;

  @Field(() => DateTimeScalar, { description: 'Ahead, within 30 days, and not later than the duration the text names. The text must name a time too.' })
  @IsString()
  at: Instant;
}

@InputType({ description: 'Words of the text that explain. Give one or both; each must stand in the text.' })
export class ExplainsInput {
  @Field(() => String, { nullable: true, description: 'The words that tell the cause as far as it is known.' })
  @IsOptional()
  @IsString()
  cause?: string | null;

  @Field(() => String, { nullable: true, description: 'The words that tell what happens next; the text must also say by when.' })
  @IsOptional()
  @IsString()
  nextStep?: string | null;
}

@InputType({ description: 'Asks the customer for proof.' })
export class RequestsProofInput {
  @Field(() => [EvidenceKindEnum], { description: 'What to send, 1 to 10 kinds.' })
  @IsArray()
  @ArrayMaxSize(10)
  @IsEnum(EvidenceKindEnum, { each: true })
  kinds: EvidenceKind[];

  @Field(() => DateTimeScalar, { description: 'Ahead, within 30 days; the text must name a time too.' })
  @IsString()
  until: Instant;
}

@InputType({ description: 'What the message does, as far as its words alone cannot tell. Each part is checked against text and record; one message may do several things.' })
export class DeclaredInput {
  @Field({ defaultValue: false, description: 'It answers in full: nothing is left to come back to.' })
  @IsBoolean()
  answersInFull: boolean;

  @Field(() => ReplyByInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReplyByInput)
  replyBy?: ReplyByInput | null;

  @Field(() => ExplainsInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ExplainsInput)
  explains?: ExplainsInput | null;

  @Field(() => String, { nullable: true, description: 'The words of the text that name what went wrong. The text must apologize and blame nobody. Never touches liability.' })
  @IsOptional()
  @IsString()
  apologizesFor?: string | null;

  @Field(() => ID, { nullable: true, description: "It restates this account of the customer's and asks whether it is right." })
  @IsOptional()
  @IsString()
  restatesStatementId?: string | null;

  @Field({ defaultValue: false, description: 'It reminds the customer of the restated account; from now on their silence is counted.' })
  @IsBoolean()
  remindsOfStatement: boolean;

  @Field(() => RequestsProofInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RequestsProofInput)
  requestsProof?: RequestsProofInput | null;

  @Field(() => ID, { nullable: true, description: 'It gives the guidance or explanation that this finding of misuse, or of a fault not ours, calls for.' })
  @IsOptional()
  @IsString()
  guidesFindingId?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'It tells how the fulfilment of these legs stands; up to 50.' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  tellsLegIds: string[];

  @Field(() => [ID], { defaultValue: [], description: 'It keeps these promises; up to 50. A message that answers or says when keeps open REPLY promises unasked.' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  keepsPromiseIds: string[];

  @Field({ defaultValue: false, description: 'It asks how satisfied the customer is.' })
  @IsBoolean()
  surveys: boolean;

  @Field({ defaultValue: false, description: 'It thanks and says goodbye.' })
  @IsBoolean()
  closes: boolean;

  @Field({ defaultValue: false, description: 'It is the visit-back some days after the remedy.' })
  @IsBoolean()
  visitsBack: boolean;
}

@InputType()
export class SendMessageInput extends TicketChangeInput {
  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field({ description: '1 to 5,000 characters. Wording rules may warn of it or refuse it (WORDING_REFUSED).' })
  @IsString()
  body: string;

  @Field(() => [ID], { defaultValue: [], description: 'Uploaded files it brings; up to 20, none of which another message brought.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  attachmentIds: string[];

  @Field(() => DeclaredInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => DeclaredInput)
  declares?: DeclaredInput | null;

  @Field(() => String, { nullable: true, description: "A supervisor's reason to send in spite of a rule that blocks, up to 500 characters. Personal data stays blocked." })
  @IsOptional()
  @IsString()
  overrideReason?: string | null;
}

@InputType()
export class PostAutomaticMessageInput extends TicketChangeInput {
  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field(() => AutomaticOriginEnum)
  @IsEnum(AutomaticOriginEnum)
  origin: 'BOT' | 'AUTOMATIC';

  @Field({ description: '1 to 5,000 characters, as it was sent.' })
  @IsString()
  body: string;

  @Field(() => [ID], { defaultValue: [], description: 'It tells how the fulfilment of these legs stands; up to 50.' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  tellsLegIds: string[];

  @Field({ defaultValue: false, description: 'It asks how satisfied the customer is.' })
  @IsBoolean()
  surveys: boolean;
}

@InputType()
export class ReceiveMessageInput extends TicketChangeInput {
  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field({ description: 'What the customer wrote, 1 to 5,000 characters.' })
  @IsString()
  body: string;

  @Field(() => String, { nullable: true, description: "The message's own id where it came from, up to 128 characters: the same one again is the same message." })
  @IsOptional()
  @IsString()
  externalId?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'Uploaded files it brings; up to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  attachmentIds: string[];
}

@InputType()
export class AddNoteInput extends TicketChangeInput {
  @Field({ description: '1 to 5,000 characters.' })
  @IsString()
  body: string;
}

@InputType()
export class RedactMessageInput extends TicketChangeInput {
  @Field(() => ID)
  @IsString()
  messageId: string;

  @Field({ description: 'Why, up to 500 characters; it stays to be read, so no word of what is redacted.' })
  @IsString()
  reason: string;
}

@InputType()
export class RedactTicketTextInput extends TicketDecisionInput {
  @Field(() => [RedactableTextEnum], { description: 'Which words, 1 to 8 kinds; each must have some left.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @IsEnum(RedactableTextEnum, { each: true })
  texts: RedactableText[];

  @Field({ description: 'Why, up to 500 characters; kept as an internal note, so no word of what is redacted.' })
  @IsString()
  reason: string;
}
