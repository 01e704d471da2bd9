import { CLAIM_STATES, checkClaimMove, claimAgainst, isOver, type ClaimState } from './claim.js';

it('the cost of a fault is asked back from who bears it, and from nobody where that is us or the customer', () => {
  expect((['CARRIER', 'SUPPLIER', 'WAREHOUSE', 'PLATFORM', 'MERCHANT', 'CUSTOMER_MISUSE'] as const).map(claimAgainst)).toEqual(['CARRIER', 'SUPPLIER', 'WAREHOUSE', 'PLATFORM', null, null]);
});

it('a claim moves on until it is over, and is settled only with something recovered', () => {
  const outcome = (from: ClaimState, to: ClaimState, recovered: bigint): string => {
    try {
      checkClaimMove(from, to, recovered);
      return to;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const next = (from: ClaimState, recovered: bigint): string[] => CLAIM_STATES.map((to) => outcome(from, to, recovered)).filter((end) => end !== 'STATE_CONFLICT');
  expect([next('FILED', 1n), next('AGREED', 1n)]).toEqual([['AGREED', 'REJECTED', 'SETTLED', 'ABANDONED'], ['SETTLED', 'ABANDONED']]);
  expect([next('FILED', 0n), next('AGREED', 0n)]).toEqual([['AGREED', 'REJECTED', 'EVIDENCE_MISSING', 'ABANDONED'], ['EVIDENCE_MISSING', 'ABANDONED']]);
  expect(CLAIM_STATES.filter(isOver)).toEqual(CLAIM_STATES.filter((state) => next(state, 1n).length === 0));
  expect(CLAIM_STATES.filter(isOver)).toEqual(['REJECTED', 'SETTLED', 'ABANDONED']);
});
