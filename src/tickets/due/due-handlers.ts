import { Injectable } from '@nestjs/common';
import type { Clock, ClockKind } from '../../sla/index.js';
import type { TicketSession } from '../session/ticket-session.js';

/** What falling due means for a kind of clock: an offer lapses, a promise is broken, silence confirms. */
export type DueHandler = (session: TicketSession, clock: Clock) => void | Promise<void>;

interface HowItGoes {
  /**
   * A ticket with such a clock goes by itself: what it does may take locks of rows that several tickets share (a budget), and a hundred tickets of one
   * transaction holding such locks would wait on each other. What writes rows of its own ticket only may fall due in one transaction with others.
   */
  readonly alone: boolean;
  /** It looks at the facts of the ticket, or changes more of it than clocks. */
  readonly whole: boolean;
}

/** Each feature says what its own clocks do when they fall due. A kind without a handler is breached, and that is all. */
@Injectable()
export class DueHandlers {
  private readonly handlers = new Map<ClockKind, HowItGoes & { readonly handle: DueHandler }>();

  register(kind: ClockKind, handle: DueHandler, { alone = true, whole = true }: Partial<HowItGoes> = {}): void {
    if (this.handlers.has(kind)) throw new Error(`${kind} has a handler already`);
    this.handlers.set(kind, { handle, alone, whole });
  }

  /** The kinds whose tickets go by themselves. */
  get alone(): ClockKind[] {
    return [...this.handlers].flatMap(([kind, { alone }]) => (alone ? [kind] : []));
  }

  async handle(session: TicketSession, clock: Clock): Promise<void> {
    const handler = this.handlers.get(clock.kind);
    if (handler?.whole) await session.whole();
    await handler?.handle(session, clock);
  }
}
