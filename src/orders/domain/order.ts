import { DomainError, invalid } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { checkAmount, checkInstant, checkQuantity } from './checks.js';
import { EXTERNAL_ID } from './customer.js';

export const ORDER_STATUSES = ['PLACED', 'PAID', 'SHIPPED', 'SIGNED', 'COMPLETED', 'CANCELLED'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const MAX_LINES = 200;

/** Goods a law may except from the return without a reason: the codes of exclusions in policy packs. */
export const NO_RETURN_CLASSES = [
  'MADE_TO_ORDER', 'PERISHABLE', 'DIGITAL_OPENED', 'PERIODICAL', 'UNSAFE_ONCE_OPENED', 'WORTHLESS_ONCE_USED', 'NEAR_EXPIRY_OR_FLAWED', 'SEALED_HYGIENE',
] as const;
export type NoReturnClass = (typeof NO_RETURN_CLASSES)[number];

/** An order as the merchant's system holds it. Amounts are minor units of `currency`, as text. */
export interface OrderRecord {
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly paidMinor: string;
  readonly freightMinor: string;
  /** Taken off the order as a whole and shown by no line. */
  readonly discountMinor: string;
  readonly couponMinor: string;
  /** Goods from this amount on were sent for nothing; null: on no such condition. */
  readonly freeFreightFromMinor: string | null;
  /** The freight that was not charged for it. */
  readonly freightWaivedMinor: string;
  readonly placedAt: Instant | null;
  readonly paidAt: Instant | null;
  readonly promisedShipBy: Instant | null;
  readonly shippedAt: Instant | null;
  readonly signedAt: Instant | null;
  readonly lines: readonly OrderLineRecord[];
}

export interface OrderLineRecord {
  readonly externalId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly paidMinor: string;
  readonly discountMinor: string;
  /** Of one piece, before any discount; null: unknown. */
  readonly unitPriceMinor: string | null;
  readonly gift: boolean;
  /** Why it may not be returned without a reason; null: it may. */
  readonly noReturn: NoReturnClass | null;
}

/** An order as its row holds it. */
export interface Order extends Omit<OrderRecord, 'customerExternalId' | 'lines'> {
  readonly id: string;
  readonly shopId: string;
  readonly customerId: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface OrderLine extends OrderLineRecord {
  readonly id: string;
  readonly orderId: string;
}

type Moment = 'placedAt' | 'paidAt' | 'promisedShipBy' | 'shippedAt' | 'signedAt';

/** What a caller gives: amounts as written, `"80.00"`. */
export interface OrderInput extends Readonly<Partial<Record<Moment, Instant | null>>> {
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly status: OrderStatus;
  readonly paid: string;
  readonly freight?: string | null;
  readonly discount?: string | null;
  readonly coupon?: string | null;
  readonly freeFreightFrom?: string | null;
  readonly freightWaived?: string | null;
  readonly lines: readonly OrderLineInput[];
}

export interface OrderLineInput {
  readonly externalId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly paid: string;
  readonly discount?: string | null;
  readonly unitPrice?: string | null;
  readonly gift?: boolean | null;
  readonly noReturn?: NoReturnClass | null;
}

/** The order as it is kept, in the shop's currency. `now` bounds how far ahead its times may lie. */
export function checkOrder(input: OrderInput, currency: string, now: Instant): OrderRecord {
  if (input.lines.length === 0 || input.lines.length > MAX_LINES) {
    throw invalid('lines', { en: `An order has 1 to ${MAX_LINES} lines.`, zh: `订单应有 1 至 ${MAX_LINES} 个明细。` });
  }
  const lines = input.lines.map((line, at) => checkLine(line, currency, `lines.${at}`));
  refuseRepeated(lines);
  return {
    externalId: cleanText(input.externalId, 'externalId', EXTERNAL_ID),
    customerExternalId: cleanText(input.customerExternalId, 'customerExternalId', EXTERNAL_ID),
    status: input.status,
    currency,
    paidMinor: checkAmount(input.paid, currency, 'paid'),
    freightMinor: checkAmount(input.freight ?? '0', currency, 'freight'),
    discountMinor: checkAmount(input.discount ?? '0', currency, 'discount'),
    couponMinor: checkAmount(input.coupon ?? '0', currency, 'coupon'),
    ...checkFreeFreight(input, currency),
    placedAt: checkInstant(input.placedAt, 'placedAt', now),
    paidAt: checkInstant(input.paidAt, 'paidAt', now),
    promisedShipBy: checkInstant(input.promisedShipBy, 'promisedShipBy', now),
    shippedAt: checkInstant(input.shippedAt, 'shippedAt', now),
    signedAt: checkInstant(input.signedAt, 'signedAt', now),
    lines,
  };
}

/** The condition and what it saved stand together, each above zero. */
function checkFreeFreight({ freeFreightFrom, freightWaived }: OrderInput, currency: string): Pick<OrderRecord, 'freeFreightFromMinor' | 'freightWaivedMinor'> {
  const [from, waived] = [freeFreightFrom ?? null, freightWaived ?? null];
  if (from === null && waived === null) return { freeFreightFromMinor: null, freightWaivedMinor: '0' };
  if (from === null || waived === null) {
    throw invalid(from === null ? 'freeFreightFrom' : 'freightWaived', {
      en: 'Give both: from which amount on freight was free, and what it would have cost.', zh: '请同时填写包邮门槛与免收的运费。',
    });
  }
  const [fromMinor, waivedMinor] = [checkAmount(from, currency, 'freeFreightFrom'), checkAmount(waived, currency, 'freightWaived')];
  for (const [field, minor] of [['freeFreightFrom', fromMinor], ['freightWaived', waivedMinor]] as const) {
    if (BigInt(minor) === 0n) throw invalid(field, { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
  }
  return { freeFreightFromMinor: fromMinor, freightWaivedMinor: waivedMinor };
}

function checkLine(line: OrderLineInput, currency: string, field: string): OrderLineRecord {
  return {
    externalId: cleanText(line.externalId, `${field}.externalId`, EXTERNAL_ID),
    sku: cleanText(line.sku, `${field}.sku`, { max: 100 }),
    title: cleanText(line.title, `${field}.title`, { max: 300 }),
    quantity: checkQuantity(line.quantity, `${field}.quantity`),
    paidMinor: checkAmount(line.paid, currency, `${field}.paid`),
    discountMinor: checkAmount(line.discount ?? '0', currency, `${field}.discount`),
    unitPriceMinor: typeof line.unitPrice === 'string' ? checkAmount(line.unitPrice, currency, `${field}.unitPrice`) : null,
    gift: line.gift ?? false,
    noReturn: line.noReturn ?? null,
  };
}

function refuseRepeated(lines: readonly OrderLineRecord[]): void {
  const seen = new Set<string>();
  lines.forEach(({ externalId }, at) => {
    if (seen.has(externalId)) {
      throw new DomainError('DUPLICATE', { en: 'The order has a line of this id already.', zh: '订单中已有此编号的明细。' }, `lines.${at}.externalId`);
    }
    seen.add(externalId);
  });
}

/** What is on record of an order when it is upserted again. `disputed`: the largest quantity any ticket disputes, by the line's external id. */
export interface Recorded {
  readonly customerExternalId: string;
  readonly disputed: ReadonlyMap<string, number>;
}

/** An order keeps its customer, and no line shrinks below what a ticket disputes. */
export function refuseContradiction(order: OrderRecord, recorded: Recorded): void {
  if (order.customerExternalId !== recorded.customerExternalId) {
    throw invalid('customerExternalId', { en: 'The order belongs to another customer and keeps it.', zh: '订单已属于另一位顾客，不能更改。' });
  }
  order.lines.forEach((line, at) => {
    const least = recorded.disputed.get(line.externalId) ?? 0;
    if (line.quantity >= least) return;
    throw new DomainError(
      'INVALID_INPUT',
      { en: `A ticket disputes ${least} of this line.`, zh: `已有工单涉及该明细的 ${least} 件商品。` },
      `lines.${at}.quantity`,
      { disputed: least },
    );
  });
}
