/** What was counted about a customer and, of a ticket, about its goods and files. Days are back from now. */
export interface Signals {
  /** Orders of the last 90 days. */
  readonly orders: number;
  /** Offers accepted in 90 days by which money went back. */
  readonly refunds: number;
  /** Of these, after delivery and without goods coming back. */
  readonly refundsWithoutReturn: number;
  /** Tickets of 180 days saying that something was missing or the parcel empty. */
  readonly emptyOrShort: number;
  /** Pieces that came back and were something else, nothing, or of another serial number; in 180 days. */
  readonly wrongReturns: number;
  /** Pieces that came back used; in 180 days. */
  readonly usedReturns: number;
  /** Other customers of the merchant with the same telephone or address. */
  readonly sameContact: number;
  /** Different reasons stated in tickets on one order, the most. */
  readonly reasonsOnOneOrder: number;
  /** Files of the ticket that are on another ticket, too. */
  readonly samePhotos: number;
  /** Waybills of returns of the ticket that other goods travelled under. */
  readonly reusedWaybills: number;
  /** Returns of the ticket handed to the carrier before the goods had arrived. */
  readonly returnedEarly: number;
}

interface FlagRule {
  readonly text: { readonly en: string; readonly zh: string };
  /** How often it was seen, when that is worth a look; 0: it is not. */
  readonly seen: (signals: Signals) => number;
}

const from = (least: number, count: number): number => (count >= least ? count : 0);

/**
 * Signs that somebody should look twice. A flag decides nothing: no offer, refusal or right depends on it, and a statutory right is never denied for one.
 * Source: what the trade watches for in refund abuse.
 */
export const REVIEW_FLAGS = {
  REFUNDS_OFTEN: {
    text: { en: 'At least three refunds in 90 days, on half of the orders or more.', zh: '90 天内退款不少于三次，且占订单一半以上。' },
    seen: ({ refunds, orders }) => (refunds * 2 >= orders ? from(3, refunds) : 0),
  },
  REFUNDED_AND_KEPT: {
    text: { en: 'Refunds after delivery without goods coming back.', zh: '签收后多次仅退款未退货。' }, seen: ({ refundsWithoutReturn }) => from(2, refundsWithoutReturn),
  },
  EMPTY_OR_SHORT_OFTEN: {
    text: { en: 'Empty parcels or missing goods were claimed repeatedly.', zh: '多次反映空包裹或少件。' }, seen: ({ emptyOrShort }) => from(2, emptyOrShort),
  },
  OTHER_GOODS_RETURNED: {
    text: { en: 'Something else than was sold came back.', zh: '退回商品与所售商品不符。' }, seen: ({ wrongReturns }) => from(1, wrongReturns),
  },
  USED_GOODS_RETURNED: { text: { en: 'Goods came back used.', zh: '退回商品有使用痕迹。' }, seen: ({ usedReturns }) => from(1, usedReturns) },
  SHARED_CONTACT: {
    text: { en: 'Other customers have the same telephone or address.', zh: '与其他顾客共用电话或地址。' }, seen: ({ sameContact }) => from(2, sameContact),
  },
  REASONS_CHANGE: {
    text: { en: 'Different reasons were stated for one order.', zh: '同一订单先后提出多种不同理由。' }, seen: ({ reasonsOnOneOrder }) => from(3, reasonsOnOneOrder),
  },
  PHOTO_SEEN_BEFORE: { text: { en: 'A file is on another ticket as well.', zh: '凭证文件曾用于其他工单。' }, seen: ({ samePhotos }) => from(1, samePhotos) },
  WAYBILL_SEEN_BEFORE: {
    text: { en: 'The return waybill was used for other goods.', zh: '退货运单号曾用于其他商品。' }, seen: ({ reusedWaybills }) => from(1, reusedWaybills),
  },
  RETURNED_BEFORE_DELIVERY: {
    text: { en: 'The return began before the goods had arrived.', zh: '退货物流早于商品签收。' }, seen: ({ returnedEarly }) => from(1, returnedEarly),
  },
} as const satisfies Record<string, FlagRule>;
export type ReviewFlagCode = keyof typeof REVIEW_FLAGS;

export interface ReviewFlag {
  readonly code: ReviewFlagCode;
  /** How often it was seen. */
  readonly count: number;
}

export function reviewFlags(signals: Signals): ReviewFlag[] {
  return (Object.keys(REVIEW_FLAGS) as ReviewFlagCode[]).map((code) => ({ code, count: REVIEW_FLAGS[code].seen(signals) })).filter(({ count }) => count > 0);
}
