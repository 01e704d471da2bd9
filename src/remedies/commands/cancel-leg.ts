import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkOpenLeg, type CancelReason } from '../domain/fulfilment.js';
import { legOf, writeCancelled } from '../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface CancelLegRequest extends TicketRequest {
  readonly legId: string;
  readonly reason: CancelReason;
  /** What happened, 1 to 500 characters. */
  readonly note: string;
}

/** A supervisor takes a leg off what is owed. Its money is free again. Answers the offer's id. */
@Injectable()
export class CancelLeg {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: CancelLegRequest): Promise<Done<string>> {
    const { legId, reason } = request;
    return this.work.run(actor, 'CANCEL_LEG', request, async (session) => {
      const note = cleanText(request.note, 'note', { max: 500, lines: true });
      const leg = await legOf(session, legId);
      if (!leg) throw notFound('legId');
      checkOpenLeg(leg);
      const { offerId } = leg;
      await this.gate.before(session, { move: 'CANCEL', offerId, leg });
      writeCancelled(session, legId, reason, note);
      session.fact('leg.cancelled', { legId, offerId, reason });
      return offerId;
    });
  }
}
