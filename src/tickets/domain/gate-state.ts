import type { Actor } from '../../kernel/actor.js';
import type { ErrorCode, Text } from '../../kernel/error.js';
import type { Progress, Summary } from '../../process/domain/index.js';
import type { Ticket } from './ticket.js';

/** What the gate looks at. Nothing else decides whether an operation is allowed. The summary is asked for last, and not by every operation. */
export interface GateState {
  readonly ticket: Ticket;
  readonly progress: Progress;
  readonly summary: Summary;
  readonly actor: Actor;
  /** What other features know that stands in the way, whatever the input. */
  readonly hindered: Hindered;
}

/** By operation; those left out are not hindered. */
export type Hindered = Readonly<Record<string, Refusal>>;
export const NOT_HINDERED: Hindered = {};

export interface Refusal {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details?: Readonly<Record<string, unknown>>;
}
