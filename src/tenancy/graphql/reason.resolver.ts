import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { UpsertReason } from '../commands/upsert-reason.js';
import { UpsertReasonInput } from './tenancy.input.js';
import { ReasonPayload } from './tenancy.payload.js';
import { Reason, reasonOf } from './tenancy.type.js';

@Resolver(() => Reason)
export class ReasonResolver {
  constructor(private readonly reasons: UpsertReason) {}

  @Mutation(() => ReasonPayload, { description: 'Adds a reason to a shop, or changes the one of this kind and code.' })
  @Allow('reason.administer')
  upsertReason(@Ctx() context: RequestContext, @Args('input') input: UpsertReasonInput): Promise<ReasonPayload> {
    return payload(context, async () => {
      const { shopId: shop, parentCode, ...rest } = input;
      const shopId = idArg('Shop', shop, 'shopId');
      const reason = await this.reasons.execute(actorOf(context), shopId, { ...rest, parentCode: parentCode ?? null }, context);
      return { reason: reasonOf(reason, context.language) };
    });
  }

  @Mutation(() => ReasonPayload, { description: 'Takes a reason out of use for new tickets. Tickets that name it keep it.' })
  @Allow('reason.administer')
  deactivateReason(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<ReasonPayload> {
    return payload(context, async () => {
      const reason = await this.reasons.deactivate(actorOf(context), idArg('Reason', id, 'id'), context);
      return { reason: reasonOf(reason, context.language) };
    });
  }
}
