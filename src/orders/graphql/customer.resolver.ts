import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { can } from '../../identity/index.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Shop, TenancyLoaders } from '../../tenancy/index.js';
import { RevealCustomer } from '../commands/reveal-customer.js';
import { contactOf, Customer } from './customer.type.js';
import { OrderConnection } from './order.type.js';
import { RevealCustomerInput } from './orders.input.js';
import { OrdersLoaders } from './orders.loader.js';
import { RevealCustomerPayload } from './orders.payload.js';

@Resolver(() => Customer)
export class CustomerResolver {
  constructor(
    private readonly loaders: OrdersLoaders,
    private readonly tenancy: TenancyLoaders,
    private readonly revealCustomerCommand: RevealCustomer,
  ) {}

  @Query(() => Customer, { nullable: true, description: 'Null when there is no such customer in the shops the caller may read.' })
  @Allow('customer.read')
  async customer(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Customer | null> {
    const customer = await this.loaders.customer(context, idArg('Customer', id, 'id'));
    return customer && can(actorOf(context), 'customer.read', { shopId: customer.shopUuid }) ? customer : null;
  }

  @ResolveField(() => Shop)
  async shop(@Parent() customer: Customer, @Ctx() context: RequestContext): Promise<Shop> {
    const shop = await this.tenancy.shop(context, customer.shopUuid);
    if (!shop) throw new Error('a customer without its shop');
    return shop;
  }

  @ResolveField(() => OrderConnection, { description: 'The customer\'s orders, the last made known first. Empty for who may not read orders.' })
  async orders(@Parent() customer: Customer, @Ctx() context: RequestContext, @Args() args: PageArgs): Promise<OrderConnection> {
    if (!can(actorOf(context), 'order.read', { shopId: customer.shopUuid })) return EMPTY;
    return this.loaders.ordersOf(context, customer.uuid, args);
  }

  @Mutation(() => RevealCustomerPayload, { description: 'Contact data of one customer in clear. Who asked and why goes on record.' })
  @Allow('customer.reveal')
  revealCustomer(@Ctx() context: RequestContext, @Args('input') input: RevealCustomerInput): Promise<RevealCustomerPayload> {
    return payload(context, async () => {
      const asked = { customerId: idArg('Customer', input.id, 'id'), reason: input.reason };
      return { contact: contactOf(await this.revealCustomerCommand.execute(actorOf(context), asked, context)) };
    });
  }
}

const EMPTY: OrderConnection = { edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } };
