import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Language } from '../../kernel/actor.js';
import { calendarWarning, PlainWeekdaysWarning, plainWeekdaysWarning, type CalendarWarning } from '../../calendar/index.js';
import { Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { publicAuthor } from '../../process/index.js';
import type { ExplainedSegment } from '../../sla/index.js';
import { DeadlineLoaders } from './deadline-loaders.js';
import { ClockExplanation, TicketDeadline, type ClockSegment } from './deadline.type.js';
import { toClock } from './ticket.mapper.js';
import { Ticket, TicketClock } from './ticket.type.js';

@Resolver(() => Ticket)
export class DeadlineResolver {
  constructor(private readonly loaders: DeadlineLoaders) {}

  @ResolveField(() => [TicketDeadline], { description: 'All clocks, ended ones too, with what is left of each now: the open ones first by due time, then the paused, then the ended.' })
  async deadlines(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<TicketDeadline[]> {
    const deadlines = await this.loaders.deadlines(context).load(row.id);
    return deadlines.map(({ clock, unknownYear, ...left }) => ({ clock: toClock(clock), ...left, warnings: warningsOf(unknownYear, context) }));
  }
}

@Resolver(() => TicketClock)
export class ClockExplanationResolver {
  constructor(private readonly loaders: DeadlineLoaders) {}

  @ResolveField(() => ClockExplanation, { description: 'Why it is due when it is due, stretch by stretch.' })
  async explain(@Parent() { row }: TicketClock, @Ctx() context: RequestContext): Promise<ClockExplanation> {
    const { segments, unknownYear, ...sums } = await this.loaders.explanations(context).load(row.id);
    return { ...sums, warnings: warningsOf(unknownYear, context), segments: segments.map((segment) => toSegment(segment, context.language)) };
  }

  @ResolveField(() => PlainWeekdaysWarning, { nullable: true, description: 'Of a deadline that a pack counts in workdays: the public holidays that were not known then. null: all were, or it counts none.' })
  plainWeekdays(@Parent() { row }: TicketClock, @Ctx() { language }: RequestContext): PlainWeekdaysWarning | null {
    return row.terms.plainWeekdays ? plainWeekdaysWarning(row.terms.plainWeekdays, language) : null;
  }
}

function warningsOf(year: number | null, { language }: RequestContext): CalendarWarning[] {
  return year === null ? [] : [calendarWarning(year, language)];
}

function toSegment({ closed, by, ...segment }: ExplainedSegment, language: Language): ClockSegment {
  return { ...segment, closedBy: closed?.reason ?? null, name: closed?.name?.[language] ?? null, by: by && publicAuthor(by) };
}
