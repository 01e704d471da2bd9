import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { AssignTicket } from '../commands/ownership/assign-ticket.js';
import { TakeTicket } from '../commands/ownership/take-ticket.js';
import { TransferTicket } from '../commands/ownership/transfer-ticket.js';
import { AssignTicketInput, BulkAssignTicketsInput, TakeTicketInput, TransferTicketInput } from './ownership.input.js';
import { TicketEdge } from './ticket-edge.js';
import { BulkTicketPayload, TicketPayload } from './ticket.payload.js';

@Resolver()
export class OwnershipResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly take: TakeTicket,
    private readonly assign: AssignTicket,
    private readonly transfer: TransferTicket,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Accepts a ticket as your own. Leaders may take one from somebody else.' })
  takeTicket(@Ctx() context: RequestContext, @Args('input') input: TakeTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.take.execute(actorOf(context), request));
  }

  @Allow('ticket.assign')
  @Mutation(() => TicketPayload, { description: "Gives a ticket to a member or to a team's queue." })
  assignTicket(@Ctx() context: RequestContext, @Args('input') input: AssignTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.assign.execute(actorOf(context), { ...request, ...ownerOf(input) }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: "Hands a ticket over, with the customer's consent or a leader's override, and a summary." })
  transferTicket(@Ctx() context: RequestContext, @Args('input') input: TransferTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.transfer.execute(actorOf(context), {
      ...request, ...ownerOf(input), reason: input.reason, summary: input.summary,
      consentMessageId: optionalIdArg('Message', input.consentMessageId, 'consentMessageId'), overrideReason: input.overrideReason ?? null,
    }));
  }

  @Allow('ticket.assign')
  @Mutation(() => BulkTicketPayload, { description: 'Assigns up to 100 tickets, each through the same gates as alone and in a transaction of its own.' })
  bulkAssignTickets(@Ctx() context: RequestContext, @Args('input') input: BulkAssignTicketsInput): Promise<BulkTicketPayload> {
    return this.edge.bulk(context, input.ticketIds.map((ticketId) => ({ ticketId })), (request) =>
      this.assign.execute(actorOf(context), { ...request, ...ownerOf(input) }));
  }
}

function ownerOf(input: { memberId?: string | null; teamId?: string | null }): { memberId: string | null; teamId?: string } {
  const teamId = optionalIdArg('Team', input.teamId, 'teamId');
  return { memberId: optionalIdArg('Member', input.memberId, 'memberId'), ...(teamId ? { teamId } : {}) };
}
