import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Language } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import type { PlainWeekdays, Weekday } from '../domain/index.js';
import { Connection } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import { BusinessCalendarInput, WeekdayEnum } from './business-time.type.js';
import { DateScalar } from './calendar.scalars.js';

@ObjectType({ description: 'What a calendar should be looked after for.' })
export class CalendarWarning {
  @Field(() => Int, { description: 'The first year for which a holiday set of the calendar is unknown: its days count as plain weekdays.' })
  missingYear: number;

  @Field({ description: 'In the language of Accept-Language.' })
  message: string;
}

/** `missing`: the year; the words in the language asked for. */
export function calendarWarning(missing: number, language: Language): CalendarWarning {
  const message = language === 'zh' ? `缺少 ${missing} 年的节假日数据，当年日期将按普通周计算。` : `The holidays of ${missing} are missing; its days count as plain ones.`;
  return { missingYear: missing, message };
}

@ObjectType({ description: 'Workdays of a deadline that were counted as plain weeks, Monday to Friday, since the public holidays of the place were not known then. What is imported later moves no deadline that runs.' })
export class PlainWeekdaysWarning {
  @Field({ description: "The shop's region, as its choice of packs names it." })
  region: string;

  @Field(() => Int, { nullable: true, description: 'The first year on the way to the due time whose holidays are unknown; null: of the region none are known at all.' })
  missingYear: number | null;

  @Field({ description: 'In the language of Accept-Language.' })
  message: string;
}

export function plainWeekdaysWarning({ region, year }: PlainWeekdays, language: Language): PlainWeekdaysWarning {
  const of = year === null ? { en: '', zh: '' } : { en: ` of ${year}`, zh: ` ${year} 年` };
  const message = language === 'zh'
    ? `未知 ${region}${of.zh}的公共假日，工作日按周一至周五计算。`
    : `The public holidays${of.en} in ${region} are not known; workdays were counted as Monday to Friday.`;
  return { region, missingYear: year, message };
}

@ObjectType({ implements: () => [Node], description: 'A business calendar in its newest version. Versions never change; a clock keeps the one it was started under.' })
export class Calendar extends Node {
  @Field()
  name: string;

  @Field(() => Int)
  version: number;

  @Field({ description: 'IANA name.' })
  timeZone: string;

  @Field(() => GraphQLJSONObject, {
    description: '`{ timeZone, weekly: [{ day, opens, closes }], holidays: [{ date, name: { en, zh } }], overrides: [{ date, windows }], breaks: [{ date, opens, closes }] }`, its holiday sets written out.',
  })
  definition: Record<string, unknown>;

  @Field(() => [String], { description: 'Sets written out in it: `CN`, a country or state such as `DE-BY`, or an imported one.' })
  holidaySets: string[];

  @Field(() => WeekdayEnum, { nullable: true, description: 'The weekday whose windows make-up workdays have; null: they are not observed.' })
  makeUpDay: Weekday | null;

  @Field(() => Int, { nullable: true, description: 'The last year for which all its holiday sets are known; null: it uses none.' })
  holidaysUntil: number | null;

  @Field(() => [CalendarWarning], { description: 'From October on, when the next year is unknown; and whenever the present one is.' })
  warnings: CalendarWarning[];

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@ObjectType({ description: 'A page of calendars, oldest first.' })
export class CalendarConnection extends Connection(Calendar, 'Calendar') {}

@InputType({ description: 'The content of a version.' })
export class CalendarContentInput extends KeyedInput {
  @Field(() => BusinessCalendarInput, { description: 'As businessTime takes it; its dates come before those of the sets.' })
  hours: BusinessCalendarInput;

  @Field(() => [String], { nullable: true, description: 'At most 10. `CN` has make-up workdays; countries and states by ISO 3166, `DE`, `DE-BY`; or a set that was imported. Left out: none, also of a calendar that had some.' })
  holidaySets?: string[] | null;

  @Field(() => WeekdayEnum, { nullable: true, description: 'The weekday whose windows make-up workdays have. Left out: MONDAY; null: make-up workdays are not observed.' })
  makeUpDay?: Weekday | null;
}

@InputType()
export class CreateCalendarInput extends CalendarContentInput {
  @Field({ description: 'Unique in the merchant; up to 60 characters.' })
  name: string;
}

@InputType()
export class UpdateCalendarInput extends CalendarContentInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { nullable: true, description: 'The version you looked at; another one by now answers VERSION_CONFLICT. Left out: whichever there is.' })
  expectedVersion?: number | null;
}

@InputType({ description: 'A day that differs from its weekday.' })
export class HolidayDayInput {
  @Field(() => DateScalar)
  date: string;

  @Field({ description: 'Up to 100 characters.' })
  name: string;

  @Field(() => Boolean, { defaultValue: false, description: 'True: a make-up workday.' })
  work: boolean;
}

@InputType({ description: 'One year of a set, by its days or as an iCalendar file.' })
export class ImportHolidayYearInput extends KeyedInput {
  @Field({ description: '`CN`, or a name of your own: 2 to 40 capital letters, digits, - or _.' })
  holidaySet: string;

  @Field(() => Int, { description: '2000 to 2198.' })
  year: number;

  @Field({ description: 'Who announced it, and where; up to 300 characters.' })
  source: string;

  @Field(() => [HolidayDayInput], { nullable: true, description: '1 to 400 days.' })
  days?: HolidayDayInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Instead of `days`: the text of an iCalendar file, up to 200,000 characters and 1,000 events. Its all-day events of the year are taken, yearly ones too; make-up workdays by 补班, (班), 调休上班 or a leading 班｜ in their summary. Where days are marked by X-APPLE-SPECIAL-DAY, only those.',
  })
  iCalendar?: string | null;
}

@ObjectType({ description: 'The published version; or, with CALENDAR_INVALID, everything that is wrong with it.' })
export class CalendarPayload extends Payload {
  @Field(() => Calendar, { nullable: true })
  calendar: Calendar | null;
}

@ObjectType({ description: 'What came of an import.' })
export class ImportHolidayYearPayload extends Payload {
  @Field(() => Int, { description: 'How many days were taken in.' })
  days: number;

  @Field(() => [Calendar], { description: 'Calendars that use the set, each in the version just published.' })
  calendars: Calendar[];
}
