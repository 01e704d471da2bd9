import { DomainError } from '../../kernel/error.js';
import { MINUTE, SECOND, type Millis } from '../../kernel/instant.js';
import { PROOFS_OF, type ProofKind } from '../../remedies/domain/proof.js';
import type { LegType } from '../../remedies/domain/leg.js';

export const PAYOUT_STATES = {
  REQUESTED: 'Accepted by the customer and not yet sent.',
  SENT: 'The provider was asked and has not given a final answer.',
  UNKNOWN: 'Whether the money moved is not known; the provider is asked about it under the same key.',
  SETTLED: 'The money moved; the reference shows it.',
  FAILED: 'For sure not paid; finance may have it tried again under the same key.',
  REVERSED: 'It was paid and came back; it is owed again.',
  CANCELLED: 'Its leg was cancelled before anything was sent.',
} as const satisfies Record<string, string>;
export type PayoutState = keyof typeof PAYOUT_STATES;

export const PAYOUT_PROVIDERS = {
  OUTSIDE: 'Paid outside of Amends; whoever fulfils the leg brings the proof. What a shop without a route works by.',
  MANUAL: 'Finance pays by bank: one person enters the reference, another confirms it.',
  WEBHOOK: 'The merchant’s own payer is called, and answers or reports later.',
  ALIPAY: 'A refund of Alipay.',
  STRIPE: 'A refund of Stripe.',
} as const satisfies Record<string, string>;
export type PayoutProviderName = keyof typeof PAYOUT_PROVIDERS;

/** What a provider's answer means. */
export type Outcome =
  /** `minor`: the amount it says it paid, where it says one. */
  | { readonly kind: 'SETTLED'; readonly reference: string; readonly minor: bigint | null; readonly currency: string | null }
  | { readonly kind: 'FAILED'; readonly failure: string }
  | { readonly kind: 'PENDING' }
  /** The provider has never heard of the key. */
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'UNKNOWN'; readonly failure: string }
  | { readonly kind: 'REVERSED' };

export interface Paying {
  readonly state: PayoutState;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** What shows that it was paid. */
  readonly reference: string | null;
  /** It is settled because two people said so. */
  readonly settledByPeople: boolean;
  /** It was paid and came back before; settled now, it was paid another way since. */
  readonly cameBack: boolean;
}

export interface Next {
  readonly state: PayoutState;
  readonly reference: string | null;
  readonly failure: string | null;
  /** The provider says something that cannot be: people have to look. */
  readonly contradiction: boolean;
}

/** Long after a request was sent, "never heard of it" is believed; before, it may still be on its way. */
export const BELIEVE_NOT_FOUND_AFTER: Millis = 15 * MINUTE;

/**
 * Where an answer leads. `sentAgo`: time since it was last sent. An answer never takes back a settlement except as a reversal, and that once: a provider
 * that repeats itself says nothing of what was paid another way since. A failure never follows a settlement; an amount that is not ours settles nothing.
 */
export function next(payout: Paying, outcome: Outcome, sentAgo: Millis): Next {
  const stay = (contradiction = false): Next => ({ state: payout.state, reference: null, failure: null, contradiction });
  if (payout.state === 'CANCELLED') return stay(outcome.kind === 'SETTLED');
  if (payout.state === 'SETTLED') return outcome.kind === 'REVERSED' && !payout.cameBack ? { ...stay(), state: 'REVERSED' } : stay(outcome.kind === 'FAILED' || paidBesides(payout, outcome));
  if (payout.state === 'REVERSED') return stay();
  // Only news moves a payout that failed: somebody reports that it was paid after all.
  if (payout.state === 'FAILED' && outcome.kind !== 'SETTLED') return stay(outcome.kind === 'PENDING');
  switch (outcome.kind) {
    case 'SETTLED': return settled(payout, outcome);
    case 'REVERSED': return { ...stay(), state: 'FAILED', failure: 'CAME_BACK' };
    case 'FAILED': return { ...stay(), state: 'FAILED', failure: outcome.failure };
    case 'NOT_FOUND': return sentAgo < BELIEVE_NOT_FOUND_AFTER
      ? { ...stay(), state: 'UNKNOWN', failure: 'NOT_FOUND_YET' }
      : { ...stay(), state: 'FAILED', failure: 'NEVER_ARRIVED' };
    case 'PENDING': return stay();
    case 'UNKNOWN': return { ...stay(), state: 'UNKNOWN', failure: outcome.failure };
  }
}

/** People settled it by one payment, and the provider now tells of another: perhaps it was paid twice. What came back is the one it may be telling of. */
function paidBesides({ settledByPeople, cameBack, reference }: Paying, outcome: Outcome): boolean {
  return outcome.kind === 'SETTLED' && settledByPeople && !cameBack && outcome.reference.toUpperCase() !== reference?.toUpperCase();
}

function settled(payout: Paying, { reference, minor, currency }: Outcome & { kind: 'SETTLED' }): Next {
  const ours = (minor === null || minor === payout.amountMinor) && (currency === null || currency === payout.currency);
  return ours
    ? { state: 'SETTLED', reference, failure: null, contradiction: payout.state === 'FAILED' }
    : { state: 'UNKNOWN', reference: null, failure: 'OTHER_AMOUNT', contradiction: true };
}

/** How long to wait before asking again: half a minute, doubling, at most an hour. `asked`: times it was asked so far. */
export function askAgainIn(asked: number): Millis {
  return Math.min(30 * SECOND * 2 ** Math.max(asked - 1, 0), 60 * MINUTE);
}

/** Legs that are paid in money and so have a payout. A coupon costs an amount too, but nobody is sent money. */
export function isPaid(type: LegType): boolean {
  return PROOFS_OF[type].includes('BANK_REF');
}

/** How the provider's reference proves the leg. */
export const PROOF_OF_PROVIDER: Readonly<Record<PayoutProviderName, ProofKind>> = {
  OUTSIDE: 'BANK_REF', MANUAL: 'BANK_REF', WEBHOOK: 'BANK_REF', ALIPAY: 'ALIPAY_REF', STRIPE: 'PLATFORM_REFUND_ID',
};

export function stateConflict(state: PayoutState, field: string | null = 'payoutId'): DomainError {
  return new DomainError('STATE_CONFLICT', { en: `The payout is ${state}; this is not possible now.`, zh: `该付款处于 ${state} 状态，当前不能执行此操作。` }, field, { state });
}
