import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkDecision, type DecisionInput } from '../domain/decision.js';
import { offerOf, writeDecided } from '../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface RefuseOfferRequest extends TicketRequest, DecisionInput {
  readonly offerId: string;
  /** The customer wants no other offer: the remedy is decided. Otherwise another may be made. */
  readonly final: boolean;
}

/** Records that the customer refused. The offer's money is free again. */
@Injectable()
export class RefuseOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: RefuseOfferRequest): Promise<Done<string>> {
    const { offerId, final } = request;
    return this.work.run(actor, 'REFUSE_OFFER', request, async (session) => {
      const offer = await offerOf(session, offerId);
      if (!offer) throw notFound('offerId');
      const decision = checkDecision(request, offer, actor, session.facts, session.now);
      await this.gate.before(session, { move: 'REFUSE', offerId });
      writeDecided(session, offerId, 'REFUSED', decision, final);
      session.clocks.satisfy('OFFER', offerId, decision.at);
      session.clocks.satisfy('EXTERNAL', 'BUYER_ANSWER', decision.at);
      session.fact('offer.refused', { offerId, final, messageId: decision.messageId });
      return offerId;
    });
  }
}
