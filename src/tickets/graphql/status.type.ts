import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsEnum, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Kind, Step } from '../../process/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { Resolution, Status, WaitingOn } from '../domain/ticket.js';
import { ResolutionEnum, StatusEnum, StepEnum, WaitingOnEnum } from './ticket.enum.js';

/** How many tickets one status call answers. */
export const MAX_STATUSES = 200;

@ObjectType({ description: 'What another system may know of a ticket: no names and no texts.' })
export class TicketStatusView {
  @Field(() => ID)
  id: string;

  @Field()
  number: string;

  @Field(() => ID)
  shopId: string;

  @Field(() => TicketKindEnum)
  kind: Kind;

  @Field(() => String, { nullable: true })
  externalRef: string | null;

  @Field(() => StatusEnum)
  status: Status;

  @Field(() => ResolutionEnum, { nullable: true })
  resolution: Resolution | null;

  @Field(() => StepEnum, { nullable: true, description: 'null once all steps are over.' })
  currentStep: Step | null;

  @Field(() => WaitingOnEnum)
  waitingOn: WaitingOn;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The earliest open deadline, overdue ones included.' })
  nextDueAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The last message the customer could see, from either side.' })
  lastPublicMessageAt: Instant | null;

  @Field(() => DateTimeScalar)
  updatedAt: Instant;

  @Field(() => Int, { description: 'Grows with every change: the same version is the same ticket.' })
  version: number;
}

@InputType({ description: 'Tickets by id, or by external reference within a shop and kind; up to 200 together.' })
export class TicketStatusesInput {
  @Field(() => [ID], { defaultValue: [] })
  @IsArray() @ArrayMaxSize(MAX_STATUSES) @IsString({ each: true })
  ids: string[];

  @Field(() => ID, { nullable: true, description: 'Needed with externalRefs.' })
  @IsOptional() @IsString()
  shopId?: string | null;

  @Field(() => TicketKindEnum, { nullable: true, description: 'Needed with externalRefs.' })
  @IsOptional() @IsEnum(TicketKindEnum)
  kind?: Kind | null;

  @Field(() => [String], { defaultValue: [] })
  @IsArray() @ArrayMaxSize(MAX_STATUSES) @IsString({ each: true })
  externalRefs: string[];
}

@ObjectType({ description: 'How many tickets stand at one place.' })
export class TicketCount {
  @Field(() => ID)
  shopId: string;

  @Field(() => TicketKindEnum)
  kind: Kind;

  @Field(() => StatusEnum)
  status: Status;

  @Field(() => StepEnum, { nullable: true, description: 'null: all steps are over.' })
  step: Step | null;

  @Field(() => Int)
  count: number;
}
