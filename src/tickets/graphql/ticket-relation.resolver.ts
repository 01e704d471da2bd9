import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IdentityLoaders, Member } from '../../identity/index.js';
import { PlainField } from '../../platform/graphql/plain-field.js';
import { Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Customer, Order, OrdersLoaders } from '../../orders/index.js';
import { Shop, Team, TenancyLoaders } from '../../tenancy/index.js';
import { Ticket } from './ticket.type.js';

/** Whom and what a ticket names. A field answers what the row brought along, else asks the loader. */
@Resolver(() => Ticket)
export class TicketRelationResolver {
  constructor(
    private readonly tenancy: TenancyLoaders,
    private readonly identity: IdentityLoaders,
    private readonly orders: OrdersLoaders,
  ) {}

  @PlainField('Ticket', 'shop')
  @ResolveField(() => Shop, { nullable: true })
  shop(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Shop | null> {
    return this.tenancy.shop(context, row.shopId);
  }

  @PlainField('Ticket', 'team')
  @ResolveField(() => Team, { nullable: true, description: 'The team whose queue it is in.' })
  team(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Team | null> | null {
    return row.teamId === null ? null : this.tenancy.team(context, row.teamId);
  }

  @PlainField('Ticket', 'assignee')
  @ResolveField(() => Member, { nullable: true, description: 'Who works it; null: nobody yet. Integrations are not told.' })
  assignee(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Member | null | Promise<Member | null> {
    return row.assigneeId === null ? null : this.identity.memberOf(context, row, row.assigneeId);
  }

  @PlainField('Ticket', 'customer')
  @ResolveField(() => Customer, { nullable: true, description: 'Masked for the caller; null until the customer is known.' })
  customer(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Customer | null | Promise<Customer | null> {
    return row.customerId === null ? null : this.orders.customerOf(context, row, row.customerId);
  }

  @PlainField('Ticket', 'order')
  @ResolveField(() => Order, { nullable: true })
  order(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Order | null> | null {
    return row.orderId === null ? null : this.orders.order(context, row.orderId);
  }
}
