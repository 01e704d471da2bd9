import type { Outcome, PayoutState } from './payout.js';

/**
 * What is made of news a provider brings by itself, signed, but perhaps late, twice or out of order. An outcome: it leads where the same answer to
 * a question would. ASK: the provider is asked about it before anything is believed. NOTHING: it is kept and changes nothing.
 */
export function newsOf(state: PayoutState, said: Outcome | 'ASK' | null): Outcome | 'ASK' | 'NOTHING' {
  if (said === null) return 'NOTHING';
  if (said === 'ASK') return 'ASK';
  // A refund that is given up after the money had left came back.
  if (state === 'SETTLED' && said.kind === 'FAILED') return { kind: 'REVERSED' };
  // Failed and paid cannot both be; which of the two came last, only the provider knows.
  if (state === 'FAILED') return said.kind === 'SETTLED' ? 'ASK' : 'NOTHING';
  // Not sent, or to be sent once more: only that it was paid is news; a failure is of an earlier attempt.
  if (state === 'REQUESTED') return said.kind === 'SETTLED' ? said : 'NOTHING';
  return said.kind === 'SETTLED' || said.kind === 'FAILED' ? said : 'NOTHING';
}
