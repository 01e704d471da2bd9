import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { authorize, shopsFor } from '../../identity/index.js';
import { decodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { pageOf } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { ConfirmOutcome } from '../payouts/commands/confirm-outcome.js';
import { EnterOutcome } from '../payouts/commands/enter-outcome.js';
import { RetryPayout } from '../payouts/commands/retry-payout.js';
import { payoutPage } from '../payouts/payouts.query.js';
import { ConfirmPayoutOutcomeInput, EnterPayoutOutcomeInput, PayoutsArgs, RetryPayoutInput } from './payout.input.js';
import { PayoutLoaders } from './payout.loader.js';
import { Payout, PayoutConnection, PayoutPayload } from './payout.type.js';
import { shopsWithin } from './shops-within.js';

const LIST = 'payouts';

/** Payouts as finance works with them. */
@Resolver(() => Payout)
export class PayoutResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly loaders: PayoutLoaders,
    private readonly enter: EnterOutcome,
    private readonly confirm: ConfirmOutcome,
    private readonly retry: RetryPayout,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Payout', (context, id) => this.loaders.byId(context).load(id));
  }

  @Allow('payout.read')
  @Query(() => PayoutConnection, { description: 'Newest first, of the shops whose payouts the caller may read.' })
  async payouts(@Ctx() context: RequestContext, @Args() args: PayoutsArgs): Promise<PayoutConnection> {
    const actor = actorOf(context);
    const { shopId, ticketId, states = null, providers = null, named = null } = args.filter ?? {};
    const filter = {
      shops: shopsWithin(shopsFor(actor, 'payout.read'), optionalIdArg('Shop', shopId, 'filter.shopId')), states, providers,
      ticketId: optionalIdArg('Ticket', ticketId, 'filter.ticketId'), named: named?.replaceAll('\0', '') ?? null,
    };
    const rows = await this.unit.read(actor.merchantId, (tx) => payoutPage(tx, filter, decodeIdCursor(LIST, args.after), args.first));
    const page = pageOf(rows, args, (row) => row, ({ id }) => encodeIdCursor(LIST, id));
    const shown = await this.loaders.shown(context, page.edges.map(({ node }) => node));
    return { ...page, edges: page.edges.map(({ cursor }, at) => ({ cursor, node: shown[at] })) };
  }

  @Allow('payout.read')
  @Query(() => Payout, { nullable: true, description: 'Null when there is none, or none the caller may see.' })
  payout(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Payout | null> {
    authorize(actorOf(context), 'payout.read');
    const uuid = decodeId('Payout', id);
    return uuid === undefined ? Promise.resolve(null) : this.loaders.byId(context).load(uuid);
  }

  @Allow('payout.settle')
  @Mutation(() => PayoutPayload, {
    description: 'The first of two people says what became of a payout that no provider will tell: a manual one, an unknown one, one that failed and was paid otherwise, one that came back. Nothing moves yet.',
  })
  enterPayoutOutcome(@Ctx() context: RequestContext, @Args('input') input: EnterPayoutOutcomeInput): Promise<PayoutPayload> {
    const { outcome, reference = null, reason } = input;
    return this.changed(context, input, (request) => this.enter.execute(actorOf(context), { ...request, outcome, reference, reason }));
  }

  @Allow('payout.settle')
  @Mutation(() => PayoutPayload, {
    description: 'Another person confirms what was entered; now it holds, and a settlement fulfils its leg. APPROVER_BARRED: made or approved the offer, recorded its acceptance, or entered it.',
  })
  confirmPayoutOutcome(@Ctx() context: RequestContext, @Args('input') input: ConfirmPayoutOutcomeInput): Promise<PayoutPayload> {
    return this.changed(context, input, (request) => this.confirm.execute(actorOf(context), { ...request, reference: input.reference ?? null }));
  }

  @Allow('payout.settle')
  @Mutation(() => PayoutPayload, { description: 'Has a FAILED payout tried again, under the same key.' })
  retryPayout(@Ctx() context: RequestContext, @Args('input') input: RetryPayoutInput): Promise<PayoutPayload> {
    return this.changed(context, input, (request) => this.retry.execute(actorOf(context), { ...request, reason: input.reason }));
  }

  private changed(
    context: RequestContext,
    input: { payoutId: string; expectedVersion?: number | null },
    work: (request: { payoutId: string; expectedVersion: number | null; requestId: string }) => Promise<string>,
  ): Promise<PayoutPayload> {
    const current = async (): Promise<{ payout: Payout | null }> => {
      const uuid = decodeId('Payout', input.payoutId);
      return { payout: uuid === undefined ? null : await this.loaders.byId(context).load(uuid) };
    };
    return payload<{ payout: Payout | null }>(context, async () => {
      const payoutId = idArg('Payout', input.payoutId, 'payoutId');
      await work({ payoutId, expectedVersion: input.expectedVersion ?? null, requestId: context.requestId });
      return current();
    }, current);
  }
}
