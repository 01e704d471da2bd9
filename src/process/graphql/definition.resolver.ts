import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { authorizeEverywhere, can } from '../../identity/index.js';
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
import { PublishDefinition } from '../commands/publish-definition.js';
import { DefinitionCheck } from '../definition-check.js';
import { ProcessLibrary } from '../process-library.js';
import {
  ProcessDefinition, ProcessDefinitionConnection, PublishProcessDefinitionInput, PublishProcessDefinitionPayload,
} from './definition.type.js';

const LIST = 'definitions';

@Resolver(() => ProcessDefinition)
export class DefinitionResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly publish: PublishDefinition,
    private readonly check: DefinitionCheck,
    private readonly library: ProcessLibrary,
  ) {}

  onModuleInit(): void {
    this.nodes.register('ProcessDefinition', async (context, uuid) => {
      const actor = actorOf(context);
      if (!can(actor, 'definition.read')) return null;
      const row = await this.unit.read(actor.merchantId, (tx) => this.library.byId(tx, uuid));
      return row ? toDefinition(row) : null;
    });
  }

  @Allow('definition.read')
  @Query(() => ProcessDefinitionConnection, { description: 'Published process definitions, newest first. New tickets follow the newest.' })
  async processDefinitions(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<ProcessDefinitionConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.page(tx, decodeIdCursor(LIST, page.after), page.first));
    return pageOf(rows, page, toDefinition, (row) => encodeIdCursor(LIST, row.id));
  }

  @Allow('definition.administer')
  @Query(() => [Problem], {
    description: 'What would keep this definition from being published; empty: nothing. Nothing is saved. It takes up to seconds, one at a time: BUSY when others wait.',
  })
  async checkProcessDefinition(
    @Ctx() context: RequestContext,
    @Args('body', { type: () => GraphQLJSONObject }) body: Record<string, unknown>,
  ): Promise<Problem[]> {
    authorizeEverywhere(actorOf(context), 'definition.administer');
    return toProblems(await this.check.problems(body), context.language);
  }

  @Allow('definition.administer')
  @Mutation(() => PublishProcessDefinitionPayload, { description: 'Publishes a version after walking it. New tickets follow it; those at work keep theirs.' })
  publishProcessDefinition(
    @Ctx() context: RequestContext,
    @Args('input') input: PublishProcessDefinitionInput,
  ): Promise<PublishProcessDefinitionPayload> {
    return payload<{ definition: ProcessDefinition | null }>(
      context,
      async () => ({ definition: toDefinition(await this.publish.execute(actorOf(context), context, input)) }),
      () => Promise.resolve({ definition: null }),
    );
  }
}

function toDefinition(row: PublishedRow<Named>): ProcessDefinition {
  return { ...row, id: encodeId('ProcessDefinition', row.id) };
}
