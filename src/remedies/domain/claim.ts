import { DomainError } from '../../kernel/error.js';
import type { Fault } from '../../kernel/words.js';

/** Whom money is asked back from. WAREHOUSE: charged back inside the house. */
export const CLAIM_SIDES = ['CARRIER', 'SUPPLIER', 'WAREHOUSE', 'PLATFORM'] as const;
export type ClaimSide = (typeof CLAIM_SIDES)[number];

/** FILED: asked for. AGREED: they will pay. SETTLED: nothing more will come. REJECTED: they will not pay. ABANDONED: we let it go. */
export const CLAIM_STATES = ['FILED', 'AGREED', 'REJECTED', 'SETTLED', 'ABANDONED'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

const MOVES: Readonly<Record<ClaimState, readonly ClaimState[]>> = {
  FILED: ['AGREED', 'REJECTED', 'SETTLED', 'ABANDONED'], AGREED: ['SETTLED', 'ABANDONED'], REJECTED: [], SETTLED: [], ABANDONED: [],
};

/** From whom the cost of a fault is asked back; null: from nobody. */
export function claimAgainst(fault: Fault): ClaimSide | null {
  return CLAIM_SIDES.find((side) => side === fault) ?? null;
}

export function isOver(state: ClaimState): boolean {
  return MOVES[state].length === 0;
}

export function checkClaimMove(from: ClaimState, to: ClaimState, recoveredMinor: bigint): void {
  if (!MOVES[from].includes(to)) {
    throw new DomainError('STATE_CONFLICT', { en: `The claim is ${from}; it cannot become ${to}.`, zh: `该索赔当前为 ${from}，不能变为 ${to}。` }, 'state', { state: from, allowed: MOVES[from] });
  }
  if (to === 'SETTLED' && recoveredMinor === 0n) {
    throw new DomainError('EVIDENCE_MISSING', { en: 'Nothing was recovered; record what came, or say that it was rejected.', zh: '尚无到账记录，请先登记追回款项或标记为被拒。' }, 'state');
  }
}
