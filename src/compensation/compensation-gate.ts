import { Inject, Injectable } from '@nestjs/common';
import type { RemedyGate, RemedyMove } from '../remedies/index.js';
import type { TicketSession } from '../tickets/index.js';
import { GATE_PARTS, type GatePart } from './gate-part.js';

/**
 * The list of the parts and nothing else. All are asked at once, so that what they read costs one trip; of several that refuse, the first of the list is
 * heard. None of them locks what another locks too.
 */
@Injectable()
export class CompensationGate implements RemedyGate {
  constructor(@Inject(GATE_PARTS) private readonly parts: readonly GatePart[]) {}

  async before(session: TicketSession, move: RemedyMove): Promise<void> {
    const answers = await Promise.allSettled(this.parts.map((part) => part.before(session, move)));
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  }
}
