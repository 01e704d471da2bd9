import { Field, ID, ObjectType } from '@nestjs/graphql';
import { CalendarWarning, type Closed } from '../../calendar/index.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { BigIntScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import { WaitingReasonEnum } from './ticket.enum.js';
import { TicketClock } from './ticket.type.js';

export type SegmentKind = 'COUNTED' | 'CLOSED' | 'PAUSED' | 'RETARGETED';
export const SegmentKindEnum = graphqlEnum<SegmentKind>('ClockSegmentKind', 'What happened to a clock in a stretch of time.', {
  COUNTED: 'Working time: it uses up the target.', CLOSED: 'Outside the calendar.', PAUSED: 'It stood still.', RETARGETED: 'A moment: another target from here on.',
});
export type ClosedReason = Closed['reason'];
export const ClosedReasonEnum = graphqlEnum<ClosedReason>('ClosedReason', 'Why no working time runs.', {
  OUTSIDE_HOURS: 'Nights, and whatever else the hours of that day leave out.', WEEKEND: 'A weekday without any hours.', HOLIDAY: 'A holiday.', OVERRIDE: 'That date was closed by an override.', BREAK: 'A break of that date.',
});

@ObjectType({ description: 'A stretch on the way from start to due.' })
export class ClockSegment {
  @Field(() => SegmentKindEnum)
  kind: SegmentKind;

  @Field(() => DateTimeScalar)
  from: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive. null: it is paused still.' })
  to: Instant | null;

  @Field(() => BigIntScalar, { description: 'Milliseconds of the target this stretch used up.' })
  countedMs: Millis;

  @Field(() => ClosedReasonEnum, { nullable: true, description: 'CLOSED only.' })
  closedBy: ClosedReason | null;

  @Field(() => String, { nullable: true, description: 'CLOSED: the name of the holiday where the calendar has one, in the language of Accept-Language.' })
  name: string | null;

  @Field(() => WaitingReasonEnum, { nullable: true, description: 'PAUSED: what was waited for.' })
  reason: WaitingReason | null;

  @Field(() => ID, { nullable: true, description: 'PAUSED, RETARGETED: the member or key that did it; null: the system.' })
  by: string | null;

  @Field(() => String, { nullable: true, description: 'RETARGETED: the rule that set the new target.' })
  rule: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'RETARGETED: the new target in milliseconds.' })
  targetMs: Millis | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'RETARGETED: the target before, in milliseconds.' })
  wasMs: Millis | null;
}

@ObjectType({ description: 'Why a clock is due when it is due, read from its ledger and its calendar version alone.' })
export class ClockExplanation {
  @Field(() => DateTimeScalar)
  startedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Where the segments lead to: the due time, also of a clock that was met earlier. null while it is paused.' })
  dueAt: Instant | null;

  @Field(() => BigIntScalar, { description: 'Milliseconds of working time it may take in all.' })
  targetMs: Millis;

  @Field(() => BigIntScalar, { description: 'The sum of what was counted: the target plus what was overspent; while paused, the target less what is left.' })
  countedMs: Millis;

  @Field(() => BigIntScalar, { description: 'What was already spent beyond the target when a retarget brought it; nearly always 0.' })
  overspentMs: Millis;

  @Field(() => [ClockSegment], { description: 'In order, without a gap.' })
  segments: ClockSegment[];

  @Field(() => [CalendarWarning], { description: 'The way to the due time leads through a year whose holidays its calendar version does not know: that year counts as plain weeks, and a re-application after the import corrects it.' })
  warnings: CalendarWarning[];
}

@ObjectType({ description: 'A clock with what is left of it now.' })
export class TicketDeadline {
  @Field(() => TicketClock)
  clock: TicketClock;

  @Field(() => BigIntScalar, { nullable: true, description: 'Milliseconds of working time left; negative once overdue; null once it has ended.' })
  remainingMs: Millis | null;

  @Field({ description: 'True from the due instant on, whether or not it was noticed yet.' })
  overdue: boolean;

  @Field(() => [CalendarWarning], { description: 'The way to the due time leads through a year whose holidays its calendar version does not know: that year counts as plain weeks, and a re-application after the import corrects it.' })
  warnings: CalendarWarning[];
}
