import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { refundMeans, STRIPE_KEY, type Refund } from '../providers/stripe.provider.js';
import { PayoutSecrets } from '../providers/secrets.js';
import { notGenuine, type Call, type Notification, type NotificationReader } from './notification.js';

/** An older signature is a replay; Stripe signs each delivery anew. */
const TOLERANCE_SECONDS = 300;
const EVENTS: ReadonlySet<string> = new Set(['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']);

/** Stripe's events about refunds, signed in the header `Stripe-Signature` with the endpoint's secret. */
@Injectable()
export class StripeReader implements NotificationReader {
  readonly name = 'STRIPE';

  constructor(private readonly secrets: PayoutSecrets) {}

  async read(shopId: string, _settings: unknown, { body, signature }: Call): Promise<Notification | null> {
    const secret = await this.secrets.read(shopId, 'stripe-webhook-secret');
    if (secret === null || signature === null) throw notGenuine();
    const { id, type, created, data } = verified(body, signature, secret);
    const refund = data.object as Refund;
    const key = refund.metadata?.[STRIPE_KEY];
    if (!EVENTS.has(type) || key === undefined) return null;
    const { id: refundId, status, amount, currency, failure_reason: failure } = refund;
    return { id, key, content: { id, type, created, refundId, status, amount, currency, failure }, means: (order) => refundMeans(refund, order) };
  }
}

function verified(body: Buffer, signature: string, secret: string): Stripe.Event {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
  } catch {
    throw notGenuine(); // the library's message quotes what was sent
  }
}
