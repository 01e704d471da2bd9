import type { Money } from '../kernel/money.js';
import type { TicketSession } from '../tickets/index.js';
import type { Right } from './domain/rights.js';
import type { LegStanding } from './domain/fulfilment.js';
import type { LegDraft } from './domain/leg.js';
import type { ProofInput } from './domain/proof.js';

/** A leg of an offer that is being made, with the id it will have. */
export interface DraftedLeg extends LegDraft {
  readonly id: string;
}

/** A move of an offer or leg, or money got back, named before it is recorded. An offer that is being made brings its legs along. */
export type RemedyMove =
  | { readonly move: 'MAKE'; readonly offerId: string; readonly orderId: string | null; readonly legs: readonly DraftedLeg[] }
  | { readonly move: 'SEND' | 'WITHDRAW' | 'ACCEPT' | 'REFUSE' | 'LAPSE'; readonly offerId: string }
  /** A refusal of rights of the customer is about to be sent; SEND follows. Granting a right takes no approval, refusing one does. */
  | { readonly move: 'DECLINE'; readonly offerId: string; readonly rights: readonly Right[] }
  | { readonly move: 'FULFIL'; readonly offerId: string; readonly leg: LegStanding; readonly proof: ProofInput }
  | { readonly move: 'CANCEL'; readonly offerId: string; readonly leg: LegStanding }
  /** What the customer paid for the goods of this leg, which were called off, is theirs and to be given back. Nobody may refuse that. */
  | { readonly move: 'OWE_BACK'; readonly offerId: string; readonly legId: string; readonly amount: Money }
  | { readonly move: 'RECOVER'; readonly recoveryId: string; readonly amount: Money };

/**
 * What stands between a remedy and the money. Asked by every command that moves an offer or leg, under the ticket's lock and before the move is
 * recorded (at MAKE and RECOVER the rows are sent first, so that what the gate reads and writes may name them): it throws a DomainError to refuse, and
 * what it writes through the session commits or rolls back with the move. Authority, approvals, budgets and payouts answer here; see
 * docs/decisions/0003 and 0007.
 */
export interface RemedyGate {
  before(session: TicketSession, move: RemedyMove): Promise<void>;
}

export const REMEDY_GATE = Symbol('RemedyGate');

/** Nobody's approval is needed: what a desk without authority limits works by. */
export const OPEN_GATE: RemedyGate = { before: async () => undefined };
