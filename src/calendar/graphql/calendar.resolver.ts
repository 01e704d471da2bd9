import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { invalid } from '../../kernel/error.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { calendarById, calendarPage, type CalendarRow } from '../calendar.repository.js';
import { PublishCalendar, type CalendarDraft } from '../commands/publish-calendar.js';
import { missingYear, type HolidayDay } from '../domain/index.js';
import { daysOfICalendar } from '../i-calendar.js';
import {
  Calendar, CalendarConnection, calendarWarning, CalendarPayload, CreateCalendarInput, ImportHolidayYearInput, ImportHolidayYearPayload, UpdateCalendarInput,
  type CalendarContentInput,
} from './calendar.type.js';
import { definitionOf } from './definition-of.js';

const LIST = 'calendars';

@Resolver(() => Calendar)
export class CalendarResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly publish: PublishCalendar,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Calendar', (context, uuid) => (can(actorOf(context), 'calendar.read') ? this.find(context, uuid) : Promise.resolve(null)));
  }

  @Allow('calendar.read')
  @Query(() => CalendarConnection, { description: 'The merchant\'s calendars, oldest first, each in its newest version.' })
  calendars(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<CalendarConnection> {
    return this.unit.read(actorOf(context).merchantId, async (tx) => {
      const [rows, now] = await Promise.all([calendarPage(tx, decodeIdCursor(LIST, page.after), page.first), tx.now()]);
      return pageOf(rows, page, (row) => toCalendar(row, now, context), (row) => encodeIdCursor(LIST, row.id));
    });
  }

  @Allow('calendar.read')
  @Query(() => Calendar, { nullable: true, description: 'Null when there is no such calendar.' })
  calendar(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Calendar | null> {
    return this.find(context, idArg('Calendar', id, 'id'));
  }

  @Allow('calendar.administer')
  @Mutation(() => CalendarPayload, { description: 'Makes a calendar with its first version. CALENDAR_INVALID lists what is wrong with the hours; DUPLICATE: the name is taken.' })
  createCalendar(@Ctx() context: RequestContext, @Args('input') input: CreateCalendarInput): Promise<CalendarPayload> {
    return this.answer(context, () => this.publish.create(actorOf(context), context, { name: input.name, draft: draftOf(input), idempotencyKey: input.idempotencyKey }));
  }

  @Allow('calendar.administer')
  @Mutation(() => CalendarPayload, { description: 'Publishes a new version of a calendar, in the place of the whole of the former one. What runs keeps the version it was started under. CALENDAR_INVALID lists what is wrong with the hours.' })
  updateCalendar(@Ctx() context: RequestContext, @Args('input') input: UpdateCalendarInput): Promise<CalendarPayload> {
    const { id, expectedVersion = null, idempotencyKey } = input;
    return this.answer(context, () => this.publish.update(actorOf(context), context, { id: idArg('Calendar', id, 'id'), expectedVersion, draft: draftOf(input), idempotencyKey }));
  }

  @Allow('calendar.administer')
  @Mutation(() => ImportHolidayYearPayload, {
    description: 'Takes in a year of holidays and make-up workdays (`days` or `iCalendar`, not both), in place of what was known of it, and publishes the calendars that use the set anew.',
  })
  importHolidayYear(@Ctx() context: RequestContext, @Args('input') input: ImportHolidayYearInput): Promise<ImportHolidayYearPayload> {
    return payload<{ days: number; calendars: Calendar[] }>(context, async () => {
      const { year, holidaySet, idempotencyKey } = input;
      const days = daysOf(input);
      const rows = await this.publish.importYear(actorOf(context), context, {
        holidaySet, year: { year, source: cleanText(input.source, 'source', { max: 300 }), days }, idempotencyKey,
      });
      return { days: days.length, calendars: rows.map((row) => toCalendar(row, row.publishedAt, context)) };
    }, () => Promise.resolve({ days: 0, calendars: [] }));
  }

  private find(context: RequestContext, uuid: string): Promise<Calendar | null> {
    return this.unit.read(actorOf(context).merchantId, async (tx) => {
      const [row, now] = await Promise.all([calendarById(tx, uuid), tx.now()]);
      return row ? toCalendar(row, now, context) : null;
    });
  }

  private answer(context: RequestContext, work: () => Promise<CalendarRow>): Promise<CalendarPayload> {
    return payload<{ calendar: Calendar | null }>(context, async () => {
      const row = await work();
      return { calendar: toCalendar(row, row.publishedAt, context) };
    }, () => Promise.resolve({ calendar: null }));
  }
}

function draftOf({ hours, holidaySets, makeUpDay }: CalendarContentInput): CalendarDraft {
  return { own: definitionOf(hours), holidaySets: holidaySets ?? [], makeUpDay: makeUpDay === undefined ? 'MONDAY' : makeUpDay };
}

function daysOf({ days, iCalendar, year }: ImportHolidayYearInput): HolidayDay[] {
  if ((days ?? null) === null ? iCalendar == null : iCalendar != null) {
    throw invalid('days', { en: 'Give either days or an iCalendar file.', zh: 'days 与 iCalendar 文件须且只能提供一项。' });
  }
  if (iCalendar != null) return daysOfICalendar(iCalendar, year, 'iCalendar');
  return (days ?? []).map(({ date, name, work }, index) => {
    const text = cleanText(name, `days.${index}.name`, { max: 100 });
    return { date, name: { en: text, zh: text }, work };
  });
}

function toCalendar(row: CalendarRow, now: Instant, context: RequestContext): Calendar {
  const { definition, holidaySets, makeUpDay } = row.body;
  const missing = missingYear(row.holidaysUntil, now.slice(0, 10));
  return {
    id: encodeId('Calendar', row.id), name: row.name, version: row.version, timeZone: definition.timeZone, definition: { ...definition },
    holidaySets: [...holidaySets], makeUpDay, holidaysUntil: row.holidaysUntil, publishedAt: row.publishedAt,
    warnings: missing === null ? [] : [calendarWarning(missing, context.language)],
  };
}
