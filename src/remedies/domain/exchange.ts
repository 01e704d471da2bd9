import { DomainError, invalid } from '../../kernel/error.js';
import { formatAmount, type Money } from '../../kernel/money.js';
import { cleanText } from '../../kernel/text.js';
import { returnedBy } from './cost.js';
import { checkOpenLeg, type LegStanding } from './fulfilment.js';
import type { LegDraft } from './leg.js';
import type { OfferContext } from './offer.js';
import { priceOfPieces } from './line-price.js';
import { isStatutory, rightsOn } from './rights.js';
import type { Trade } from './trade.js';

/** Other goods at a price of their own. An exchange that names none is like for like. */
export interface ExchangeGoods {
  readonly sku: string;
  readonly title: string;
  /** Of all pieces of the leg together, as the shop sells them now. */
  readonly price: Money;
}

/** The same with what was paid for the pieces given back. */
export interface PricedExchange extends ExchangeGoods {
  readonly paidMinor: bigint;
}

/** The goods as they are kept, or a refusal that names the value. The price is in the order's currency. */
export function checkExchange(goods: ExchangeGoods, orderLineId: string, quantity: number, at: string, trade: Trade): PricedExchange {
  const { price } = goods;
  if (price.currency !== trade.currency) {
    throw invalid(`${at}.price.currency`, { en: `The order was paid in ${trade.currency}.`, zh: `该订单的币种为 ${trade.currency}。` });
  }
  if (price.minor <= 0n) throw invalid(`${at}.price`, { en: 'Give a price above zero.', zh: '价格必须大于零。' });
  return {
    sku: cleanText(goods.sku, `${at}.sku`, { max: 100 }), title: cleanText(goods.title, `${at}.title`, { max: 300 }), price,
    paidMinor: priceOfPieces(orderLineId, quantity, trade),
  };
}

/** price - paid: above zero the customer pays it, below zero it goes back to them. */
export function differenceOf({ price, paidMinor }: PricedExchange): bigint {
  return price.minor - paidMinor;
}

/**
 * The leg by which the differences in the customer's favour go back, all of them together; none: an empty list. It is money like any other and is owed where
 * the goods might have been sent back for their price.
 */
export function differenceLeg(legs: readonly LegDraft[], context: Pick<OfferContext, 'trade' | 'askedAt' | 'ours' | 'terms'>): LegDraft[] {
  const { trade } = context;
  const cheaper = legs.filter(({ exchange }) => exchange && differenceOf(exchange) < 0n);
  const minor = cheaper.reduce((sum, { exchange }) => sum - (exchange ? differenceOf(exchange) : 0n), 0n);
  if (!trade || minor === 0n) return [];
  const pieces = cheaper.map(({ orderLineId, quantity }) => ({ orderLineId: orderLineId ?? '', quantity: quantity ?? 0 }));
  const owed = isStatutory(pieces, returnedBy(legs), rightsOn(pieces, { ...context, trade }));
  return [{
    type: 'PRICE_DIFFERENCE', amount: { minor, currency: trade.currency }, orderLineId: null, quantity: null, days: null, note: null,
    basis: owed ? 'STATUTORY' : 'GOODWILL', packRow: null,
  }];
}

/** Whoever recorded a payment does not make the offer that gives it back: of that, two people know. */
export function owedBackBy(trade: Trade, person: string | null): Trade {
  return { ...trade, owedBack: trade.owedBack.filter(({ recordedBy }) => recordedBy === null || recordedBy !== person) };
}

/**
 * The leg by which payments for exchanges that were called off go back, all of them together; none: an empty list. They are the customer's own money: nobody
 * decides to give them, and they count in no cap, as what was paid does not count for goods that never left.
 */
export function givingBack(trade: Trade | null): LegDraft[] {
  if (!trade || trade.owedBack.length === 0) return [];
  const minor = trade.owedBack.reduce((sum, one) => sum + one.minor, 0n);
  return [{
    type: 'PRICE_DIFFERENCE', amount: { minor, currency: trade.currency }, orderLineId: null, quantity: null, days: null, note: null, basis: 'STATUTORY', packRow: null,
    givesBack: trade.owedBack.map(({ legId }) => legId),
  }];
}

/** A difference the customer owes, and whether it was shown to be paid. */
export interface Surcharge {
  readonly amount: Money;
  readonly paymentRef: string | null;
  /** The person who made the offer. */
  readonly makerPerson: string | null;
}

/** Dearer goods leave once their difference was paid, and not before. */
export function refuseUnpaid(surcharge: Surcharge | null): void {
  if (!surcharge || surcharge.paymentRef !== null) return;
  const { amount } = surcharge;
  const text = `${formatAmount(amount)} ${amount.currency}`;
  throw new DomainError('EVIDENCE_MISSING', {
    en: `The customer pays ${text} more for these goods; record the payment before they are sent.`, zh: `顾客须补差价 ${text}，请先登记付款凭证再发货。`,
  }, 'legId', { missing: 'exchangePayment', amount: formatAmount(amount), currency: amount.currency });
}

const CAME_TO_NOTHING: ReadonlySet<string> = new Set(['REFUSED', 'LAPSED', 'WITHDRAWN']);

/** Whether the goods of this leg never go to the customer. What was paid for them is theirs, whenever it comes. */
export function isCalledOff({ state, offerState }: Pick<LegStanding, 'state' | 'offerState'>): boolean {
  return state === 'CANCELLED' || CAME_TO_NOTHING.has(offerState);
}

/** A payment is recorded of goods that are agreed, and of those that were called off: money that came in is not turned away for coming late. */
export function checkPayable(leg: LegStanding): void {
  if (!isCalledOff(leg)) checkOpenLeg(leg);
}

/**
 * The payment of a difference: once, and of exactly that amount. It raises what the order is worth, and comes back from us where the goods do not go: so
 * whoever made the offer does not say that it was paid, by any account.
 */
export function checkPayment(surcharge: Surcharge | null, paid: Money, person: string | null): void {
  if (!surcharge) throw new DomainError('NOTHING_TO_DO', { en: 'The customer owes no difference on this leg.', zh: '该项无需顾客补差价。' }, 'legId');
  if (surcharge.paymentRef !== null) throw new DomainError('ALREADY_DECIDED', { en: 'The difference was paid already.', zh: '该差价已登记付款。' }, 'legId', { paymentRef: surcharge.paymentRef });
  if (person !== null && person === surcharge.makerPerson) {
    throw new DomainError('APPROVER_BARRED', { en: 'Somebody else records the payment: you made the offer.', zh: '您提出了该方案，须由他人登记付款。' }, 'legId');
  }
  const { amount } = surcharge;
  if (paid.currency === amount.currency && paid.minor === amount.minor) return;
  throw invalid('amount', { en: `The difference is ${formatAmount(amount)} ${amount.currency}, paid at once.`, zh: `差价为 ${formatAmount(amount)} ${amount.currency}，须一次付清。` });
}
