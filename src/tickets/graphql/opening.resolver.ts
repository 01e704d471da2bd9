import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { can } from '../../identity/index.js';
import { OpenTicket, type OpenTicketRequest } from '../commands/course/open-ticket.js';
import { kindDataOf, linesOf, parcelIdsOf } from './kind-data.input.js';
import { OpenTicketInput } from './ticket.input.js';
import { toTicket } from './ticket.mapper.js';
import { OpenTicketPayload } from './ticket.payload.js';
import type { Ticket } from './ticket.type.js';

@Resolver()
export class OpeningResolver {
  constructor(private readonly open: OpenTicket) {}

  @Allow('ticket.open')
  @Mutation(() => OpenTicketPayload, {
    description: 'Opens a ticket. With an external reference it is an upsert: the ticket that bears it is answered, never a second one made. A key without tickets:read is not shown it.',
  })
  openTicket(@Ctx() context: RequestContext, @Args('input') input: OpenTicketInput): Promise<OpenTicketPayload> {
    return payload<{ ticket: Ticket | null; created: boolean }>(
      context,
      async () => {
        const actor = actorOf(context);
        const { ticket, created } = await this.open.execute(actor, requestOf(input, context));
        // A key that may only write learns nothing of what others wrote on the ticket its reference names.
        return { ticket: can(actor, 'ticket.read', { shopId: ticket.shopId }) ? toTicket(ticket) : null, created };
      },
      () => Promise.resolve({ ticket: null, created: false }),
    );
  }
}

function requestOf(input: OpenTicketInput, context: RequestContext): OpenTicketRequest {
  const { source, channel, priority, emotion, problem, tags, structured } = input;
  return {
    source, channel, priority, emotion, problem, tags, structured,
    shopId: idArg('Shop', input.shopId, 'shopId'),
    severity: input.severity ?? null, subject: input.subject ?? null, externalRef: input.externalRef ?? null,
    customerId: optionalIdArg('Customer', input.customerId, 'customerId'),
    orderId: optionalIdArg('Order', input.orderId, 'orderId'),
    teamId: optionalIdArg('Team', input.teamId, 'teamId'),
    lines: linesOf(input.lines), parcelIds: parcelIdsOf(input.parcelIds),
    statedReasonText: input.statedReasonText ?? null,
    ...kindDataOf(input),
    idempotencyKey: input.idempotencyKey ?? context.idempotencyKey,
    requestId: context.requestId,
  };
}
