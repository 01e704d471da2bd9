import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { authorize, can } from '../../identity/index.js';
import { decodeId, encodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { moneyFrom } from '../../platform/graphql/money.input.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { PayoutState } from '../domain/payout.js';
import { ReportPayout } from '../payouts/commands/report-payout.js';
import { SetPaymentReference } from '../payouts/commands/set-payment-reference.js';
import { SetRoute } from '../payouts/commands/set-route.js';
import { NOTIFICATIONS_PATH } from '../payouts/notifications/notification-routes.js';
import { endpointOf } from '../payouts/notifications/receive-notification.js';
import { findPayout } from '../payouts/payout.repository.js';
import { routesOf, type RouteRow } from '../payouts/routes.query.js';
import { ReportPayoutInput, SetPaymentReferenceInput, SetPayoutRouteInput } from './payout.input.js';
import { PayoutRoute, PayoutRoutePayload } from './payout-route.type.js';
import { PaymentReferencePayload, ReportPayoutPayload } from './payout.type.js';

/** How a shop pays, and what its payer tells by itself. */
@Resolver()
export class PayoutSettingResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly route: SetRoute,
    private readonly reference: SetPaymentReference,
    private readonly report: ReportPayout,
  ) {}

  @Allow('payout.administer')
  @Query(() => [PayoutRoute], { description: 'How a shop pays and paid before, the route in force first; empty for a shop that never had one, and for one the caller may not administer.' })
  payoutRoutes(@Ctx() context: RequestContext, @Args('shopId', { type: () => ID }) id: string): Promise<PayoutRoute[]> {
    const actor = actorOf(context);
    authorize(actor, 'payout.administer');
    const shopId = decodeId('Shop', id);
    return shopId !== undefined && can(actor, 'payout.administer', { shopId }) ? this.routes(context, shopId) : Promise.resolve([]);
  }

  @Allow('payout.administer')
  @Mutation(() => PayoutRoutePayload, { description: 'Says how a shop pays from now on. Secrets are files on the server, never given here; see docs/payouts.md.' })
  setPayoutRoute(@Ctx() context: RequestContext, @Args('input') input: SetPayoutRouteInput): Promise<PayoutRoutePayload> {
    const { provider, url = null, appId = null, sandbox = null, idempotencyKey = null } = input;
    return payload<{ shopId: string | null; route: PayoutRoute | null }>(context, async () => {
      const shopId = idArg('Shop', input.shopId, 'shopId');
      await this.route.execute(actorOf(context), { shopId, provider, url, appId, sandbox, idempotencyKey }, context);
      const [route = null] = await this.routes(context, shopId);
      return { shopId: input.shopId, route };
    }, () => Promise.resolve({ shopId: null, route: null }));
  }

  @Allow('payout.administer')
  @Mutation(() => PaymentReferencePayload, { description: 'Under which reference a provider knows an order’s payment. Stripe needs it; Alipay takes the order’s own number without it.' })
  setPaymentReference(@Ctx() context: RequestContext, @Args('input') input: SetPaymentReferenceInput): Promise<PaymentReferencePayload> {
    const { provider, reference, idempotencyKey = null } = input;
    return payload<{ orderId: string | null }>(context, async () => {
      const orderId = await this.reference.execute(actorOf(context), { orderId: idArg('Order', input.orderId, 'orderId'), provider, reference, idempotencyKey }, context);
      return { orderId: encodeId('Order', orderId) };
    }, () => Promise.resolve({ orderId: null }));
  }

  @Allow('payout.report')
  @Mutation(() => ReportPayoutPayload, { description: 'The merchant’s own payer reports what became of a payout it was asked for. Late, twice and out of order is all right: nothing is paid or counted twice.' })
  reportPayout(@Ctx() context: RequestContext, @Args('input') input: ReportPayoutInput): Promise<ReportPayoutPayload> {
    const { key, outcome, reference = null, failure = null } = input;
    return payload<{ state: PayoutState | null }>(context, async () => {
      const actor = actorOf(context);
      const amount = input.amount ? moneyFrom(input.amount, 'amount') : null;
      const id = await this.report.execute(actor, { key, outcome, reference, amount, failure, requestId: context.requestId });
      return { state: (await this.unit.read(actor.merchantId, (tx) => findPayout(tx, id)))?.state ?? null };
    }, () => Promise.resolve({ state: null }));
  }

  private async routes(context: RequestContext, shopId: string): Promise<PayoutRoute[]> {
    const { merchantId } = actorOf(context);
    const rows = await this.unit.read(merchantId, (tx) => routesOf(tx, shopId));
    return rows.map((row) => toRoute(merchantId, shopId, row));
  }
}

function toRoute(merchantId: string, shopId: string, { provider, settings, inForce, notifyId, version }: RouteRow): PayoutRoute {
  const { url = null, appId = null, sandbox = null } = settings as { url?: string; appId?: string; sandbox?: boolean };
  const notified = provider === 'ALIPAY' || provider === 'STRIPE';
  return {
    shopId: encodeId('Shop', shopId), provider, inForce, url, appId, sandbox, version,
    notificationPath: notified ? `${NOTIFICATIONS_PATH}/${endpointOf(merchantId, notifyId)}` : null,
  };
}
