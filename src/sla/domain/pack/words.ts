/**
 * How sure we are. VERIFIED: the rule's own published text was read (a copy of it counts; the source says which). REPORTED: somebody else told
 * it, or the text was read by us where it is open. UNVERIFIED: practice of the trade; off until a person switches it on.
 */
export const CERTAINTIES = ['VERIFIED', 'REPORTED', 'UNVERIFIED'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What a row rests on: a law, or the rules of a platform or network. The same words as the basis of a leg. */
export const BASES = ['STATUTORY', 'PACK'] as const;
export type Basis = (typeof BASES)[number];

/** What starts a deadline, opens a right or causes a payout. */
export const PACK_EVENTS = [
  'REFUND_REQUESTED_UNSHIPPED', 'REFUND_REQUESTED_SHIPPED', 'RETURN_REQUESTED', 'EXCHANGE_REQUESTED', 'RESHIP_REQUESTED', 'REPAIR_REQUESTED',
  'INSTANT_ORDER_REFUND_REQUESTED', 'TICKET_GOODS_REFUND_REQUESTED', 'REQUEST_REFUSED', 'OFFER_MADE_TO_BUYER', 'RETURN_AGREED',
  'RETURN_SHIPPED', 'RETURN_SIGNED', 'RETURN_RECEIVED', 'EXCHANGE_RETURN_SHIPPED', 'EXCHANGE_RETURN_SIGNED', 'EXCHANGE_SHIP_TIME_PASSED',
  'RESHIP_AGREED', 'RESHIP_SHIP_TIME_PASSED', 'REPAIR_RETURN_SIGNED', 'REPAIR_TIME_PASSED', 'REPLACEMENT_SHIPPED', 'COMPENSATION_AGREED', 'COMPENSATION_TIME_PASSED',
  'PAID', 'PLACED', 'SHIPPED', 'SIGNED', 'TRADE_SUCCEEDED', 'SHIP_TIME_PASSED', 'PRESALE_SHIP_TIME_PASSED', 'OUT_OF_STOCK',
  'LONG_OUT_OF_STOCK', 'NOT_PICKED_UP', 'EMPTY_PARCEL', 'TRACE_LATE', 'TRACE_STOPPED', 'REQUEST_REFUSED_WITHOUT_GROUND', 'BUYER_INSULTED',
  'PLATFORM_STEPPED_IN', 'PLATFORM_DECIDED', 'BUYER_ADDED_PROOF', 'VIOLATION_NOTICED', 'APPEAL_FILED', 'PLATFORM_WORK_ORDER', 'SLOW_SERVICE',
  'DISPUTE_OPENED', 'CLAIM_OPENED', 'CHARGEBACK_VISA', 'CHARGEBACK_MASTERCARD', 'CHARGEBACK_AMEX', 'CHARGEBACK_DISCOVER', 'CASE_DECIDED',
  'WITHDRAWAL_DECLARED', 'CUSTOMER_DEMANDED', 'CARRIER_COMPLAINT', 'POSTED', 'FRAUD_FOUND', 'UNSAFE_FOOD_SOLD', 'REGULATOR_COMPLAINT',
] as const;
export type PackEventType = (typeof PACK_EVENTS)[number];

/** What happens by itself when nobody acts in time. */
export const OUTCOMES = [
  'AUTO_AGREE', 'AUTO_REFUND', 'AUTO_CLOSE', 'AUTO_CONFIRM', 'CASE_LOST', 'PLATFORM_DECIDES', 'PAYOUT_OWED', 'PENALTY', 'RIGHT_LAPSES',
  'BREACH_OF_LAW', 'UNKNOWN',
] as const;
export type Consequence = (typeof OUTCOMES)[number];

/** Who has to act. The buyer's and others' deadlines are shown; they bind nobody at the desk. */
export const PARTIES = ['MERCHANT', 'BUYER', 'PLATFORM', 'CARRIER'] as const;
export type Party = (typeof PARTIES)[number];

interface ExternalKindRule {
  readonly owedBy: Party;
  /** A platform that steps in stops its own trade timers. What it asks for in the case itself goes on. */
  readonly stopsOnIntervention: boolean;
}

/** What has to be done by an external deadline. A ticket has at most one open deadline of each. */
export const EXTERNAL_KINDS = {
  ANSWER_REQUEST: { owedBy: 'MERCHANT', stopsOnIntervention: true },
  CONFIRM_RETURN: { owedBy: 'MERCHANT', stopsOnIntervention: true },
  SEND_REPLACEMENT: { owedBy: 'MERCHANT', stopsOnIntervention: true },
  RETURN_REPAIRED: { owedBy: 'MERCHANT', stopsOnIntervention: true },
  SHIP_ORDER: { owedBy: 'MERCHANT', stopsOnIntervention: true },
  PAY_COMPENSATION: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  PAY_REFUND: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  SUBMIT_EVIDENCE: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  ANSWER_DISPUTE: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  ANSWER_REGULATOR: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  APPEAL: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  OTHER: { owedBy: 'MERCHANT', stopsOnIntervention: false },
  BUYER_ANSWER: { owedBy: 'BUYER', stopsOnIntervention: true },
  BUYER_SHIP_RETURN: { owedBy: 'BUYER', stopsOnIntervention: true },
  BUYER_CONFIRM_RECEIPT: { owedBy: 'BUYER', stopsOnIntervention: true },
  BUYER_ESCALATE: { owedBy: 'BUYER', stopsOnIntervention: false },
  PLATFORM_ANSWER: { owedBy: 'PLATFORM', stopsOnIntervention: false },
  CARRIER_ANSWER: { owedBy: 'CARRIER', stopsOnIntervention: false },
} as const satisfies Record<string, ExternalKindRule>;
export type ExternalKind = keyof typeof EXTERNAL_KINDS;

export const PAYOUT_BASES = ['PAID', 'PRICE', 'LOSS'] as const;
/** What a share is taken of: what was paid for the goods, their price (a multiple of it is punitive), the loss shown. */
export type PayoutOf = (typeof PAYOUT_BASES)[number];

export const RIGHTS = [
  'NO_REASON_RETURN', 'WITHDRAWAL', 'QUALITY_RETURN', 'SHORT_TERM_REJECTION', 'CONFORMITY', 'AFTER_SALE', 'DISPUTE', 'ESCALATION', 'REVIEW',
  'REVIEW_APPEND', 'REVIEW_COMPLAINT', 'CARRIER_CLAIM', 'INSURANCE_CLAIM',
] as const;
export type Right = (typeof RIGHTS)[number];

export const PAYERS = ['MERCHANT', 'BUYER', 'NONE'] as const;
export type Payer = (typeof PAYERS)[number];
