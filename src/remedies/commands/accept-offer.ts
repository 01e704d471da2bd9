import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkDecision, type DecisionInput } from '../domain/decision.js';
import { acceptedEvents } from '../domain/rules-of-others.js';
import { offerOf, type OfferRow, writeDecided } from '../offer.repository.js';
import { elapsed } from '../../kernel/instant.js';
import { movesGoods } from '../domain/goods.js';
import { writeAuthorised } from '../goods.repository.js';
import { completeLeg, tellOthers } from '../leg-ending.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface AcceptOfferRequest extends TicketRequest, DecisionInput {
  readonly offerId: string;
}

/** Records that the customer accepted. From now on every leg is owed. */
@Injectable()
export class AcceptOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: AcceptOfferRequest): Promise<Done<string>> {
    const { offerId } = request;
    return this.work.run(actor, 'ACCEPT_OFFER', request, async (session) => {
      const offer = await offerOf(session, offerId);
      if (!offer) throw notFound('offerId');
      const decision = checkDecision(request, offer, actor, session.facts, session.now);
      await this.gate.before(session, { move: 'ACCEPT', offerId });
      writeDecided(session, offerId, 'ACCEPTED', decision, false);
      session.clocks.satisfy('OFFER', offerId, decision.at);
      session.fact('offer.accepted', { offerId, messageId: decision.messageId });
      for (const leg of offer.legs) if (movesGoods(leg.type)) writeAuthorised(session, leg.id);
      // A decision may be recorded after the promised day, which is then overdue at once.
      session.clocks.start('FULFILMENT', offerId, Math.max(1, elapsed(session.now, offer.fulfilBy)));
      tellOthers(session, acceptedEvents(offer.legs));
      session.clocks.satisfy('EXTERNAL', 'BUYER_ANSWER', decision.at);
      fulfilExplanations(session, offer);
      return offerId;
    });
  }
}

/** An explanation was given by the very message that offered it; the customer's acceptance says that it arrived. */
function fulfilExplanations(session: TicketSession, offer: OfferRow): void {
  const { id: offerId, sentMessageId } = offer;
  if (sentMessageId === null) throw new Error('a sent offer has its message');
  for (const { id: legId } of offer.legs.filter(({ type }) => type === 'EXPLANATION')) {
    completeLeg(session, { id: legId, offerId, type: 'EXPLANATION' }, { kind: 'MESSAGE', ref: sentMessageId }, null);
  }
}
