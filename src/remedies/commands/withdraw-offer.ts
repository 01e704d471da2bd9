import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { alreadyDecided } from '../domain/decision.js';
import { offerOf, writeWithdrawn } from '../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface WithdrawOfferRequest extends TicketRequest {
  readonly offerId: string;
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** Takes back an offer the customer has not decided about, drafted or sent. Its money is free again. */
@Injectable()
export class WithdrawOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: WithdrawOfferRequest): Promise<Done<string>> {
    const { offerId } = request;
    return this.work.run(actor, 'WITHDRAW_OFFER', request, async (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
      const offer = await offerOf(session, offerId);
      if (!offer) throw notFound('offerId');
      if (offer.state !== 'DRAFT' && offer.state !== 'SENT') throw alreadyDecided(offer);
      await this.gate.before(session, { move: 'WITHDRAW', offerId });
      writeWithdrawn(session, offerId, reason);
      session.clocks.cancel('OFFER', offerId);
      session.fact('offer.withdrawn', { offerId });
      return offerId;
    });
  }
}
