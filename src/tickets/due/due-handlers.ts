import { Injectable } from '@nestjs/common';
import type { Clock, ClockKind } from '../../sla/index.js';
import type { TicketSession } from '../ticket-session.js';

/** What falling due means for a kind of clock: an offer lapses, a promise is broken, silence confirms. */
export type DueHandler = (session: TicketSession, clock: Clock) => void | Promise<void>;

/** Each feature says what its own clocks do when they fall due. A kind without a handler is breached, and that is all. */
@Injectable()
export class DueHandlers {
  private readonly handlers = new Map<ClockKind, DueHandler>();
  private readonly alone = new Set<ClockKind>();

  /**
   * `alone`, unless told otherwise: it may take locks of rows that several tickets share (a budget), and fifty tickets of one transaction holding such locks would wait on each
   * other. What writes rows of its own ticket only may fall due in one transaction with others.
   */
  register(kind: ClockKind, handler: DueHandler, { alone = true }: { readonly alone?: boolean } = {}): void {
    if (this.handlers.has(kind)) throw new Error(`${kind} has a handler already`);
    this.handlers.set(kind, handler);
    if (alone) this.alone.add(kind);
  }

  /** Whether a ticket with such a clock goes by itself. */
  goesAlone(kind: ClockKind): boolean {
    return this.alone.has(kind);
  }

  async handle(session: TicketSession, clock: Clock): Promise<void> {
    await this.handlers.get(clock.kind)?.(session, clock);
  }
}
