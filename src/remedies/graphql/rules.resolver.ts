import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { can } from '../../identity/index.js';
import { forbidden, notFound } from '../../kernel/error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { findShop } from '../../tenancy/index.js';
import type { TableKind } from '../domain/check-table.js';
import { PublishRules, ruleTable, type RuleTable as Table } from '../rule-tables.js';
import { PublishRuleTableInput, RuleTable, RuleTablePayload, TableKindEnum } from './fault.type.js';

/** The tables a shop decides by. */
@Resolver()
export class RulesResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly publish: PublishRules,
  ) {}

  @Allow('shop.read')
  @Query(() => RuleTable, { description: 'The decision table a shop goes by now.' })
  ruleTable(
    @Ctx() context: RequestContext, @Args('shopId', { type: () => ID }) shop: string, @Args('kind', { type: () => TableKindEnum }) kind: TableKind,
  ): Promise<RuleTable> {
    const actor = actorOf(context);
    const shopId = idArg('Shop', shop, 'shopId');
    return this.unit.read(actor.merchantId, async (tx) => {
      if (!(await findShop(tx, shopId))) throw notFound('shopId');
      if (!can(actor, 'shop.read', { shopId })) throw forbidden();
      return toTable(kind, await ruleTable(tx, shopId, kind));
    });
  }

  @Allow('remedy.administer')
  @Mutation(() => RuleTablePayload, { description: 'Publishes a decision table of a shop. The newest version holds; none is ever changed.' })
  publishRuleTable(@Ctx() context: RequestContext, @Args('input') input: PublishRuleTableInput): Promise<RuleTablePayload> {
    return payload<{ table: RuleTable | null }>(context, async () => {
      const made = await this.publish.execute(actorOf(context), context, { ...input, shopId: idArg('Shop', input.shopId, 'shopId') });
      return { table: toTable(input.kind, made) };
    }, () => Promise.resolve({ table: null }));
  }
}

function toTable(kind: TableKind, { version, body, publishedAt }: Table): RuleTable {
  return { kind, version, publishedAt, body: { ...body } };
}
