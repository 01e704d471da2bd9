import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsBoolean, IsEnum, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Emotion, Kind, Severity, Step } from '../../process/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { Priority, Status } from '../domain/ticket.js';
import type { QueueOrder } from '../queries/queue.query.js';
import { EmotionEnum, PriorityEnum, SeverityEnum, StatusEnum, StepEnum } from './ticket.enum.js';

export const QueueOrderEnum = graphqlEnum<QueueOrder>('TicketOrder', 'The order of a queue.', {
  DUE: 'The earliest open deadline first; tickets without one last.',
  PRIORITY: 'By priority, then by deadline.',
  OLDEST: 'Opened longest ago first.',
  NEWEST: 'Opened last first.',
});

const MANY = 50;

@InputType({ description: 'What a queue shows. All parts must hold; lists mean any of.' })
export class TicketFilterInput {
  @Field(() => [ID], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsString({ each: true })
  shopIds?: string[] | null;

  @Field(() => [TicketKindEnum], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(TicketKindEnum, { each: true })
  kinds?: Kind[] | null;

  @Field(() => [StepEnum], { nullable: true, description: 'By current step.' })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(StepEnum, { each: true })
  steps?: Step[] | null;

  @Field(() => [StatusEnum], { nullable: true, description: 'By default OPEN and ON_HOLD.' })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(StatusEnum, { each: true })
  statuses?: Status[] | null;

  @Field(() => [ID], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsString({ each: true })
  assigneeIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only tickets nobody has.' })
  @IsOptional() @IsBoolean()
  unassigned?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only tickets that were to be given out by themselves and that nobody was free to take.' })
  @IsOptional() @IsBoolean()
  waitingForAgent?: boolean | null;

  @Field(() => [ID], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsString({ each: true })
  teamIds?: string[] | null;

  @Field(() => [PriorityEnum], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(PriorityEnum, { each: true })
  priorities?: Priority[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(SeverityEnum, { each: true })
  severities?: Severity[] | null;

  @Field(() => [EmotionEnum], { nullable: true })
  @IsOptional() @IsArray() @ArrayMaxSize(MANY) @IsEnum(EmotionEnum, { each: true })
  emotions?: Emotion[] | null;

  @Field(() => ID, { nullable: true })
  @IsOptional() @IsString()
  customerId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional() @IsString()
  orderId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'An open deadline before this instant.' })
  @IsOptional() @IsString()
  dueBefore?: Instant | null;

  @Field(() => [String], { nullable: true, description: 'All of these tags.' })
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsString({ each: true })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Exactly this external reference.' })
  @IsOptional() @IsString() @MaxLength(128)
  externalRef?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of number, external reference or subject, 2 to 100 characters; upper and lower case are one.' })
  @IsOptional() @IsString() @Length(2, 100)
  text?: string | null;
}
