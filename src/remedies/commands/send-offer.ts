import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { elapsed } from '../../kernel/instant.js';
import { postMessage } from '../../conversation/index.js';
import { TicketWork, type Channel, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { alreadyDecided, validUntil } from '../domain/decision.js';
import { checkCap, checkFulfilBy } from '../domain/offer.js';
import { checkOfferText } from '../domain/offer-text.js';
import { offerOf, writeSent, type OfferRow } from '../offer.repository.js';
import { lockTrade } from '../order-trade.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface SendOfferRequest extends TicketRequest {
  readonly offerId: string;
  /** What the customer reads; it states every amount and the promised day. */
  readonly message: { readonly body: string; readonly channel: Channel };
}

/** Puts a drafted offer before the customer, in a message of its own words. The time to decide runs from here. */
@Injectable()
export class SendOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: SendOfferRequest): Promise<Done<string>> {
    const { offerId } = request;
    return this.work.run(actor, 'SEND_OFFER', request, async (session) => {
      const offer = await offerOf(session, offerId);
      if (!offer) throw notFound('offerId');
      if (offer.state !== 'DRAFT') throw alreadyDecided(offer);
      checkFulfilBy(offer.fulfilBy, session.now);
      checkOfferText(request.message.body, stated(offer));
      await refuseBeyondPaid(session, offer);
      await this.gate.before(session, { move: 'SEND', offerId });
      const { messageId } = await postMessage(session, request.message);
      const until = validUntil(session.now, offer.validForMs, offer.fulfilBy);
      writeSent(session, offerId, messageId, until);
      session.clocks.start('OFFER', offerId, elapsed(session.now, until));
      session.fact('offer.sent', { offerId, messageId });
      return offerId;
    });
  }
}

function stated({ legs, fulfilBy, timeZone }: OfferRow): Parameters<typeof checkOfferText>[1] {
  const deeds = legs.some(({ type }) => type !== 'EXPLANATION');
  return { amounts: legs.flatMap(({ amount }) => amount ?? []), fulfilBy: deeds ? fulfilBy : null, timeZone };
}

/** What was paid may have become less since the draft: the order is told by the merchant's own systems. */
async function refuseBeyondPaid(session: TicketSession, { id, orderId, legs }: OfferRow): Promise<void> {
  if (orderId === null || legs.every(({ amount }) => amount === null)) return;
  checkCap(legs, await lockTrade(session.tx, orderId, id));
}
