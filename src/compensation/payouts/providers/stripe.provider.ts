import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import type { Outcome } from '../../domain/payout.js';
import { withoutAnswer, type Action, type PaymentOrder, type PayoutProvider, type RawAnswer } from './provider.js';
import { PayoutSecrets } from './secrets.js';

const TIMEOUT_MS = 15_000;
/** The key stands in the refund's metadata, so that it is found long after Stripe has forgotten idempotency keys. */
export const STRIPE_KEY = 'amends_key';

export interface Refund {
  readonly id?: string;
  readonly status?: string | null;
  readonly amount?: number;
  readonly currency?: string;
  readonly failure_reason?: string;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

/** Stripe: `refunds.create` with our key as idempotency key and in the metadata; to ask, the refunds of the payment are searched for the key. */
@Injectable()
export class StripeProvider implements PayoutProvider {
  readonly name = 'STRIPE';
  /** Another server than Stripe's own; tests set it. */
  protected readonly server: { readonly host: string; readonly port: number; readonly protocol: 'http' } | null = null;

  constructor(private readonly secrets: PayoutSecrets) {}

  async ask(action: Action, order: PaymentOrder): Promise<RawAnswer> {
    const secret = await this.secrets.read(order.shopId, 'stripe-secret-key');
    if (secret === null) return { transport: 'NOT_SENT', problem: 'NOT_CONFIGURED' };
    if (!order.referenceIsSet) return { transport: 'NOT_SENT', problem: 'NO_PAYMENT_REFERENCE' };
    if (order.amountMinor > BigInt(Number.MAX_SAFE_INTEGER)) return { transport: 'NOT_SENT', problem: 'AMOUNT_TOO_LARGE' };
    // The client's own retries would be on no record; one it makes all the same, on a connection that broke, under the same key.
    const stripe = new Stripe(secret, { maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false, ...this.server });
    try {
      return { transport: 'ANSWERED', status: 200, body: action === 'SEND' ? await create(stripe, order) : await search(stripe, order) };
    } catch (error) {
      return brokenBy(error);
    }
  }

  interpret(action: Action, raw: RawAnswer, order: PaymentOrder): Outcome {
    const early = withoutAnswer(action, raw);
    if (early) return early;
    const { status, body } = raw as RawAnswer & { transport: 'ANSWERED' };
    if (status !== 200) return refused(action, status, body as { code?: string });
    if (action === 'SEND') return refundMeans(body as Refund, order);
    const { refunds, more } = body as { refunds: readonly Refund[]; more: boolean };
    const ours = refunds.find(({ metadata }) => metadata?.[STRIPE_KEY] === order.key);
    if (ours) return refundMeans(ours, order);
    return more ? { kind: 'UNKNOWN', failure: 'TOO_MANY_REFUNDS' } : { kind: 'NOT_FOUND' };
  }
}

function payment({ paymentReference }: PaymentOrder): { payment_intent: string } | { charge: string } {
  return paymentReference.startsWith('pi_') ? { payment_intent: paymentReference } : { charge: paymentReference };
}

async function create(stripe: Stripe, order: PaymentOrder): Promise<Refund> {
  const { id, status, amount, currency, metadata } = await stripe.refunds.create(
    { ...payment(order), amount: Number(order.amountMinor), metadata: { [STRIPE_KEY]: order.key } },
    { idempotencyKey: order.key },
  );
  return { id, status, amount, currency, metadata };
}

/** A payment sees few refunds; of more than a hundred, the rest stays unknown rather than unsaid. */
async function search(stripe: Stripe, order: PaymentOrder): Promise<{ refunds: Refund[]; more: boolean }> {
  const { data, has_more: more } = await stripe.refunds.list({ ...payment(order), limit: 100 });
  return { refunds: data.map(({ id, status, amount, currency, metadata }) => ({ id, status, amount, currency, metadata })), more };
}

/** What the state of a refund says about the payout it was made for. */
export function refundMeans({ id, status, amount, currency, failure_reason: reason, metadata }: Refund, order: Pick<PaymentOrder, 'key'>): Outcome {
  if (typeof id !== 'string' || metadata?.[STRIPE_KEY] !== order.key) return { kind: 'UNKNOWN', failure: 'MALFORMED' };
  if (status === 'pending' || status === 'requires_action') return { kind: 'PENDING' };
  if (status === 'failed' || status === 'canceled') return { kind: 'FAILED', failure: reason ?? status };
  if (status !== 'succeeded' || typeof amount !== 'number' || typeof currency !== 'string') return { kind: 'UNKNOWN', failure: 'MALFORMED' };
  return { kind: 'SETTLED', reference: id, minor: BigInt(amount), currency: currency.toUpperCase() };
}

/** 409, 429 and 5xx: it may have been taken. 4xx is a refusal for sure, except that the payment was refunded already: perhaps by us. */
function refused(action: Action, status: number, { code }: { code?: string }): Outcome {
  const failure = code ?? `HTTP_${status}`;
  const unsure = action === 'QUERY' || status >= 500 || status === 409 || status === 429 || code === 'charge_already_refunded' || code === 'idempotency_key_in_use';
  return unsure ? { kind: 'UNKNOWN', failure } : { kind: 'FAILED', failure };
}

function brokenBy(error: unknown): RawAnswer {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { statusCode, code, type, message } = error;
  if (statusCode !== undefined) return { transport: 'ANSWERED', status: statusCode, body: { code, type } };
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(`${message} ${String((error as { detail?: { code?: string } }).detail?.code ?? '')}`)) return { transport: 'NOT_SENT', problem: 'UNREACHABLE' };
  return { transport: 'LOST', problem: /timed? ?out|aborted/i.test(message) ? 'TIMEOUT' : 'CONNECTION_LOST' };
}
