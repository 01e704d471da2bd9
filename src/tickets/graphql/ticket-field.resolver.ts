import { Args, ArgsType, Field, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { checkPage } from '../../platform/graphql/input-pipe.js';
import { PlainField } from '../../platform/graphql/plain-field.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { summarize } from '../../process/index.js';
import { gate, HAPPENINGS, OPERATIONS, type Operation } from '../domain/operations.js';
import { timelineCursor, type TimelineRow } from '../queries/timeline.query.js';
import { TicketLoaders } from './ticket-loaders.js';
import { toClock, toSteps, toTimelineEntry } from './ticket.mapper.js';
import { AllowedOperation, DisputedLine, LinkedTicket, Ticket, TicketClock, TicketStep } from './ticket.type.js';
import { TimelineConnection } from './timeline.type.js';

const PEOPLES_OPERATIONS = (Object.keys(OPERATIONS) as Operation[]).filter((operation) => !HAPPENINGS.some((other) => other === operation));

@ArgsType()
class ClockArgs {
  @Field({ defaultValue: false, description: 'Also the clocks that have ended.' })
  all: boolean;
}

@Resolver(() => Ticket)
export class TicketFieldResolver {
  constructor(private readonly loaders: TicketLoaders) {}

  @PlainField('Ticket', 'steps')
  @ResolveField(() => [TicketStep], { description: 'The seven steps in order.' })
  steps(@Parent() { row }: Ticket, @Ctx() context: RequestContext): TicketStep[] {
    return toSteps(row, context.language);
  }

  @ResolveField(() => [AllowedOperation], {
    description: 'What the caller may do now and why not the rest; by the function that guards the mutations, so the two never disagree. What an operation is done to or with is judged when it comes, and the refusal names the field; whether a request for approval is the caller\'s to decide, its `viewerMayApprove` says.',
  })
  async allowedOperations(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<AllowedOperation[]> {
    const actor = actorOf(context);
    const [facts, hindered] = await Promise.all([this.loaders.facts(context).load(row.id), this.loaders.hindered(context).load(row.id)]);
    const state = { ticket: row, actor, hindered, summary: summarize(facts), progress: { steps: row.steps, currentStep: row.currentStep } };
    return PEOPLES_OPERATIONS.map((operation) => {
      const verdict = gate(operation, state);
      if (verdict.allowed) return { operation, allowed: true, code: null, message: null };
      return { operation, allowed: false, code: verdict.code, message: verdict.text[context.language] };
    });
  }

  @PlainField('Ticket', 'clocks')
  @ResolveField(() => [TicketClock], { description: 'Deadlines: the open ones, overdue included, or with `all` the ended ones too: the newest 100, and those open always.' })
  clocks(@Parent() { row }: Ticket, @Ctx() context: RequestContext, @Args() { all }: ClockArgs): TicketClock[] | Promise<TicketClock[]> {
    const clocks = this.loaders.clocks(context, row.id, all);
    return Array.isArray(clocks) ? clocks.map(toClock) : clocks.then((rows) => rows.map(toClock));
  }

  @PlainField('Ticket', 'timeline')
  @ResolveField(() => TimelineConnection, { description: 'Everything that happened, oldest first.' })
  timeline(@Parent() { row }: Ticket, @Ctx() context: RequestContext, @Args() page: PageArgs): TimelineConnection | Promise<TimelineConnection> {
    checkPage(page);
    const shown = (rows: TimelineRow[]): TimelineConnection => pageOf(rows, page, toTimelineEntry, timelineCursor);
    const rows = this.loaders.timeline(context, row.id, page);
    return Array.isArray(rows) ? shown(rows) : rows.then(shown);
  }

  @PlainField('Ticket', 'disputedLines')
  @ResolveField(() => [DisputedLine], { description: 'What of the order is disputed.' })
  async disputedLines(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<DisputedLine[]> {
    const lines = await this.loaders.lines(context).load(row.id);
    return lines.map((line) => ({ orderLineId: encodeId('OrderLine', line.orderLineId), quantity: line.quantity }));
  }

  @PlainField('Ticket', 'parcelIds')
  @ResolveField(() => [ID], { description: 'The parcels it is about.' })
  async parcelIds(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<string[]> {
    return (await this.loaders.parcels(context).load(row.id)).map((parcel) => encodeId('Parcel', parcel.parcelId));
  }

  @PlainField('Ticket', 'links')
  @ResolveField(() => [LinkedTicket], { description: 'Tickets it belongs together with.' })
  async links(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<LinkedTicket[]> {
    const links = await this.loaders.links(context).load(row.id);
    return links.map((link) => ({ kind: link.kind, ticketId: encodeId('Ticket', link.otherId), inward: link.inward }));
  }
}
