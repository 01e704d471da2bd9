import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload, userErrorOf } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { UpsertCustomers } from '../commands/upsert-customers.js';
import { UpsertOrders } from '../commands/upsert-orders.js';
import { UpsertParcels } from '../commands/upsert-parcels.js';
import type { Result } from '../domain/batch.js';
import { UpsertCustomersInput, UpsertOrdersInput, UpsertParcelsInput } from './orders.input.js';
import { OrdersLoaders } from './orders.loader.js';
import { UpsertCustomersPayload, UpsertOrdersPayload, UpsertParcelsPayload, type UpsertResult } from './orders.payload.js';

@Resolver()
export class UpsertResolver {
  constructor(
    private readonly loaders: OrdersLoaders,
    private readonly customers: UpsertCustomers,
    private readonly orders: UpsertOrders,
    private readonly parcels: UpsertParcels,
  ) {}

  @Mutation(() => UpsertCustomersPayload, { description: 'Makes or changes customers of one shop by their external ids. Each item is carried out or refused as a whole.' })
  @Allow('order.write')
  upsertCustomers(@Ctx() context: RequestContext, @Args('input') input: UpsertCustomersInput): Promise<UpsertCustomersPayload> {
    return payload(context, async () => {
      const results = await this.customers.execute(actorOf(context), idArg('Shop', input.shopId, 'shopId'), input.items, context);
      return { results: await told(context, results, async (id) => this.loaders.customer(context, id)) };
    });
  }

  @Mutation(() => UpsertOrdersPayload, { description: 'Makes or changes orders of one shop, with their lines, by their external ids. Each item is carried out or refused as a whole.' })
  @Allow('order.write')
  upsertOrders(@Ctx() context: RequestContext, @Args('input') input: UpsertOrdersInput): Promise<UpsertOrdersPayload> {
    return payload(context, async () => {
      const results = await this.orders.execute(actorOf(context), idArg('Shop', input.shopId, 'shopId'), input.items, context);
      return { results: await told(context, results, (id) => this.loaders.order(context, id)) };
    });
  }

  @Mutation(() => UpsertParcelsPayload, { description: 'Makes or changes parcels of one shop by carrier and waybill. Each item is carried out or refused as a whole.' })
  @Allow('order.write')
  upsertParcels(@Ctx() context: RequestContext, @Args('input') input: UpsertParcelsInput): Promise<UpsertParcelsPayload> {
    return payload(context, async () => {
      const results = await this.parcels.execute(actorOf(context), idArg('Shop', input.shopId, 'shopId'), input.items, context);
      return { results: await told(context, results, (id) => this.loaders.parcel(context, id)) };
    });
  }
}

function told<Node>(context: RequestContext, results: readonly Result[], load: (id: string) => Promise<Node | null>): Promise<UpsertResult<Node>[]> {
  return Promise.all(results.map(async ({ index, outcome, id, refusal }) => ({
    index,
    outcome,
    node: id === null ? null : await load(id),
    userErrors: refusal ? [userErrorOf(refusal, context.language)] : [],
  })));
}
