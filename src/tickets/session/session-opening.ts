import type { Actor } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ProcessDefinition } from '../../process/index.js';
import type { ClockBook, ClockTimes, PackEvent, PackEventType, SlaPolicy } from '../../sla/index.js';
import type { Ticket } from '../domain/ticket.js';
import type { FactBook } from './fact-book.js';

/** What a command begins with: who acts, when, and what is known of the ticket. */
export interface Opening {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Instant;
  readonly ticket: Ticket;
  readonly also?: Ticket | undefined;
  readonly facts: FactBook;
  readonly clocks: ClockBook;
  readonly definition: ProcessDefinition;
  readonly policy: SlaPolicy;
  /** Calendars of the policy and of the clocks, read ahead. */
  readonly times: ClockTimes;
  readonly cause: string;
  readonly requestId: string | null;
  /** The ticket is not in the database yet: what refers to it is written after it. */
  readonly fresh?: boolean;
}

/** Something that packs know deadlines for. */
export interface PackHappening {
  readonly type: PackEventType;
  readonly event: PackEvent;
}

