import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { encodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { actorOf, Ctx, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { Ticket, TicketEdge, TicketPayload } from '../../tickets/index.js';
import { AcknowledgeEscalation } from '../commands/acknowledge-escalation.js';
import { escalationsOf, type EscalationRow, type LevelRow } from '../queries/escalations.query.js';
import { AcknowledgeEscalationInput, Escalation } from './escalation.type.js';

const OF_TICKET = Symbol('escalations of a ticket');

@Resolver(() => Ticket)
export class EscalationResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly edge: TicketEdge,
    private readonly acknowledge: AcknowledgeEscalation,
  ) {}

  @ResolveField(() => [Escalation], { description: 'What escalates on it, and what did, oldest first.' })
  escalations(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Escalation[]> {
    return loaderOf(context, OF_TICKET, () => new DataLoader<string, Escalation[]>(async (ticketIds) => {
      const { rows, levels } = await this.unit.read(actorOf(context).merchantId, (tx) => escalationsOf(tx, ticketIds));
      return ticketIds.map((id) => rows.filter(({ ticketId }) => ticketId === id).map((one) => toEscalation(one, levels)));
    }, { cache: false })).load(row.id);
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, {
    description: 'Takes note of what escalates on a ticket and says by when it will be seen to: the next level waits until then. For whoever was told by the last level, and for supervisors (else FORBIDDEN). NOTHING_TO_DO: nothing escalates; LIMIT_EXCEEDED: put off three times already.',
  })
  acknowledgeEscalation(@Ctx() context: RequestContext, @Args('input') input: AcknowledgeEscalationInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.acknowledge.execute(actorOf(context), { ...request, newTime: input.newTime }));
  }
}

function toEscalation(row: EscalationRow, levels: readonly LevelRow[]): Escalation {
  const { id, rule, state, level, acknowledgements, nextAt } = row;
  return {
    id: encodeId('Escalation', id), rule, state, level, acknowledgements, nextAt,
    clockId: row.anchorId === row.ticketId ? null : encodeId('Clock', row.anchorId),
    levels: levels.filter(({ escalationId }) => escalationId === id).map((one) => ({
      level: one.level, dueAt: one.dueAt, firedAt: one.firedAt, notifiedIds: one.notified.map((memberId) => encodeId('Member', memberId)),
    })),
  };
}
