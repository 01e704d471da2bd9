import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { formatAmount, isCurrency, parseMoney } from '../../../kernel/money.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Outcome } from '../../domain/payout.js';
import { guardedPost } from './guarded-post.js';
import { withoutAnswer, type Action, type PaymentOrder, type PayoutProvider, type RawAnswer } from './provider.js';
import { PayoutSecrets } from './secrets.js';

const TIMEOUT_MS = 15_000;

/**
 * The merchant's own payer, called by a signed POST (Standard Webhooks headers). It answers `{ status, reference, amount, currency, failure }` with
 * status SETTLED, PENDING, FAILED or NOT_FOUND, or answers PENDING and reports later by the mutation `reportPayout`. See docs/payouts.md.
 */
@Injectable()
export class WebhookProvider implements PayoutProvider {
  readonly name = 'WEBHOOK';

  constructor(
    private readonly secrets: PayoutSecrets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PAYOUT_ALLOWED_ADDRESSES'>,
  ) {}

  async ask(action: Action, order: PaymentOrder, settings: Readonly<Record<string, unknown>>): Promise<RawAnswer> {
    const secret = await this.secrets.read(order.shopId, 'webhook-secret');
    if (secret === null || typeof settings['url'] !== 'string') return { transport: 'NOT_SENT', problem: 'NOT_CONFIGURED' };
    const timestamp = new Date().toISOString();
    const body = JSON.stringify({ type: action === 'SEND' ? 'payout.requested' : 'payout.queried', timestamp, data: dataOf(order) });
    // A message is known by its id: the request keeps one for ever, a question is a new one each time.
    const id = action === 'SEND' ? order.key : `${order.key}.q${order.attempt}`;
    return guardedPost(settings['url'], body, {
      headers: signatureHeaders(secret, id, Math.floor(Date.parse(timestamp) / 1000), body), timeoutMs: TIMEOUT_MS, allowed: this.config.PAYOUT_ALLOWED_ADDRESSES ?? [],
    });
  }

  interpret(action: Action, raw: RawAnswer): Outcome {
    const early = withoutAnswer(action, raw);
    if (early) return early;
    const { status, body } = raw as RawAnswer & { transport: 'ANSWERED' };
    if (status >= 500 || (status >= 300 && status < 400)) return { kind: 'UNKNOWN', failure: `HTTP_${status}` };
    return said(action, body) ?? { kind: 'UNKNOWN', failure: 'MALFORMED' };
  }
}

function dataOf({ key, amountMinor, currency, paymentReference }: PaymentOrder): object {
  return { key, amount: formatAmount({ minor: amountMinor, currency }), currency, paymentReference };
}

/** https://www.standardwebhooks.com: HMAC-SHA256 over `id.timestamp.body`, with the secret as `whsec_` and base64, or as it stands. */
function signatureHeaders(secret: string, id: string, seconds: number, body: string): Record<string, string> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}

/** null: not in the agreed words. */
function said(action: Action, body: unknown): Outcome | null {
  if (typeof body !== 'object' || body === null) return null;
  const { status, reference, amount, currency, failure } = body as Record<string, unknown>;
  if (status === 'PENDING') return { kind: 'PENDING' };
  if (status === 'NOT_FOUND' && action === 'QUERY') return { kind: 'NOT_FOUND' };
  if (status === 'REVERSED') return { kind: 'REVERSED' };
  if (status === 'FAILED') return { kind: 'FAILED', failure: typeof failure === 'string' ? failure.slice(0, 100) : 'REFUSED' };
  if (status !== 'SETTLED' || typeof reference !== 'string' || !REFERENCE.test(reference)) return null;
  const paid = amountSaid(amount, currency);
  return paid === 'MALFORMED' ? null : { kind: 'SETTLED', reference, ...paid };
}

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{2,99}$/;

/** An amount that is said must be readable; one that is not said is ours. */
function amountSaid(amount: unknown, currency: unknown): { minor: bigint | null; currency: string | null } | 'MALFORMED' {
  if (amount === undefined && currency === undefined) return { minor: null, currency: null };
  if (typeof amount !== 'string' || typeof currency !== 'string' || !isCurrency(currency)) return 'MALFORMED';
  try {
    return parseMoney(amount, currency);
  } catch {
    return 'MALFORMED';
  }
}
