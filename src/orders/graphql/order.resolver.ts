import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { authorize, can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Shop, TenancyLoaders } from '../../tenancy/index.js';
import { findOrderByName } from '../queries/trade.query.js';
import { Customer } from './customer.type.js';
import { Order, OrderLine, orderOf, Parcel } from './order.type.js';
import { OrdersLoaders } from './orders.loader.js';

@Resolver(() => Order)
export class OrderResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loaders: OrdersLoaders,
    private readonly tenancy: TenancyLoaders,
  ) {}

  @Query(() => Order, { nullable: true, description: 'Null when there is no such order in the shops the caller may read.' })
  @Allow('order.read')
  async order(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Order | null> {
    const order = await this.loaders.order(context, idArg('Order', id, 'id'));
    return order && can(actorOf(context), 'order.read', { shopId: order.shopUuid }) ? order : null;
  }

  @Query(() => Order, { nullable: true, description: 'The order of this number in your systems; null when it was not upserted.' })
  @Allow('order.read')
  async orderByExternalId(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID }) shop: string,
    @Args('externalId') externalId: string,
  ): Promise<Order | null> {
    const actor = actorOf(context);
    const shopId = idArg('Shop', shop, 'shopId');
    authorize(actor, 'order.read', { shopId });
    if (externalId.includes('\0')) return null; // no text of ours holds it, and the database would stumble over it
    const row = await this.unitOfWork.read(actor.merchantId, (tx) => findOrderByName(tx, shopId, externalId));
    return row ? orderOf(row) : null;
  }

  @ResolveField(() => Shop)
  async shop(@Parent() order: Order, @Ctx() context: RequestContext): Promise<Shop> {
    return found(await this.tenancy.shop(context, order.shopUuid), 'shop');
  }

  @ResolveField(() => Customer)
  async customer(@Parent() order: Order, @Ctx() context: RequestContext): Promise<Customer> {
    return found(await this.loaders.customer(context, order.customerUuid), 'customer');
  }

  @ResolveField(() => [OrderLine], { description: 'In the order they were made known.' })
  lines(@Parent() order: Order, @Ctx() context: RequestContext): Promise<OrderLine[]> {
    return this.loaders.linesOf(context, order);
  }

  @ResolveField(() => [Parcel], { description: 'In the order they were made known.' })
  parcels(@Parent() order: Order, @Ctx() context: RequestContext): Promise<Parcel[]> {
    return this.loaders.parcelsOf(context, order);
  }
}

/** Foreign keys hold it; without it the answer would be a lie. */
function found<T>(object: T | null, what: string): T {
  if (object === null) throw new Error(`an order without its ${what}`);
  return object;
}
