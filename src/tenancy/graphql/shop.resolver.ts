import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { can, shopsFor } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Kind } from '../../kernel/words.js';
import { CreateShop } from '../commands/create-shop.js';
import { UpdateShop } from '../commands/update-shop.js';
import { shopsPage } from '../queries/shops.query.js';
import { findMerchant } from '../tenancy.repository.js';
import { TicketKindEnum } from './reason.enum.js';
import { CreateShopInput, UpdateShopInput } from './tenancy.input.js';
import { TenancyLoaders } from './tenancy.loader.js';
import { ShopPayload } from './tenancy.payload.js';
import { Merchant, merchantOf, Reason, reasonOf, Shop, ShopConnection, shopOf, Team } from './tenancy.type.js';

@Resolver(() => Shop)
export class ShopResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loaders: TenancyLoaders,
    private readonly createShopCommand: CreateShop,
    private readonly updateShopCommand: UpdateShop,
  ) {}

  @Query(() => Merchant, { description: 'The merchant of the caller.' })
  @Allow('self.read')
  async merchant(@Ctx() context: RequestContext): Promise<Merchant> {
    return merchantOf(await this.unitOfWork.read(actorOf(context).merchantId, findMerchant));
  }

  @Query(() => ShopConnection, { description: 'The shops the caller works for.' })
  @Allow('shop.read')
  async shops(@Ctx() context: RequestContext, @Args() args: PageArgs): Promise<ShopConnection> {
    const actor = actorOf(context);
    const page = await this.unitOfWork.read(actor.merchantId, (tx) => shopsPage(tx, args, shopsFor(actor, 'shop.read')));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: shopOf(node) })) };
  }

  @Query(() => Shop, { nullable: true, description: 'Null when there is no such shop among those the caller works for.' })
  @Allow('shop.read')
  async shop(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Shop | null> {
    const shopId = idArg('Shop', id, 'id');
    return can(actorOf(context), 'shop.read', { shopId }) ? this.loaders.shop(context, shopId) : null;
  }

  @ResolveField(() => [Team], { description: 'By name.' })
  teams(@Parent() shop: Shop, @Ctx() context: RequestContext): Promise<Team[]> {
    return this.loaders.teamsOf(context, shop.uuid);
  }

  @ResolveField(() => [Reason], { description: 'By kind and position; `parentCode` makes the tree.' })
  async reasons(
    @Parent() shop: Shop,
    @Ctx() context: RequestContext,
    @Args('kind', { type: () => TicketKindEnum, nullable: true, description: 'Only of this kind.' }) kind?: Kind | null,
    @Args('active', { type: () => Boolean, nullable: true, defaultValue: true, description: 'Null: the inactive ones too.' }) active?: boolean | null,
  ): Promise<Reason[]> {
    const rows = await this.loaders.reasonsOf(context, shop.uuid);
    return rows
      .filter((row) => (kind == null || row.kind === kind) && (active == null || row.active === active))
      .map((row) => reasonOf(row, context.language));
  }

  @Mutation(() => ShopPayload, { description: 'Opens a shop, with the reasons every shop starts with. DUPLICATE: the external id is taken.' })
  @Allow('shop.administer')
  createShop(@Ctx() context: RequestContext, @Args('input') input: CreateShopInput): Promise<ShopPayload> {
    return payload(context, async () => ({ shop: shopOf(await this.createShopCommand.execute(actorOf(context), input, context)) }));
  }

  @Mutation(() => ShopPayload, { description: 'Changes a shop\'s name, time zone or contact numbers.' })
  @Allow('shop.administer')
  updateShop(@Ctx() context: RequestContext, @Args('input') input: UpdateShopInput): Promise<ShopPayload> {
    return payload(context, async () => {
      const change = { ...input, id: idArg('Shop', input.id, 'id') };
      return { shop: shopOf(await this.updateShopCommand.execute(actorOf(context), change, context)) };
    });
  }
}
