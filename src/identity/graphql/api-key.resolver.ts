import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { CreateApiKey } from '../commands/create-api-key.js';
import { RevokeApiKey } from '../commands/revoke-api-key.js';
import { shopsFor } from '../domain/permissions.js';
import { apiKeysPage } from '../queries/people.query.js';
import { ApiKey, ApiKeyConnection, apiKeyOf } from './api-key.type.js';
import { scopeOf } from './identity.enum.js';
import { CreateApiKeyInput } from './identity.input.js';
import { ApiKeyPayload, CreateApiKeyPayload } from './identity.payload.js';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly createApiKeyCommand: CreateApiKey,
    private readonly revokeApiKeyCommand: RevokeApiKey,
  ) {}

  @Query(() => ApiKeyConnection, { description: 'API keys of the shops the caller administers; those of the whole merchant only for who administers it all.' })
  @Allow('key.administer')
  async apiKeys(@Ctx() context: RequestContext, @Args() args: PageArgs): Promise<ApiKeyConnection> {
    const actor = actorOf(context);
    const page = await this.unitOfWork.read(actor.merchantId, (tx) => apiKeysPage(tx, args, shopsFor(actor, 'key.administer')));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: apiKeyOf(node) })) };
  }

  @Mutation(() => CreateApiKeyPayload, { description: 'Creates an API key and tells its secret once.' })
  @Allow('key.administer')
  createApiKey(@Ctx() context: RequestContext, @Args('input') input: CreateApiKeyInput): Promise<CreateApiKeyPayload> {
    return payload(context, async () => {
      const shopId = optionalIdArg('Shop', input.shopId, 'shopId');
      const created = await this.createApiKeyCommand.execute(actorOf(context), { ...input, shopId, scopes: input.scopes.map(scopeOf) }, context);
      return { apiKey: apiKeyOf(created.apiKey), secret: created.secret };
    });
  }

  @Mutation(() => ApiKeyPayload, { description: 'Revokes a key for good, from the next request on.' })
  @Allow('key.administer')
  revokeApiKey(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<ApiKeyPayload> {
    return payload(context, async () => ({
      apiKey: apiKeyOf(await this.revokeApiKeyCommand.execute(actorOf(context), { id: idArg('ApiKey', id, 'id') }, context)),
    }));
  }
}
