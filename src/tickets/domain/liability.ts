import { DomainError } from '../../kernel/error.js';

/**
 * Whether a finding is settled. DRAFT: an agent is still at it. PENDING: as an agent sees it. CONFIRMED: a supervisor recorded or confirmed it. DISPUTED: the side
 * held liable objects; the customer's remedy does not wait for that. ARBITRATED: somebody else than who confirmed it has decided the dispute.
 */
export const LIABILITIES = ['DRAFT', 'PENDING', 'CONFIRMED', 'DISPUTED', 'ARBITRATED'] as const;
export type Liability = (typeof LIABILITIES)[number];

const MOVES: Readonly<Record<Liability, readonly Liability[]>> = {
  DRAFT: ['PENDING', 'CONFIRMED'], PENDING: ['CONFIRMED'], CONFIRMED: ['DISPUTED'], DISPUTED: ['ARBITRATED'], ARBITRATED: [],
};

export function mayBecome(from: Liability, to: Liability): boolean {
  return MOVES[from].includes(to);
}

export function checkLiability(from: Liability, to: Liability): void {
  if (mayBecome(from, to)) return;
  throw new DomainError(
    'STATE_CONFLICT', { en: `The finding is ${from}; it cannot become ${to}.`, zh: `责任判断当前为 ${from}，不能变为 ${to}。` }, 'findingId', { state: from, allowed: MOVES[from] },
  );
}

/** What the steps go by: a dispute between us and a third party changes nothing for the customer. */
export function standing(liability: Liability): 'PROVISIONAL' | 'CONFIRMED' {
  return liability === 'DRAFT' || liability === 'PENDING' ? 'PROVISIONAL' : 'CONFIRMED';
}
