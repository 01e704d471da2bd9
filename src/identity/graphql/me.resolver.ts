import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { can } from '../domain/permissions.js';
import { PERMISSION_NAMES, scopeName } from './identity.enum.js';
import { Me } from './me.type.js';
import { grantOf } from './member.type.js';

@Resolver(() => Me)
export class MeResolver {
  @Query(() => Me, { description: 'Who I am to this API.' })
  @Allow('self.read')
  me(@Ctx() context: RequestContext): Me {
    const actor = actorOf(context);
    const kind = actor.kind === 'API_KEY' ? 'API_KEY' : 'MEMBER';
    return {
      id: encodeId(kind === 'API_KEY' ? 'ApiKey' : 'Member', actor.id),
      kind,
      name: actor.name,
      merchantId: encodeId('Merchant', actor.merchantId),
      grants: actor.grants.map(grantOf),
      scopes: actor.scopes.map(scopeName),
    };
  }

  @ResolveField(() => [String], { description: 'Permissions held in the shop named; without one, held in any shop.' })
  permissions(
    @Parent() _me: Me,
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID, nullable: true, description: 'A shop of the merchant.' }) shopId?: string | null,
  ): string[] {
    const actor = actorOf(context);
    const place = { shopId: optionalIdArg('Shop', shopId, 'shopId') };
    return PERMISSION_NAMES.filter((permission) => can(actor, permission, place));
  }
}
