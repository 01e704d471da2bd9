import { elapsed, plus, type Instant } from '../kernel/instant.js';
import type { ClockKind } from '../sla/index.js';
import type { TicketSession } from '../tickets/index.js';

/** A clock that rings at this instant, which may lie in the past: then the next look-out finds it, with its true due time. */
export function remind(session: TicketSession, kind: ClockKind, subject: string, at: Instant): void {
  const from = at > session.now ? session.now : plus(at, -1);
  session.clocks.start(kind, subject, elapsed(from, at), from);
}
