import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../../kernel/ids.js';
import { Allow } from '../../../platform/graphql/allow.js';
import { pageOf } from '../../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../../platform/graphql/id-cursor.js';
import { actorOf, Ctx, type RequestContext } from '../../../platform/graphql/request-context.js';
import { ReapplyPolicy } from '../../commands/policy/reapply-policy.js';
import { PolicyPreview, type PreviewedTicket as Previewed } from '../../queries/policy-preview.query.js';
import { TicketEdge } from '../ticket-edge.js';
import { toClock } from '../ticket.mapper.js';
import { BulkTicketPayload, TicketPayload } from '../ticket.type.js';
import { BulkReapplyPolicyInput, PreviewPolicyArgs, PreviewedTicketConnection, ReapplyPolicyInput, type PreviewedTicket } from './reapply.type.js';

const LIST = 'previewed';

@Resolver()
export class ReapplyResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly preview: PolicyPreview,
    private readonly reapply: ReapplyPolicy,
  ) {}

  @Allow('policy.reapply')
  @Query(() => PreviewedTicketConnection, { description: 'What re-applying a policy would do to the clocks of tickets at work, by the function that does it. Nothing is written.' })
  async previewPolicy(@Ctx() context: RequestContext, @Args() args: PreviewPolicyArgs): Promise<PreviewedTicketConnection> {
    const rows = await this.preview.execute(actorOf(context), {
      policyId: optionalIdArg('SlaPolicy', args.policyId, 'policyId'),
      ticketIds: args.ticketIds?.map((id, at) => idArg('Ticket', id, `ticketIds.${at}`)) ?? null,
      after: decodeIdCursor(LIST, args.after), first: args.first,
    });
    return pageOf(rows, args, toPreviewed, ({ ticket }) => encodeIdCursor(LIST, ticket.id));
  }

  @Allow('policy.reapply')
  @Mutation(() => TicketPayload, {
    description: 'Puts a ticket under another policy version and its running clocks on the newest versions of their calendars. Time spent stays spent; what was met or breached before stays. Logged with every due time that moved.',
  })
  reapplyPolicy(@Ctx() context: RequestContext, @Args('input') input: ReapplyPolicyInput): Promise<TicketPayload> {
    const policyId = optionalIdArg('SlaPolicy', input.policyId, 'policyId');
    return this.edge.change(context, input, (request) => this.reapply.execute(actorOf(context), { ...request, policyId }));
  }

  @Allow('policy.reapply')
  @Mutation(() => BulkTicketPayload, { description: 'The same for up to 100 tickets, each through the same gate as alone and in a transaction of its own.' })
  bulkReapplyPolicy(@Ctx() context: RequestContext, @Args('input') input: BulkReapplyPolicyInput): Promise<BulkTicketPayload> {
    const policyId = optionalIdArg('SlaPolicy', input.policyId, 'policyId');
    return this.edge.bulk(context, input.ticketIds.map((ticketId) => ({ ticketId })), (request) =>
      this.reapply.execute(actorOf(context), { ...request, policyId }));
  }
}

function toPreviewed({ ticket, clocks }: Previewed): PreviewedTicket {
  return {
    ticketId: encodeId('Ticket', ticket.id), number: ticket.number,
    clocks: clocks.map(({ before, after, outlook }) => ({
      outlook,
      before: before && toClock({ ...before, ticketId: ticket.id }),
      dueAt: before?.dueAt ?? null,
      newDueAt: outlook === 'CANCELLED' ? null : after.dueAt,
      newRule: outlook === 'CANCELLED' ? null : after.terms.rule,
    })),
  };
}
