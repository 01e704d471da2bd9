import { Injectable } from '@nestjs/common';
import { AlipaySdk } from 'alipay-sdk';
import { formatAmount, parseMoney } from '../../../kernel/money.js';
import type { Outcome } from '../../domain/payout.js';
import { withoutAnswer, type Action, type PaymentOrder, type PayoutProvider, type RawAnswer } from './provider.js';
import { PayoutSecrets } from './secrets.js';

const GATEWAYS = { live: 'https://openapi.alipay.com/gateway.do', sandbox: 'https://openapi-sandbox.dl.alipaydev.com/gateway.do' } as const;
const TIMEOUT_MS = 15_000;

interface Said {
  readonly code?: string;
  readonly subCode?: string;
  readonly fundChange?: string;
  readonly refundStatus?: string;
  readonly refundAmount?: string;
  readonly refundFee?: string;
  readonly outRequestNo?: string;
  readonly tradeNo?: string;
}

/**
 * Alipay: `alipay.trade.refund` with our key as `out_request_no`, which Alipay carries out once, and `alipay.trade.fastpay.refund.query` to ask.
 * Every answer's signature is verified; one that is not Alipay's is no answer.
 */
@Injectable()
export class AlipayProvider implements PayoutProvider {
  readonly name = 'ALIPAY';
  /** Another gateway than Alipay's own; tests set it. */
  protected readonly gateway: string | null = null;

  constructor(private readonly secrets: PayoutSecrets) {}

  async ask(action: Action, order: PaymentOrder, settings: Readonly<Record<string, unknown>>): Promise<RawAnswer> {
    const sdk = await alipayClient(this.secrets, order.shopId, settings, this.gateway);
    if (sdk === null) return { transport: 'NOT_SENT', problem: 'NOT_CONFIGURED' };
    if (order.currency !== 'CNY') return { transport: 'NOT_SENT', problem: 'OTHER_CURRENCY' };
    const trade = order.referenceIsSet ? { trade_no: order.paymentReference } : { out_trade_no: order.paymentReference };
    const bizContent = action === 'SEND'
      ? { ...trade, refund_amount: formatAmount({ minor: order.amountMinor, currency: 'CNY' }), out_request_no: order.key }
      : { ...trade, out_request_no: order.key, query_options: ['gmt_refund_pay'] };
    try {
      const body = await sdk.exec(action === 'SEND' ? 'alipay.trade.refund' : 'alipay.trade.fastpay.refund.query', { bizContent }, { validateSign: true });
      return { transport: 'ANSWERED', status: 200, body };
    } catch (error) {
      return brokenBy(error);
    }
  }

  interpret(action: Action, raw: RawAnswer, order: PaymentOrder): Outcome {
    const early = withoutAnswer(action, raw);
    if (early) return early;
    const said = (raw as RawAnswer & { transport: 'ANSWERED' }).body as Said;
    if (said.code !== '10000') return refused(action, said);
    return action === 'SEND' ? taken(said, order) : looked(said, order);
  }
}

/** The client with the shop's keys; null: the shop has none, or no application. */
export async function alipayClient(secrets: PayoutSecrets, shopId: string, settings: Readonly<Record<string, unknown>>, gateway: string | null = null): Promise<AlipaySdk | null> {
  const [privateKey, publicKey] = await Promise.all([secrets.read(shopId, 'alipay-private-key'), secrets.read(shopId, 'alipay-public-key')]);
  const { appId, sandbox } = settings;
  if (privateKey === null || publicKey === null || typeof appId !== 'string') return null;
  return new AlipaySdk({
    appId, privateKey: bare(privateKey), alipayPublicKey: bare(publicKey), keyType: 'PKCS8', timeout: TIMEOUT_MS, gateway: gateway ?? GATEWAYS[sandbox === true ? 'sandbox' : 'live'],
  });
}

/** `20000` and `ACQ.SYSTEM_ERROR`: Alipay does not know itself. Other codes are refusals for sure. */
function refused(action: Action, { code = 'NONE', subCode = '' }: Said): Outcome {
  if (code === 'NONE') return { kind: 'UNKNOWN', failure: 'MALFORMED' };
  if (code === '20000' || /SYSTEM_ERROR|UNKNOW|PROCESSING/.test(subCode)) return { kind: 'UNKNOWN', failure: subCode || code };
  // To ask for what never came is answered by the trade's own codes.
  if (action === 'QUERY') return subCode === 'TRADE_NOT_EXIST' || subCode === 'ACQ.TRADE_NOT_EXIST' ? { kind: 'NOT_FOUND' } : { kind: 'UNKNOWN', failure: subCode || code };
  return { kind: 'FAILED', failure: subCode || code };
}

/** `fund_change` Y: money moved now. N: this key was carried out before, or the money is still to move; the query tells. */
function taken({ fundChange, tradeNo }: Said, order: PaymentOrder): Outcome {
  if (fundChange !== 'Y' || !tradeNo) return { kind: 'PENDING' };
  // `refund_fee` is the sum of all refunds of the trade and not this one's amount.
  return { kind: 'SETTLED', reference: `${tradeNo}:${order.key}`, minor: null, currency: null };
}

function looked({ refundStatus, refundAmount, outRequestNo, tradeNo }: Said, order: PaymentOrder): Outcome {
  // No refund under this key: Alipay answers success with no more than the trade.
  if (outRequestNo === undefined && refundAmount === undefined) return { kind: 'NOT_FOUND' };
  if (outRequestNo !== order.key || !tradeNo) return { kind: 'UNKNOWN', failure: 'OTHER_KEY' };
  if (refundStatus !== 'REFUND_SUCCESS') return { kind: 'PENDING' };
  try {
    return { kind: 'SETTLED', reference: `${tradeNo}:${order.key}`, ...parseMoney(refundAmount ?? '', 'CNY') };
  } catch {
    return { kind: 'UNKNOWN', failure: 'MALFORMED' };
  }
}

/** A PEM without its frame and line ends, as the client wants it. */
function bare(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

function brokenBy(error: unknown): RawAnswer {
  const text = error instanceof Error ? `${error.message} ${(error.cause as { code?: string } | undefined)?.code ?? ''}` : '';
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(text)) return { transport: 'NOT_SENT', problem: 'UNREACHABLE' };
  if (/timeout/i.test(text)) return { transport: 'LOST', problem: 'TIMEOUT' };
  if (/验签/.test(text)) return { transport: 'LOST', problem: 'NOT_SIGNED_BY_ALIPAY' };
  return { transport: 'LOST', problem: /格式/.test(text) ? 'MALFORMED' : 'CONNECTION_LOST' };
}
