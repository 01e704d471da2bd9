import { Injectable } from '@nestjs/common';
import type { Clock, ClockKind } from '../../sla/index.js';
import type { TicketSession } from '../ticket-session.js';

/** What falling due means for a kind of clock: an offer lapses, a promise is broken, silence confirms. */
export type DueHandler = (session: TicketSession, clock: Clock) => void | Promise<void>;

/** Each feature says what its own clocks do when they fall due. A kind without a handler is breached, and that is all. */
@Injectable()
export class DueHandlers {
  private readonly handlers = new Map<ClockKind, DueHandler>();

  register(kind: ClockKind, handler: DueHandler): void {
    if (this.handlers.has(kind)) throw new Error(`${kind} has a handler already`);
    this.handlers.set(kind, handler);
  }

  /** Whether more follows from such a clock than its breach. */
  has(kind: ClockKind): boolean {
    return this.handlers.has(kind);
  }

  async handle(session: TicketSession, clock: Clock): Promise<void> {
    await this.handlers.get(clock.kind)?.(session, clock);
  }
}
