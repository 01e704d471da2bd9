import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/error.js';
import { authorize, can } from '../../../identity/index.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../../platform/idempotency.js';
import { recordEvents } from '../../../platform/outbox/event-log.js';
import { checkReference } from '../../domain/two-people.js';

export interface SetPaymentReferenceRequest {
  readonly orderId: string;
  readonly provider: 'WEBHOOK' | 'ALIPAY' | 'STRIPE';
  readonly reference: string;
  readonly idempotencyKey?: string | null;
}

const SHOP = sql('payment_reference.shop', `SELECT shop_id AS "shopId" FROM sales_order WHERE merchant_id = $1 AND id = $2`);
const PUT = sql(
  'payment_reference.put',
  `INSERT INTO payment_reference (merchant_id, order_id, provider, reference, updated_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (merchant_id, order_id, provider) DO UPDATE SET reference = excluded.reference, updated_at = excluded.updated_at`,
);

/** Under which reference the provider knows an order's payment: Stripe's `pi_` or `ch_`, Alipay's trade number. */
@Injectable()
export class SetPaymentReference {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, request: SetPaymentReferenceRequest, call: Call): Promise<string> {
    const reference = checkReference(request.reference);
    return this.unit.run(actor.merchantId, (tx) =>
      once(tx, actor, attemptOf('setPaymentReference', request, call), () => this.put(tx, actor, { ...request, reference }, call)));
  }

  private async put(tx: Tx, actor: Actor, { orderId, provider, reference }: SetPaymentReferenceRequest, call: Call): Promise<string> {
    const [order] = await tx.query<{ shopId: string }>(SHOP, [tx.merchantId, orderId]);
    if (!order || !can(actor, 'order.read', { shopId: order.shopId })) throw notFound('orderId');
    authorize(actor, 'payout.administer', { shopId: order.shopId });
    const now = await tx.now();
    tx.defer(PUT, [tx.merchantId, orderId, provider, reference, now]);
    recordEvents(tx, actor, { cause: 'setPaymentReference', requestId: call.requestId }, [{
      subjectType: 'order', subjectId: orderId, subjectVersion: 0, type: 'order.payment_reference_set', at: now, isFact: false, data: { provider },
    }]);
    return orderId;
  }
}
