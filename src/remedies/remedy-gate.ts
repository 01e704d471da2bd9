import type { TicketSession } from '../tickets/index.js';
import type { Right } from './domain/rights.js';
import type { LegStanding } from './domain/fulfilment.js';

/** A move of an offer or leg, named before it is recorded. */
export type RemedyMove =
  | { readonly move: 'MAKE' | 'SEND' | 'WITHDRAW' | 'ACCEPT' | 'REFUSE' | 'LAPSE'; readonly offerId: string }
  /** A refusal of rights of the customer is about to be sent; SEND follows. Granting a right takes no approval, refusing one does. */
  | { readonly move: 'DECLINE'; readonly offerId: string; readonly rights: readonly Right[] }
  | { readonly move: 'FULFIL' | 'CANCEL'; readonly offerId: string; readonly leg: LegStanding };

/**
 * What stands between a remedy and the money. Asked by every command that moves an offer or leg, under the ticket's lock and before the move is
 * recorded (at MAKE the drafted rows are sent first, so that what the gate reads and writes may name them): it throws a DomainError to refuse, and what it writes through the session commits or rolls back with the move. Authority, approvals,
 * budgets and payouts answer here once they exist; see docs/decisions/0003.
 */
export interface RemedyGate {
  before(session: TicketSession, move: RemedyMove): Promise<void>;
}

export const REMEDY_GATE = Symbol('RemedyGate');

/** Nobody's approval is needed: what a desk without authority limits works by. */
export const OPEN_GATE: RemedyGate = { before: async () => undefined };
