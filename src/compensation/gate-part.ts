import type { RemedyMove } from '../remedies/index.js';
import type { TicketSession } from '../tickets/index.js';

/**
 * One question that stands between a remedy and the money: may it be sent, is there a budget, how is it paid. It is asked under the ticket's lock,
 * before the move is recorded. It refuses by throwing a DomainError; what it writes through the session commits or rolls back with the move.
 */
export interface GatePart {
  before(session: TicketSession, move: RemedyMove): Promise<void>;
}

/** The parts, in the order in which they are asked; see compensation.module.ts and docs/decisions/0007. */
export const GATE_PARTS = Symbol('GateParts');
