import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { Problem, toProblems } from '../../platform/graphql/problem.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { PublishRules } from '../commands/publish-rules.js';
import { DEFAULT_RULES } from '../domain/default-rules.js';
import { RulesLibrary } from '../rules-library.js';
import { EscalationRules, EscalationRulesConnection, PublishEscalationRulesInput, PublishEscalationRulesPayload } from './rules.type.js';

const LIST = 'escalationRules';

@Resolver(() => EscalationRules)
export class RulesResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly publish: PublishRules,
    private readonly library: RulesLibrary,
  ) {}

  onModuleInit(): void {
    this.nodes.register('EscalationRules', async (context, uuid) => {
      const actor = actorOf(context);
      if (!can(actor, 'rule.read')) return null;
      const row = await this.unit.read(actor.merchantId, (tx) => this.library.byId(tx, uuid));
      return row ? toRules(row) : null;
    });
  }

  @Allow('rule.read')
  @Query(() => EscalationRulesConnection, { description: 'Published versions of the escalation rules, newest first; the newest is in force, within a second on every process.' })
  async escalationRules(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<EscalationRulesConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.page(tx, decodeIdCursor(LIST, page.after), page.first));
    return pageOf(rows, page, toRules, (row) => encodeIdCursor(LIST, row.id));
  }

  @Allow('rule.read')
  @Query(() => GraphQLJSONObject, { description: 'The rule set a new merchant starts with: something to begin from.' })
  defaultEscalationRules(): Record<string, unknown> {
    return { ...DEFAULT_RULES };
  }

  @Allow('rule.administer')
  @Query(() => [Problem], { description: 'What would keep this rule set from being published; where nothing does, what may be a slip all the same, marked `warning`. Nothing is saved.' })
  async checkEscalationRules(
    @Ctx() context: RequestContext,
    @Args('body', { type: () => GraphQLJSONObject }) body: Record<string, unknown>,
  ): Promise<Problem[]> {
    return toProblems(await this.publish.check(actorOf(context), body), context.language);
  }

  @Allow('rule.administer')
  @Mutation(() => PublishEscalationRulesPayload, { description: 'Publishes a version of the escalation rules, up to 100 of them. Chains under way go on under the version they began with. RULE_INVALID: `details.problems` lists each with its path.' })
  publishEscalationRules(@Ctx() context: RequestContext, @Args('input') input: PublishEscalationRulesInput): Promise<PublishEscalationRulesPayload> {
    return payload<{ rules: EscalationRules | null }>(
      context,
      async () => ({ rules: toRules(await this.publish.execute(actorOf(context), context, input)) }),
      () => Promise.resolve({ rules: null }),
    );
  }
}

function toRules(row: PublishedRow<Named>): EscalationRules {
  return { ...row, id: encodeId('EscalationRules', row.id) };
}
