import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import { BusinessCalendarInput } from '../../../calendar/index.js';
import type { Instant } from '../../../kernel/instant.js';
import { PageArgs } from '../../../platform/graphql/connection.js';
import { graphqlEnum } from '../../../platform/graphql/enum.js';
import { DateTimeScalar } from '../../../platform/graphql/scalars.js';
import type { ClockKind, TargetName, Verdict } from '../../../sla/index.js';
import { ClockKindEnum } from '../ticket.enum.js';
import { SlaTargetEnum } from './policy.enum.js';
import { PolicyRuleInput, ShopCalendarInput } from './policy.input.js';

export const ClockVerdictEnum = graphqlEnum<Verdict>('ClockVerdict', 'How a clock ended.', {
  MET: 'In time.', BREACHED: 'Not in time, whatever came later.', OPEN: 'It runs or stands still.', CANCELLED: 'Not asked for any more.', NONE: 'There is no such clock.',
});

@InputType({ description: 'Hours to be tried in the place of a calendar.' })
export class DraftCalendarInput {
  @Field(() => ID)
  calendarId: string;

  @Field(() => BusinessCalendarInput)
  hours: BusinessCalendarInput;
}

@ArgsType()
export class SimulatePolicyArgs extends PageArgs {
  @Field(() => [PolicyRuleInput], { description: 'The draft; POLICY_INVALID when it could not be published.' })
  @ArrayMaxSize(100)
  rules: PolicyRuleInput[];

  @Field(() => [ShopCalendarInput], { nullable: true, description: 'Of the draft, as with `publishSlaPolicy`.' })
  @IsOptional()
  @ArrayMaxSize(1_000)
  shopCalendars?: ShopCalendarInput[] | null;

  @Field(() => [DraftCalendarInput], { nullable: true, description: 'Up to 20.' })
  @IsOptional()
  @ArrayMaxSize(20)
  calendars?: DraftCalendarInput[] | null;

  @Field(() => DateTimeScalar, { description: 'Inclusive: what began from here on.' })
  from: Instant;

  @Field(() => DateTimeScalar, { description: 'Exclusive; at most 92 days after `from`.' })
  to: Instant;
}

@ObjectType({ description: 'How many clocks ended how.' })
export class ClockTally {
  @Field(() => Int)
  met: number;

  @Field(() => Int, { description: 'At least one warning was given; also counted by how they ended.' })
  warned: number;

  @Field(() => Int)
  breached: number;

  @Field(() => Int)
  open: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int, { description: 'No rule gave it a time.' })
  none: number;
}

@ObjectType({ description: 'As it was, and as it would have been.' })
export class ClockTallyChange {
  @Field({ description: 'The target, the shop (its id), or the hour of the shop’s day in which the clock began (`00` to `23`).' })
  key: string;

  @Field(() => ClockTally)
  before: ClockTally;

  @Field(() => ClockTally)
  after: ClockTally;
}

@ObjectType({ description: 'A clock whose end would be another.' })
export class FlippedClock {
  @Field(() => ID)
  ticketId: string;

  @Field()
  number: string;

  @Field(() => ClockKindEnum)
  kind: ClockKind;

  @Field({ description: 'As in TicketClock.subject; bare where it names an object.' })
  subject: string;

  @Field(() => SlaTargetEnum)
  target: TargetName;

  @Field(() => DateTimeScalar)
  startedAt: Instant;

  @Field(() => ClockVerdictEnum)
  before: Verdict;

  @Field(() => ClockVerdictEnum)
  after: Verdict;

  @Field(() => DateTimeScalar, { nullable: true })
  dueAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  newDueAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'The rule of the draft that would have set it.' })
  newRule: string | null;
}

@ObjectType({ description: 'What a draft would have done. Sums are of this page of tickets; add up the pages.' })
export class PolicySimulation {
  @Field(() => Int, { description: 'Tickets looked at.' })
  tickets: number;

  @Field(() => Int, { description: 'Clocks compared.' })
  clocks: number;

  @Field(() => ClockTally)
  before: ClockTally;

  @Field(() => ClockTally)
  after: ClockTally;

  @Field(() => [ClockTallyChange], { description: 'By step and other target.' })
  byTarget: ClockTallyChange[];

  @Field(() => [ClockTallyChange])
  byShop: ClockTallyChange[];

  @Field(() => [ClockTallyChange])
  byHour: ClockTallyChange[];

  @Field(() => [FlippedClock], { description: 'Every clock whose end would be another, with its ticket.' })
  flips: FlippedClock[];

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the tickets that follow; null: these were the last.' })
  endCursor: string | null;
}
