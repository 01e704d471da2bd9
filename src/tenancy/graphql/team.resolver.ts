import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { CreateTeam } from '../commands/create-team.js';
import { UpsertReason } from '../commands/upsert-reason.js';
import { CreateTeamInput, UpsertReasonInput } from './tenancy.input.js';
import { TenancyLoaders } from './tenancy.loader.js';
import { ReasonPayload, TeamPayload } from './tenancy.payload.js';
import { reasonOf, Shop, Team, teamOf } from './tenancy.type.js';

@Resolver(() => Team)
export class TeamResolver {
  constructor(
    private readonly loaders: TenancyLoaders,
    private readonly createTeamCommand: CreateTeam,
    private readonly upsertReasonCommand: UpsertReason,
  ) {}

  @ResolveField(() => Shop)
  async shop(@Parent() team: Team, @Ctx() context: RequestContext): Promise<Shop> {
    const shop = await this.loaders.shop(context, team.shopUuid);
    if (!shop) throw new Error('a team without its shop');
    return shop;
  }

  @Mutation(() => TeamPayload, { description: 'Makes a team in a shop. DUPLICATE: the shop has one of this name.' })
  @Allow('shop.administer')
  createTeam(@Ctx() context: RequestContext, @Args('input') input: CreateTeamInput): Promise<TeamPayload> {
    return payload(context, async () => {
      const team = { ...input, shopId: idArg('Shop', input.shopId, 'shopId') };
      return { team: teamOf(await this.createTeamCommand.execute(actorOf(context), team, context)) };
    });
  }

  @Mutation(() => ReasonPayload, { description: 'Adds a reason to a shop, or changes the one of this kind and code.' })
  @Allow('reason.administer')
  upsertReason(@Ctx() context: RequestContext, @Args('input') input: UpsertReasonInput): Promise<ReasonPayload> {
    return payload(context, async () => {
      const { shopId: shop, parentCode, ...rest } = input;
      const shopId = idArg('Shop', shop, 'shopId');
      const reason = { ...rest, parentCode: parentCode ?? null };
      return { reason: reasonOf(await this.upsertReasonCommand.execute(actorOf(context), shopId, reason, context), context.language) };
    });
  }

  @Mutation(() => ReasonPayload, { description: 'Takes a reason out of use for new tickets. Tickets that name it keep it.' })
  @Allow('reason.administer')
  deactivateReason(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<ReasonPayload> {
    return payload(context, async () => {
      const reason = await this.upsertReasonCommand.deactivate(actorOf(context), idArg('Reason', id, 'id'), context);
      return { reason: reasonOf(reason, context.language) };
    });
  }
}
