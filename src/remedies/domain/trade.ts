import type { Instant } from '../../kernel/instant.js';
import type { NoReturnClass } from '../../orders/domain/order.js';

/** One line of the order with what offers on the order, this one left out, have done with it. */
export interface TradeLine {
  readonly id: string;
  readonly quantity: number;
  /** For all of the quantity, before the order's own discount and coupons. */
  readonly paidMinor: bigint;
  readonly discountMinor: bigint;
  readonly unitPriceMinor: bigint | null;
  readonly gift: boolean;
  readonly noReturn: NoReturnClass | null;
  readonly refunded: Refunded;
  /** Pieces going or gone back. */
  readonly returned: number;
  /** Pieces being exchanged, sent again or mended, not there yet. */
  readonly inKind: number;
  /** Pieces the customer got besides those bought: exchanged or sent again. */
  readonly madeGood: number;
  /** By how much pieces exchanged for others cost more (less: negative) than those they were exchanged for, as far as the difference was settled. */
  readonly exchangedMinor: bigint;
}

export interface Refunded {
  readonly quantity: number;
  readonly goodsMinor: bigint;
  readonly freightQuantity: number;
  readonly freightMinor: bigint;
  /** Gifts whose value was taken off. */
  readonly keptQuantity: number;
}

export interface OwedBack {
  readonly legId: string;
  readonly minor: bigint;
  /** The person who recorded the payment; null: a program did. */
  readonly recordedBy: string | null;
}

/** The order an offer is made on, read under its lock. */
export interface Trade {
  readonly orderId: string;
  readonly currency: string;
  readonly paidMinor: bigint;
  readonly freightMinor: bigint;
  /** Taken off the order as a whole and shown by no line. */
  readonly discountMinor: bigint;
  readonly couponMinor: bigint;
  /** What the customer paid besides for dearer goods in exchange; left out: for goods that were called off. */
  readonly surchargedMinor: bigint;
  /** That: what the customer paid for exchanges that were called off, by their legs, as far as no offer gives it back. */
  readonly owedBack: readonly OwedBack[];
  /** Goods from this amount on were sent for nothing; null: on no such condition. */
  readonly freeFreightFromMinor: bigint | null;
  /** The freight not charged for it. */
  readonly freightWaivedMinor: bigint;
  /** Of it, what other refunds on this order took off already. */
  readonly freightChargedMinor: bigint;
  /**
   * What all other offers on this order that are drafted, sent or accepted cost, in money and in kind; left out: cancelled legs, what a policy pack owes,
   * goods sent again that were never delivered, and what gives back the price of exchanges that were called off.
   */
  readonly committedMinor: bigint;
  /** Of these, what gives back a part of the price. */
  readonly givenBackMinor: bigint;
  readonly paidAt: Instant | null;
  readonly shippedAt: Instant | null;
  /** When the customer signed for the order: of several parcels the last. */
  readonly signedAt: Instant | null;
  readonly promisedShipBy: Instant | null;
  /** Rows of policy packs that were paid out on this order, or are offered. */
  readonly packRows: readonly string[];
  /** Outbound parcels that are lost or back with us. */
  readonly undelivered: boolean;
  readonly lines: readonly TradeLine[];
}
