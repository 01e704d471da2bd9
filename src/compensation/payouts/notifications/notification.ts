import { DomainError } from '../../../kernel/error.js';
import type { Outcome, PayoutProviderName } from '../../domain/payout.js';
import type { PaymentOrder } from '../providers/provider.js';

/** A call as it came. */
export interface Call {
  readonly body: Buffer;
  /** Of the header that carries one; Alipay's stands in the body. */
  readonly signature: string | null;
}

/** What a provider told, once its signature was found good. */
export interface Notification {
  /** The provider's own id of it. */
  readonly id: string;
  /** The key of the payout it is about. */
  readonly key: string;
  /** As it is kept. */
  readonly content: object;
  /** Pure. null: it says nothing about whether the money moved. ASK: it says that there is something to ask about. */
  means(order: Pick<PaymentOrder, 'key' | 'amountMinor' | 'currency'>): Outcome | 'ASK' | null;
}

export interface NotificationReader {
  readonly name: PayoutProviderName;
  /** null: signed, and about nothing of ours. INVALID_INPUT: not signed by the provider for this shop, or not readable. */
  read(shopId: string, settings: Readonly<Record<string, unknown>>, call: Call): Promise<Notification | null>;
}

export const NOTIFICATION_READERS = Symbol('NotificationReaders');

/** The same for every reason: a stranger learns nothing from it. */
export function notGenuine(): DomainError {
  return new DomainError('INVALID_INPUT', { en: 'This is no signed notification of the provider.', zh: '该请求不是支付渠道签名的通知。' });
}
