import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Info, Query, Resolver } from '@nestjs/graphql';
import { getNullableType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { decodeId } from '../../kernel/ids.js';
import { can, shopsFor } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { MAX_PAGE, PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { argumentsBelow, fieldsBelow } from '../../platform/graphql/selection.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Ticket as Row } from '../domain/ticket.js';
import { queueCursor, queuePage, type QueueFilter, type QueueOrder } from '../queries/queue.query.js';
import { findTicket, findTicketByNumber } from '../ticket.repository.js';
import { QueueOrderEnum, TicketFilterInput } from './queue.args.js';
import { TicketLoaders } from './ticket-loaders.js';
import { toTicket } from './ticket.mapper.js';
import { Ticket, TicketConnection } from './ticket.type.js';

@Resolver(() => Ticket)
export class TicketResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly loaders: TicketLoaders,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Ticket', (context, uuid) => this.read(context, (tx) => findTicket(tx, uuid)));
  }

  @Allow('ticket.read')
  @Query(() => Ticket, { nullable: true, description: 'A ticket by id; null when there is none the caller may see.' })
  async ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo, @Args('id', { type: () => ID }) id: string): Promise<Ticket | null> {
    const uuid = decodeId('Ticket', id);
    if (uuid === undefined) return null;
    const fields = fieldsBelow(info, []);
    const beside = { clocks: fields.has('clocks'), timeline: timelineAsked(info) };
    return this.read(context, async (tx) => {
      const [found] = await Promise.all([findTicket(tx, uuid), this.loaders.readBeside(context, tx, uuid, beside)]);
      return found;
    }, fields);
  }

  @Allow('ticket.read')
  @Query(() => Ticket, { nullable: true, description: 'A ticket by its number, e.g. A-000123.' })
  ticketByNumber(@Ctx() context: RequestContext, @Args('number') number: string): Promise<Ticket | null> {
    return this.read(context, (tx) => findTicketByNumber(tx, number));
  }

  @Allow('ticket.read')
  @Query(() => TicketConnection, { description: 'The working queue: open tickets in the shops the caller may read, filtered, in the order asked for.' })
  async tickets(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Args() page: PageArgs,
    // Not `| null`: of a union no class is left at run time to check the input by.
    @Args('filter', { type: () => TicketFilterInput, nullable: true }) filter?: TicketFilterInput,
    @Args('orderBy', { type: () => QueueOrderEnum, defaultValue: 'DUE' }) orderBy: QueueOrder = 'DUE',
  ): Promise<TicketConnection> {
    const actor = actorOf(context);
    const wanted = filterOf(filter ?? {}, shopsFor(actor, 'ticket.read'));
    const fields = fieldsBelow(info, ['edges', 'node']);
    const rows = await this.unit.read(actor.merchantId, async (tx) => {
      const found = await queuePage(tx, wanted, orderBy, page, fields);
      await tx.lastly(() => this.loaders.readAhead(context, tx, found, fields));
      return found;
    });
    return pageOf(rows, page, toTicket, (row) => queueCursor(orderBy, row));
  }

  private async read(
    context: RequestContext,
    find: (tx: Tx) => Promise<Row | undefined>,
    fields: ReadonlySet<string> = new Set(),
  ): Promise<Ticket | null> {
    const actor = actorOf(context);
    const row = await this.unit.read(actor.merchantId, async (tx) => {
      const found = await find(tx);
      if (found) await tx.lastly(() => this.loaders.readAhead(context, tx, [found], fields));
      return found;
    });
    return row && can(actor, 'ticket.read', { shopId: row.shopId }) ? toTicket(row) : null;
  }
}

/** The page of the timeline asked for below; null when there is none, or one that the field itself will refuse. */
function timelineAsked(info: GraphQLResolveInfo): { first: number; after: number } | null {
  const page = argumentsBelow(info, getNullableType(info.returnType) as GraphQLObjectType, 'timeline') as PageArgs | null;
  if (!page || page.first < 1 || page.first > MAX_PAGE) return null;
  return page.after === null || page.after === undefined ? { first: page.first, after: 0 } : null;
}

function filterOf(input: Partial<TicketFilterInput>, visibleShopIds: string[] | null): QueueFilter {
  const ids = (type: 'Shop' | 'Member' | 'Team', values: string[] | null | undefined, field: string): string[] | null =>
    values?.map((id, at) => idArg(type, id, `${field}.${at}`)) ?? null;
  return {
    ...input,
    visibleShopIds,
    statuses: input.statuses ?? ['OPEN', 'ON_HOLD'],
    shopIds: ids('Shop', input.shopIds, 'shopIds'),
    assigneeIds: ids('Member', input.assigneeIds, 'assigneeIds'),
    teamIds: ids('Team', input.teamIds, 'teamIds'),
    customerId: optionalIdArg('Customer', input.customerId, 'customerId'),
    orderId: optionalIdArg('Order', input.orderId, 'orderId'),
  };
}
