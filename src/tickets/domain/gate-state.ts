import type { Actor } from '../../kernel/actor.js';
import type { ErrorCode, Text } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import type { Progress, Summary } from '../../process/domain/index.js';
import type { Ticket } from './ticket.js';

/** What the gate looks at. Nothing else decides whether an operation is allowed. The summary is asked for last, and not by every operation. */
export interface GateState {
  readonly ticket: Ticket;
  readonly progress: Progress;
  readonly summary: Summary;
  readonly actor: Actor;
  /** The customer's own money that is to go back to them; read for the operations that wait until it went back. */
  readonly held: Money | null;
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details?: Readonly<Record<string, unknown>>;
}
