import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Info, Query, Resolver } from '@nestjs/graphql';
import { getNullableType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { decodeId } from '../../kernel/ids.js';
import { can, shopsFor } from '../../identity/index.js';
import type { Extent } from '../../platform/database/joined.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { MAX_PAGE, PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { argumentsBelow, fieldsBelow } from '../../platform/graphql/selection.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Ticket as Row } from '../domain/ticket.js';
import { queueCursor, queuePage, type QueueFilter, type QueueOrder, type Shown } from '../queries/queue.query.js';
import { ticketShown } from '../queries/ticket-shown.query.js';
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
    const { fields, people } = shownOf(info, []);
    const beside = { clocks: fields.has('clocks'), timeline: timelineAsked(info) };
    return this.read(context, async (tx) => {
      const [found] = await Promise.all([ticketShown(tx, uuid, people), this.loaders.readBeside(context, tx, uuid, beside)]);
      return found;
    });
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
    @Args() args: PageArgs,
    // Not `| null`: of a union no class is left at run time to check the input by.
    @Args('filter', { type: () => TicketFilterInput, nullable: true }) filter?: TicketFilterInput,
    @Args('orderBy', { type: () => QueueOrderEnum, defaultValue: 'DUE' }) orderBy: QueueOrder = 'DUE',
  ): Promise<TicketConnection> {
    const actor = actorOf(context);
    const wanted = filterOf(filter ?? {}, shopsFor(actor, 'ticket.read'));
    const shown = shownOf(info, ['edges', 'node']);
    const rows = await this.unit.read(actor.merchantId, async (tx) => {
      const page = () => queuePage(tx, wanted, orderBy, args, shown);
      if (!shown.fields.has('clocks')) return tx.lastly(page);
      const found = await page();
      await tx.lastly(() => this.loaders.readClocks(context, tx, found.map(({ id }) => id)));
      return found;
    });
    return pageOf(rows, args, toTicket, (row) => queueCursor(orderBy, row));
  }

  /** `find` sends all its statements before it first waits. */
  private async read(context: RequestContext, find: (tx: Tx) => Promise<Row | undefined>): Promise<Ticket | null> {
    const actor = actorOf(context);
    const row = await this.unit.readOnce(actor.merchantId, find);
    return row && can(actor, 'ticket.read', { shopId: row.shopId }) ? toTicket(row) : null;
  }
}

/** What is asked for of the tickets below `path`. */
function shownOf(info: GraphQLResolveInfo, path: readonly string[]): Shown {
  const fields = fieldsBelow(info, path);
  const extentOf = (field: string): Extent | null => {
    if (!fields.has(field)) return null;
    return [...fieldsBelow(info, [...path, field])].every((asked) => NAMING.has(asked)) ? 'NAME' : 'ALL';
  };
  return { fields, people: { customer: extentOf('customer'), assignee: extentOf('assignee') } };
}

/** What the extent NAME is enough for. */
const NAMING: ReadonlySet<string> = new Set(['__typename', 'id', 'name']);

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
