import { DomainError } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import type { LegType } from './leg.js';
import type { OfferState } from './offer.js';

export const LEG_STATES = ['PENDING', 'FULFILLED', 'CANCELLED'] as const;
export type LegState = (typeof LEG_STATES)[number];

/** Why an agreed leg is not carried out after all. */
export const CANCEL_REASONS = {
  CUSTOMER_WAIVED: 'The customer gave it up.',
  REPLACED: 'Another remedy takes its place.',
  NOT_POSSIBLE: 'It cannot be done (out of stock, goods never came back...).',
  RETURN_EXPIRED: 'The goods were not sent back in time.',
  PAYMENT_RETURNED: 'It was paid, the payment came back, and two people gave it up.',
  ENTERED_WRONGLY: 'It was never agreed; the record was wrong.',
} as const satisfies Record<string, string>;
export type CancelReason = keyof typeof CANCEL_REASONS;

/** A leg as the commands that end it read it. */
export interface LegStanding {
  readonly id: string;
  readonly offerId: string;
  readonly type: LegType;
  readonly state: LegState;
  readonly days: number | null;
  readonly offerState: OfferState;
  readonly endedAt: Instant | null;
}

/** Only a leg of an accepted offer is carried out or cancelled, and it ends once. */
export function checkOpenLeg(leg: LegStanding): void {
  if (leg.state !== 'PENDING') {
    throw new DomainError('ALREADY_DECIDED', { en: `The leg is ${leg.state} already.`, zh: `该项已处于 ${leg.state} 状态。` }, 'legId', {
      state: leg.state,
      endedAt: leg.endedAt,
    });
  }
  if (leg.offerState !== 'ACCEPTED') {
    throw new DomainError('NOTHING_TO_DO', { en: 'The customer has not accepted the offer of this leg.', zh: '顾客尚未接受该项所属的方案。' }, 'legId');
  }
}
