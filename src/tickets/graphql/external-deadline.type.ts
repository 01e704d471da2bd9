import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString } from 'class-validator';
import { PlainWeekdaysWarning } from '../../calendar/index.js';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { BigIntScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import { ConsequenceEnum, ExternalKindEnum, PartyEnum, type ClockKind, type ClockState, type ExternalKind, type Consequence, type Party } from '../../sla/index.js';
import type { DeadlineSource } from '../domain/external.js';
import { ClockKindEnum, ClockStateEnum } from './ticket.enum.js';
import { TicketChangeInput } from './ticket.input.js';
import { TicketPayload } from './ticket.payload.js';

export type BindingSource = DeadlineSource | 'OURS';

export const DeadlineSourceEnum = graphqlEnum<BindingSource>('DeadlineSource', 'Whose deadline it is, or who said so.', {
  OURS: 'Our own target or promise.', PLATFORM: 'The platform told it.', PACK: "A policy pack's row, from what happened on the ticket.", MANUAL: 'A person entered what they saw.',
});
export const ObservedStateEnum = graphqlEnum<'OPEN' | 'DONE' | 'VOID'>('ObservedDeadlineState', 'What is observed of a deadline.', {
  OPEN: 'It runs, until `dueAt`.', DONE: 'What it asks for was done.', VOID: 'It is not asked for any more.',
});

export const ToldEnum = graphqlEnum<'OBSERVED' | 'MET' | 'VOIDED' | 'MISSED'>('DeadlineWord', 'What was told of a deadline, or became of it.', {
  OBSERVED: 'It is due at that time.', MET: 'It was met, by word of the platform or a person.', VOIDED: 'It is not asked for any more.', MISSED: 'Its time passed.',
});

@ObjectType({ description: 'One word on a deadline somebody else set. A newer one takes the place of those before it.' })
export class ExternalDeadlineVersion {
  @Field(() => ToldEnum)
  word: 'OBSERVED' | 'MET' | 'VOIDED' | 'MISSED';

  @Field(() => DateTimeScalar, { description: 'When it was put on record.' })
  at: Instant;

  @Field(() => DeadlineSourceEnum)
  source: BindingSource;

  @Field(() => DateTimeScalar, { nullable: true, description: 'OBSERVED, MISSED: the due time.' })
  dueAt: Instant | null;

  @Field(() => ConsequenceEnum, { nullable: true, description: 'OBSERVED, MISSED.' })
  consequence: Consequence | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The platform's own version." })
  version: string | null;

  @Field(() => String, { nullable: true, description: 'The rule it comes from: pack@version#row.' })
  packRow: string | null;

  @Field(() => ID, { description: 'The clock that ran for it: the same as long as it was moved before it was overdue.' })
  clockId: string;
}

@ObjectType({ description: 'A deadline somebody else set. None of our pauses, policies or calendars moves it; the platform stops its trade timers while it steps in.' })
export class ExternalDeadline {
  /** Not in the schema: what the field resolved apart is read by. */
  ticketId: string;

  @Field(() => ExternalKindEnum)
  kind: ExternalKind;

  @Field(() => PartyEnum, { description: 'Only what we owe orders the queue.' })
  owedBy: Party;

  @Field(() => DeadlineSourceEnum)
  source: BindingSource;

  @Field(() => ClockStateEnum, { description: 'BREACHED: it was missed, and the consequence follows; endedAt then says when it was done late.' })
  state: ClockState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this instant on it is missed; null while it is stopped.' })
  dueAt: Instant | null;

  @Field(() => Int, { nullable: true, description: 'What was left when it was stopped, in seconds, rounded down.' })
  remainingSeconds: number | null;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;

  @Field(() => ConsequenceEnum, { description: 'What happens by itself when it is missed.' })
  consequence: Consequence;

  @Field(() => BigIntScalar, { nullable: true, description: "The platform's own version of what it last told." })
  observedVersion: string | null;

  @Field(() => DateTimeScalar)
  observedAt: Instant;

  @Field(() => String, { nullable: true, description: 'The rule it comes from: pack@version#row.' })
  packRow: string | null;

  @Field(() => PlainWeekdaysWarning, { nullable: true, description: 'The public holidays that were not known when a pack counted its workdays. null: all were, or it counts none.' })
  plainWeekdays: PlainWeekdaysWarning | null;

  @Field(() => ID)
  clockId: string;

  @Field(() => Int, { description: '1, and one more each time a newer word moved it.' })
  generation: number;
}

@ObjectType({ description: 'The deadline a queue puts a ticket by: the earliest open one the desk can meet. At the same instant our own goes first.' })
export class BindingDeadline {
  @Field(() => ClockKindEnum)
  kind: ClockKind;

  @Field({ description: 'As `TicketClock.subject`; of an external deadline, its kind.' })
  subject: string;

  @Field(() => DateTimeScalar)
  dueAt: Instant;

  @Field(() => DeadlineSourceEnum)
  source: BindingSource;

  @Field(() => ConsequenceEnum, { nullable: true, description: 'Of an external deadline only.' })
  consequence: Consequence | null;
}

@InputType({ description: 'What is seen of a deadline of the platform.' })
export class ObserveExternalDeadlineInput extends TicketChangeInput {
  @Field(() => ExternalKindEnum)
  @IsEnum(ExternalKindEnum)
  kind: ExternalKind;

  @Field(() => ObservedStateEnum, { defaultValue: 'OPEN' })
  @IsEnum(ObservedStateEnum)
  state: 'OPEN' | 'DONE' | 'VOID';

  @Field(() => DateTimeScalar, { nullable: true, description: 'With OPEN: from this instant on it is missed; at most two years from now.' })
  @IsOptional() @IsString()
  dueAt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'With DONE: when; by default now, and not later.' })
  @IsOptional() @IsString()
  doneAt?: Instant | null;

  @Field(() => ConsequenceEnum, { nullable: true, description: 'What happens when it is missed; by default UNKNOWN.' })
  @IsOptional() @IsEnum(ConsequenceEnum)
  consequence?: Consequence | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "The platform's own version (a number or time that grows with each change of the request). An API key always gives it; a person may leave it out for what they see now.",
  })
  @IsOptional()
  version?: bigint | null;
}

@InputType({ description: 'Something that happened elsewhere and that the rules of others count from.' })
export class ObserveExternalEventInput extends TicketChangeInput {
  @Field({ description: '`startsWith` of a row in a pack the shop goes by: CHARGEBACK_VISA, CLAIM_OPENED, WITHDRAWAL_DECLARED... NOTHING_TO_DO where no row begins with it. PLATFORM_STEPPED_IN also puts the ticket on hold for PLATFORM_INTERVENTION, PLATFORM_DECIDED ends that hold, with or without rows; told late with its `at`, neither undoes what happened after it.' })
  @IsString()
  event: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it happened: from here the rule counts, and by it late and repeated words are known for what they are; a hold begins and ends now. By default now; not later, and within two years.' })
  @IsOptional() @IsString()
  at?: Instant | null;
}

@ObjectType({ description: 'The ticket, and whether the observation was news.' })
export class ObserveExternalDeadlinePayload extends TicketPayload {
  @Field({ description: 'False: an observation as new or newer was there already, and nothing changed.' })
  taken: boolean;
}
