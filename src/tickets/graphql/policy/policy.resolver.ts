import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { can } from '../../../identity/index.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Allow } from '../../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../../platform/graphql/connection.js';
import { decodeIdCursor, encodeIdCursor } from '../../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../../platform/graphql/node.js';
import { payload } from '../../../platform/graphql/payload.js';
import { Problem, toProblems } from '../../../platform/graphql/problem.type.js';
import { actorOf, Ctx, type RequestContext } from '../../../platform/graphql/request-context.js';
import { PolicyLibrary, PublishPolicy } from '../../../sla/index.js';
import { POLICY_WORDS } from '../../domain/policy-words.js';
import { PolicyRuleInput, PublishSlaPolicyInput, ShopCalendarInput } from './policy.input.js';
import { policyOf, toPolicy } from './policy.mapper.js';
import { PublishSlaPolicyPayload, SlaPolicy, SlaPolicyConnection } from './policy.type.js';

const LIST = 'policies';

/** Policies are kept by `sla`; their conditions speak of tickets, so the API stands here. */
@Resolver(() => SlaPolicy)
export class PolicyResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly publish: PublishPolicy,
    private readonly library: PolicyLibrary,
  ) {}

  onModuleInit(): void {
    this.nodes.register('SlaPolicy', async (context, uuid) => {
      const actor = actorOf(context);
      if (!can(actor, 'policy.read')) return null;
      const row = await this.unit.read(actor.merchantId, (tx) => this.library.byId(tx, uuid));
      return row ? toPolicy(row) : null;
    });
  }

  @Allow('policy.read')
  @Query(() => SlaPolicyConnection, { description: 'Published SLA policies, newest first. New tickets follow the newest.' })
  async slaPolicies(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<SlaPolicyConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.page(tx, decodeIdCursor(LIST, page.after), page.first));
    return pageOf(rows, page, toPolicy, (row) => encodeIdCursor(LIST, row.id));
  }

  @Allow('policy.administer')
  @Query(() => [Problem], { description: 'What would keep these rules from being published; empty: nothing. Nothing is saved.' })
  async checkSlaPolicy(
    @Ctx() context: RequestContext,
    @Args('rules', { type: () => [PolicyRuleInput] }) rules: PolicyRuleInput[],
    @Args('shopCalendars', { type: () => [ShopCalendarInput], nullable: true, description: 'As with `publishSlaPolicy`.' }) shopCalendars: ShopCalendarInput[] | null = null,
  ): Promise<Problem[]> {
    return toProblems(await this.publish.problems(actorOf(context), policyOf(rules, shopCalendars), POLICY_WORDS), context.language);
  }

  @Allow('policy.administer')
  @Mutation(() => PublishSlaPolicyPayload, {
    description: 'Publishes a version. New tickets follow it; those at work keep theirs until it is re-applied. POLICY_INVALID: `details.problems` lists each with its path.',
  })
  publishSlaPolicy(@Ctx() context: RequestContext, @Args('input') input: PublishSlaPolicyInput): Promise<PublishSlaPolicyPayload> {
    return payload<{ policy: SlaPolicy | null }>(
      context,
      async () => {
        const request = { name: input.name, policy: policyOf(input.rules, input.shopCalendars), idempotencyKey: input.idempotencyKey ?? null };
        return { policy: toPolicy(await this.publish.execute(actorOf(context), context, request, POLICY_WORDS)) };
      },
      () => Promise.resolve({ policy: null }),
    );
  }
}
