import { Injectable } from '@nestjs/common';
import type { AlipaySdk } from 'alipay-sdk';
import { parseMoney } from '../../../kernel/money.js';
import type { Outcome } from '../../domain/payout.js';
import { alipayClient } from '../providers/alipay.provider.js';
import { PayoutSecrets } from '../providers/secrets.js';
import { notGenuine, type Call, type Notification, type NotificationReader } from './notification.js';

type Fields = Readonly<Record<string, string>>;

/**
 * Alipay's notifications, form-encoded and signed in the body with RSA2. Of a refund there are two: `trade_status_sync` of the trade, with our key in
 * `out_biz_no`, once the refund was made; and the message `alipay.trade.refund.depositback.completed`, where a bank card is paid back.
 */
@Injectable()
export class AlipayReader implements NotificationReader {
  readonly name = 'ALIPAY';

  constructor(private readonly secrets: PayoutSecrets) {}

  async read(shopId: string, settings: Readonly<Record<string, unknown>>, { body }: Call): Promise<Notification | null> {
    const fields = fieldsOf(body);
    const sdk = await alipayClient(this.secrets, shopId, settings);
    // Another application's notifications are signed with the same key of Alipay's: they are none of ours.
    if (sdk === null || fields['sign_type'] !== 'RSA2' || fields['app_id'] !== settings['appId'] || !signed(sdk, fields)) throw notGenuine();
    const id = fields['notify_id'] ?? '';
    if (id === '' || id.length > 255) throw notGenuine();
    return fields['msg_method'] === 'alipay.trade.refund.depositback.completed' ? depositBack(id, fields) : tradeStatus(id, fields);
  }
}

function fieldsOf(body: Buffer): Fields {
  const given = [...new URLSearchParams(body.toString('utf8'))];
  const fields = Object.fromEntries(given);
  // Of a name that stands twice, one value would be signed and the other read.
  if (given.length !== Object.keys(fields).length) throw notGenuine();
  return fields;
}

function signed(sdk: AlipaySdk, fields: Fields): boolean {
  try {
    return sdk.checkNotifySignV2(fields);
  } catch {
    return false; // a signature that is not even base64
  }
}

function tradeStatus(id: string, fields: Fields): Notification | null {
  const { out_biz_no: key, refund_fee: refunded, gmt_refund: at, trade_no: tradeNo, trade_status: status } = fields;
  if (fields['notify_type'] !== 'trade_status_sync' || !key || !refunded || !at || !tradeNo) return null;
  return { id, key, content: { id, tradeNo, status, refunded, at }, means: (order) => refundMade(refunded, tradeNo, order) };
}

/** `refund_fee` is the sum of all refunds of the trade, so it can show only that ours is not in it: then the question about ours tells more. */
function refundMade(refunded: string, tradeNo: string, { key, amountMinor }: { key: string; amountMinor: bigint }): Outcome | 'ASK' {
  try {
    if (parseMoney(refunded, 'CNY').minor < amountMinor) return 'ASK';
  } catch {
    return 'ASK';
  }
  return { kind: 'SETTLED', reference: `${tradeNo}:${key}`, minor: null, currency: 'CNY' };
}

/** What a card's bank refuses, Alipay puts on the customer's balance: the customer has it either way. It is kept for those who ask where it is. */
function depositBack(id: string, fields: Fields): Notification | null {
  const said = parsed(fields['biz_content'] ?? '');
  const key = said['out_request_no'];
  if (typeof key !== 'string') return null;
  const { trade_no: tradeNo, dback_status: status, dback_amount: amount, bank_ack_time: at } = said;
  return { id, key, content: { id, method: fields['msg_method'], tradeNo, status, amount, at }, means: () => null };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
