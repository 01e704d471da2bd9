import type { OnModuleInit } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { findingById, type FindingRow } from '../queries/finding.query.js';
import { Finding, toFinding } from './finding.type.js';
import { TicketLoaders } from './ticket-loaders.js';
import { Ticket } from './ticket.type.js';

@Resolver(() => Ticket)
export class TicketFindingsResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly loaders: TicketLoaders,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Finding', async (context, uuid) => {
      const actor = actorOf(context);
      const row = await this.unit.read(actor.merchantId, (tx) => findingById(tx, uuid));
      return row && can(actor, 'ticket.read', { shopId: row.shopId }) ? shown(context, row) : null;
    });
  }

  @ResolveField(() => [Finding], { description: 'What was found to be at fault, the newest 100, oldest first; the last one holds.' })
  async findings(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Finding[]> {
    return (await this.loaders.findings(context).load(row.id)).map((finding) => shown(context, finding));
  }
}

function shown(context: RequestContext, row: FindingRow): Finding {
  return toFinding(row, can(actorOf(context), 'message.note.read', { shopId: row.shopId }));
}
