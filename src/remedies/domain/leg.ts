import { DomainError, invalid } from '../../kernel/error.js';
import { formatAmount, type Money } from '../../kernel/money.js';
import { cleanText, optionalText } from '../../kernel/text.js';
import { checkExchange, type ExchangeGoods, type PricedExchange } from './exchange.js';
import type { Trade } from './trade.js';

/** What one leg of an offer gives. */
export const LEG_TYPES = [
  'EXPLANATION', 'REFUND', 'PARTIAL_REFUND', 'RETURN', 'EXCHANGE', 'RESHIP', 'REPAIR', 'COUPON', 'GIFT', 'FREIGHT', 'PRICE_DIFFERENCE',
  'EXTENDED_RECEIPT', 'PAYOUT',
] as const;
export type LegType = (typeof LEG_TYPES)[number];

/** Legs of an amount the customer is told: money, and coupons at face value. What gifts and goods sent again cost stands beside them, see cost.ts. */
export const MONEY_LEGS: ReadonlySet<LegType> = new Set(['REFUND', 'PARTIAL_REFUND', 'COUPON', 'FREIGHT', 'PRICE_DIFFERENCE', 'PAYOUT']);
/** Legs about goods of the order, by line and quantity. */
export const GOODS_LEGS: ReadonlySet<LegType> = new Set(['RETURN', 'EXCHANGE', 'RESHIP', 'REPAIR']);

/** Why a leg is given. Limits and budgets of goodwill never refuse the other two; see docs/decisions/0007. */
export const LEG_BASES = ['GOODWILL', 'STATUTORY', 'PACK'] as const;
export type LegBasis = (typeof LEG_BASES)[number];

/** Longest extension of the platform's receipt time that one leg may promise, in days. */
export const MAX_EXTENSION_DAYS = 30;

export interface LegInput {
  readonly type: LegType;
  /** Of GIFT: what it is worth. */
  readonly amount: Money | null;
  readonly orderLineId: string | null;
  readonly quantity: number | null;
  /** EXTENDED_RECEIPT only. */
  readonly days: number | null;
  readonly note: string | null;
  /** EXCHANGE only: other goods at another price; left out: like for like. */
  readonly exchange?: ExchangeGoods | null;
}

/** A leg as it is drafted, `amount` being all it costs. Its basis follows from the case, never from what the agent claims. */
export interface LegDraft extends LegInput {
  readonly exchange?: PricedExchange | null;
  readonly basis: LegBasis;
  /** PACK: the row of the policy pack that owes it. */
  readonly packRow: string | null;
  /** The EXCHANGE legs whose payment it gives back: called off, and so the customer's own money. */
  readonly givesBack?: readonly string[];
}

/**
 * One leg as it may be offered, or a refusal at `legs.<index>`. Money needs a positive amount in the order's currency, goods a line of the
 * order and at most the quantity bought, an extension 1 to 30 days, a gift its worth, and gift and explanation the words that say what they are.
 */
export function checkLeg(leg: LegInput, index: number, trade: Trade | null): LegDraft {
  const at = `legs.${index}`;
  refuseStrangers(leg, at);
  if (leg.type === 'PAYOUT') throw invalid(`${at}.type`, { en: 'A payout is worked out from its rule; name the rule in packPayouts.', zh: '规则赔付由规则计算，请在 packPayouts 中指定规则。' });
  if (valued(leg.type)) checkAmount(leg, `${at}.amount`, ordered(trade));
  if (GOODS_LEGS.has(leg.type)) checkGoods(leg, at, ordered(trade));
  if (leg.type === 'EXTENDED_RECEIPT') checkDays(leg, `${at}.days`, ordered(trade));
  const wordsNeeded = leg.type === 'GIFT' || leg.type === 'EXPLANATION';
  const rule = { max: 500, lines: true };
  const note = wordsNeeded ? cleanText(leg.note ?? '', `${at}.note`, rule) : optionalText(leg.note, `${at}.note`, rule);
  const exchange = leg.exchange ? checkExchange(leg.exchange, leg.orderLineId ?? '', leg.quantity ?? 0, `${at}.exchange`, ordered(trade)) : null;
  return { ...leg, note, exchange, basis: 'GOODWILL', packRow: null };
}

/** A value that means nothing for the leg's type is refused, not ignored: whoever sent it expects something of it. */
function refuseStrangers({ type, amount, orderLineId, quantity, days, exchange }: LegInput, at: string): void {
  const stranger = (field: string): Error => invalid(`${at}.${field}`, { en: `A ${type} leg takes no ${field}.`, zh: `${type} 项不需要填写 ${field}。` });
  if (amount && !valued(type)) throw stranger('amount');
  if (orderLineId !== null && !GOODS_LEGS.has(type)) throw stranger('orderLineId');
  if (quantity !== null && !GOODS_LEGS.has(type)) throw stranger('quantity');
  if (days !== null && type !== 'EXTENDED_RECEIPT') throw stranger('days');
  if (exchange && type !== 'EXCHANGE') throw stranger('exchange');
}

function valued(type: LegType): boolean {
  return MONEY_LEGS.has(type) || type === 'GIFT';
}

function ordered(trade: Trade | null): Trade {
  if (trade) return trade;
  throw new DomainError('EVIDENCE_MISSING', {
    en: 'The ticket names no order; identify it before offering money, goods or time on it.',
    zh: '工单未关联订单，请先确认订单，再提出涉及金额、商品或收货时间的方案。',
  });
}

function checkAmount({ type, amount }: LegInput, field: string, trade: Trade): void {
  if (!amount || amount.minor <= 0n) throw invalid(field, { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
  if (amount.currency !== trade.currency) {
    throw invalid(`${field}.currency`, { en: `The order was paid in ${trade.currency}.`, zh: `该订单的币种为 ${trade.currency}。` });
  }
  if (type === 'PARTIAL_REFUND' && amount.minor >= trade.paidMinor) {
    const paid = formatAmount({ minor: trade.paidMinor, currency: trade.currency });
    throw invalid(field, { en: `A partial refund is less than the ${paid} paid.`, zh: `部分退款须少于实付金额 ${paid}。` });
  }
}

function checkGoods({ orderLineId, quantity }: LegInput, at: string, trade: Trade): void {
  const line = trade.lines.find(({ id }) => id === orderLineId);
  if (!line) throw new DomainError('NOT_FOUND', { en: 'Name a line of the order in dispute.', zh: '请指定争议订单中的商品行。' }, `${at}.orderLineId`);
  if (quantity === null || !Number.isInteger(quantity) || quantity < 1 || quantity > line.quantity) {
    throw invalid(`${at}.quantity`, { en: `Give a quantity from 1 to the ${line.quantity} bought.`, zh: `数量须为 1 至购买数量 ${line.quantity}。` });
  }
}

function checkDays({ days }: LegInput, field: string, _order: Trade): void {
  if (days === null || !Number.isInteger(days) || days < 1 || days > MAX_EXTENSION_DAYS) {
    throw invalid(field, { en: `Extend by 1 to ${MAX_EXTENSION_DAYS} days.`, zh: `延长天数须为 1 至 ${MAX_EXTENSION_DAYS} 天。` });
  }
}
