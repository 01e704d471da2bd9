import { Inject, Injectable } from '@nestjs/common';
import type { RemedyGate, RemedyMove } from '../remedies/index.js';
import type { TicketSession } from '../tickets/index.js';
import { GATE_PARTS, type GatePart } from './gate-part.js';

/** The list of the parts and nothing else: each is asked in its turn, and the first that refuses ends the move. */
@Injectable()
export class CompensationGate implements RemedyGate {
  constructor(@Inject(GATE_PARTS) private readonly parts: readonly GatePart[]) {}

  async before(session: TicketSession, move: RemedyMove): Promise<void> {
    for (const part of this.parts) await part.before(session, move);
  }
}
