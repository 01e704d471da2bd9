import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { can, shopsFor } from '../../identity/index.js';
import { encodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { moneyFrom } from '../../platform/graphql/money.input.js';
import { moneyOf } from '../../platform/graphql/money.type.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { ReasonFamily } from '../../tenancy/index.js';
import { budgetPage, overridesOf, type OverrideRow } from '../budgets/budgets.query.js';
import { budgetsById, type BudgetRow } from '../budgets/budget.repository.js';
import { OverrideBudget } from '../budgets/override-budget.js';
import { UpsertBudget } from '../budgets/upsert-budget.js';
import { isWarned, leftOf } from '../domain/budget.js';
import { Budget, BudgetConnection, BudgetPayload, OverrideBudgetInput, UpsertBudgetInput } from './budget.type.js';
import { shopsWithin } from './shops-within.js';

const LIST = 'budgets';

@Resolver(() => Budget)
export class BudgetResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly upsert: UpsertBudget,
    private readonly override: OverrideBudget,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Budget', async (context, id) => {
      const actor = actorOf(context);
      const rows = await this.unit.read(actor.merchantId, (tx) => budgetsById(tx, [id]));
      const [budget] = await this.shown(context, rows.filter(({ shopId }) => can(actor, 'budget.read', { shopId })));
      return budget ?? null;
    });
  }

  @Allow('budget.read')
  @Query(() => BudgetConnection, { description: 'Newest first, of the shops whose budgets the caller may read.' })
  async budgets(
    @Ctx() context: RequestContext,
    @Args() page: PageArgs,
    @Args('shopId', { type: () => ID, nullable: true }) shop?: string | null,
  ): Promise<BudgetConnection> {
    const actor = actorOf(context);
    const shops = shopsWithin(shopsFor(actor, 'budget.read'), optionalIdArg('Shop', shop, 'shopId'));
    const rows = await this.unit.read(actor.merchantId, (tx) => budgetPage(tx, shops, null, decodeIdCursor(LIST, page.after), page.first));
    const found = pageOf(rows, page, (row) => row, ({ id }) => encodeIdCursor(LIST, id));
    const shown = await this.shown(context, found.edges.map(({ node }) => node));
    return { ...found, edges: found.edges.map(({ cursor }, at) => ({ cursor, node: shown[at] })) };
  }

  @Allow('budget.administer')
  @Mutation(() => BudgetPayload, { description: 'Sets what may be given as goodwill in a shop, for a reason family, in a period. The same place again changes its limit; BUDGET_EXCEEDED below what is held and owed.' })
  upsertBudget(@Ctx() context: RequestContext, @Args('input') input: UpsertBudgetInput): Promise<BudgetPayload> {
    const { reasonFamily = null, period, startsOn, endsOn = null, expectedVersion = null, idempotencyKey = null } = input;
    return this.changed(context, () => this.upsert.execute(actorOf(context), {
      shopId: idArg('Shop', input.shopId, 'shopId'), reasonFamily, period, startsOn, endsOn, limit: moneyFrom(input.limit, 'limit'), expectedVersion, idempotencyKey,
    }, context));
  }

  @Allow('budget.override')
  @Mutation(() => BudgetPayload, { description: 'Lets offers go beyond a budget by an amount. Who, how much and why is kept for ever.' })
  overrideBudget(@Ctx() context: RequestContext, @Args('input') input: OverrideBudgetInput): Promise<BudgetPayload> {
    const { reason, idempotencyKey = null } = input;
    return this.changed(context, () => this.override.execute(actorOf(context), {
      budgetId: idArg('Budget', input.budgetId, 'budgetId'), amount: moneyFrom(input.amount, 'amount'), reason, idempotencyKey,
    }, context));
  }

  private changed(context: RequestContext, work: () => Promise<BudgetRow>): Promise<BudgetPayload> {
    return payload<{ budget: Budget | null }>(context, async () => {
      const [budget] = await this.shown(context, [await work()]);
      return { budget: budget ?? null };
    }, () => Promise.resolve({ budget: null }));
  }

  private async shown(context: RequestContext, rows: readonly BudgetRow[]): Promise<Budget[]> {
    if (rows.length === 0) return [];
    const overrides = await this.unit.read(actorOf(context).merchantId, (tx) => overridesOf(tx, rows.map(({ id }) => id)));
    return rows.map((row) => toBudget(row, overrides.filter(({ budgetId }) => budgetId === row.id)));
  }
}

function toBudget(row: BudgetRow, overrides: readonly OverrideRow[]): Budget {
  const money = (minor: bigint) => moneyOf({ minor, currency: row.currency });
  return {
    id: encodeId('Budget', row.id), shopId: encodeId('Shop', row.shopId), reasonFamily: row.reasonFamily as ReasonFamily | null,
    period: row.period, startsOn: row.startsOn, endsOn: row.endsOn, version: row.version,
    limit: money(row.limitMinor), overridden: money(row.overriddenMinor), reserved: money(row.reservedMinor), committed: money(row.committedMinor),
    left: money(leftOf(row)), entitledReserved: money(row.entitledReservedMinor), entitledCommitted: money(row.entitledCommittedMinor), warned: isWarned(row),
    overrides: overrides.map(({ amountMinor, reason, byMember, at }) => ({ amount: money(BigInt(amountMinor)), reason, byMemberId: encodeId('Member', byMember), at })),
  };
}
