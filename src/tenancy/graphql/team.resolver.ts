import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { CreateTeam } from '../commands/create-team.js';
import { CreateTeamInput } from './tenancy.input.js';
import { TenancyLoaders } from './tenancy.loader.js';
import { TeamPayload } from './tenancy.payload.js';
import { Shop, Team, teamOf } from './tenancy.type.js';

@Resolver(() => Team)
export class TeamResolver {
  constructor(
    private readonly loaders: TenancyLoaders,
    private readonly createTeamCommand: CreateTeam,
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
}
