import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import type { Weekday } from '../domain/index.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { BigIntScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import { DateScalar, TimeOfDayScalar } from './calendar.scalars.js';

export const WeekdayEnum = graphqlEnum<Weekday>('Weekday', 'A day of the week.', {
  MONDAY: 'Monday.', TUESDAY: 'Tuesday.', WEDNESDAY: 'Wednesday.', THURSDAY: 'Thursday.', FRIDAY: 'Friday.', SATURDAY: 'Saturday.', SUNDAY: 'Sunday.',
});

export type BusinessTimeOperation = 'ADD' | 'BETWEEN' | 'IS_OPEN' | 'NEXT_OPEN';
export const BusinessTimeOperationEnum = graphqlEnum<BusinessTimeOperation>('BusinessTimeOperation', 'A question to a calendar.', {
  ADD: 'The earliest instant at which `durationMs` of working time has passed since `start`; negative: the latest such instant before it.',
  BETWEEN: 'Working time from `start` to `end`; negative when `end` is before `start`.',
  IS_OPEN: 'Whether `start` is in working time. The closing instant is not.',
  NEXT_OPEN: '`start` itself when open, else the next opening.',
});

@InputType({ description: 'Open on one weekday. Windows of a week must not overlap.' })
export class WeeklyWindowInput {
  @Field(() => WeekdayEnum, { description: 'The day the window opens on.' })
  day: Weekday;

  @Field(() => TimeOfDayScalar)
  opens: string;

  @Field(() => TimeOfDayScalar, { description: 'At or before `opens`: on the next day, at most 24 hours later.' })
  closes: string;
}

@InputType({ description: 'Open on one date.' })
export class WindowInput {
  @Field(() => TimeOfDayScalar)
  opens: string;

  @Field(() => TimeOfDayScalar, { description: 'At or before `opens`: on the next day, at most 24 hours later.' })
  closes: string;
}

@InputType({ description: 'The windows of one date, whatever weekday or holiday it is: a make-up workday, shorter hours, a closed day.' })
export class DateOverrideInput {
  @Field(() => DateScalar, { description: 'Each date at most once.' })
  date: string;

  @Field(() => [WindowInput], { description: 'At most 48. None: closed that day.' })
  windows: WindowInput[];
}

@InputType({ description: 'Cut out of the windows that open on a date: on the date itself or, where it meets none of them there, in their part past midnight.' })
export class DateBreakInput {
  @Field(() => DateScalar)
  date: string;

  @Field(() => TimeOfDayScalar)
  opens: string;

  @Field(() => TimeOfDayScalar, { description: 'At or before `opens`: on the next day.' })
  closes: string;
}

@InputType({ description: 'When a desk works. A date override comes before a holiday, a holiday before the weekday; a window belongs to the date it opens on.' })
export class BusinessCalendarInput {
  @Field({ description: 'IANA name, `Asia/Shanghai`.' })
  timeZone: string;

  @Field(() => [WeeklyWindowInput], { description: 'At most 200.' })
  weekly: WeeklyWindowInput[];

  @Field(() => [DateScalar], { nullable: true, description: 'At most 5,000.' })
  holidays?: string[] | null;

  @Field(() => [DateOverrideInput], { nullable: true, description: 'At most 2,000.' })
  overrides?: DateOverrideInput[] | null;

  @Field(() => [DateBreakInput], { nullable: true, description: 'At most 2,000.' })
  breaks?: DateBreakInput[] | null;
}

@InputType({ description: 'One question. What an operation does not need is ignored.' })
export class BusinessTimeOperationInput {
  @Field(() => BusinessTimeOperationEnum)
  op: BusinessTimeOperation;

  @Field(() => DateTimeScalar)
  start: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'BETWEEN needs it.' })
  end?: Instant | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'ADD needs it: milliseconds of elapsed working time, at most 100 years, negative to go back.' })
  durationMs?: bigint | null;
}

@ObjectType({ description: 'The answer to one question: what fits the operation, or the error.' })
export class BusinessTimeResult {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Of ADD and NEXT_OPEN.' })
  instant: Instant | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'Of BETWEEN: milliseconds of working time.' })
  durationMs: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of IS_OPEN.' })
  open: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why this operation has no answer, in the language of Accept-Language; null: it has.' })
  error: string | null;
}
