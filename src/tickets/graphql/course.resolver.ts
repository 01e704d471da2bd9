import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { CloseTicket } from '../commands/course/close-ticket.js';
import { MergeTicket } from '../commands/course/merge-ticket.js';
import { ReopenTicket } from '../commands/course/reopen-ticket.js';
import { SkipStep } from '../commands/course/skip-step.js';
import { WithdrawTicket } from '../commands/course/withdraw-ticket.js';
import { BulkCloseTicketsInput, CloseTicketInput, MergeTicketInput, ReopenTicketInput, SkipStepInput, WithdrawTicketInput } from './course.input.js';
import { TicketEdge } from './ticket-edge.js';
import { BulkTicketPayload, TicketPayload } from './ticket.payload.js';

@Resolver()
export class CourseResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly skip: SkipStep,
    private readonly withdraw: WithdrawTicket,
    private readonly merge: MergeTicket,
    private readonly close: CloseTicket,
    private readonly reopen: ReopenTicket,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Leaves a step out, where the process definition lets this reason and this role do so.' })
  skipStep(@Ctx() context: RequestContext, @Args('input') input: SkipStepInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.skip.execute(actorOf(context), { ...request, step: input.step, reason: input.reason }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'The customer withdraws: open steps are waived, the closing message is still sent.' })
  withdrawTicket(@Ctx() context: RequestContext, @Args('input') input: WithdrawTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.withdraw.execute(actorOf(context), {
      ...request, messageId: optionalIdArg('Message', input.messageId, 'messageId'), platformRef: input.platformRef ?? null,
    }));
  }

  @Allow('ticket.merge')
  @Mutation(() => TicketPayload, { description: 'Closes a duplicate into the ticket that goes on. Answers the closed one.' })
  mergeTicket(@Ctx() context: RequestContext, @Args('input') input: MergeTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.merge.execute(actorOf(context), { ...request, intoTicketId: idArg('Ticket', input.intoTicketId, 'intoTicketId') }));
  }

  @Allow('ticket.close')
  @Mutation(() => TicketPayload, { description: 'Closes a ticket whose steps are all over. A severe one is closed by a supervisor.' })
  closeTicket(@Ctx() context: RequestContext, @Args('input') input: CloseTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.close.execute(actorOf(context), request));
  }

  @Allow('ticket.reopen')
  @Mutation(() => TicketPayload, { description: 'Begins a step that is over again, on a closed ticket or one at work. Earlier evidence stays.' })
  reopenTicket(@Ctx() context: RequestContext, @Args('input') input: ReopenTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.reopen.execute(actorOf(context), { ...request, step: input.step, reason: input.reason }));
  }

  @Allow('ticket.close')
  @Mutation(() => BulkTicketPayload, { description: 'Closes up to 100 tickets, each through the same gates as alone and in a transaction of its own.' })
  bulkCloseTickets(@Ctx() context: RequestContext, @Args('input') input: BulkCloseTicketsInput): Promise<BulkTicketPayload> {
    return this.edge.bulk(context, input.tickets, (request) => this.close.execute(actorOf(context), request));
  }
}
