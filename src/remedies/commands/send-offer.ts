import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { elapsed } from '../../kernel/instant.js';
import { postMessage, type Declared, type Outgoing } from '../../conversation/index.js';
import { latestFinding } from '../../process/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { alreadyDecided, validUntil } from '../domain/decision.js';
import { checkCap } from '../domain/cap.js';
import { MONEY_LEGS } from '../domain/leg.js';
import { checkFulfilBy } from '../domain/offer.js';
import { checkOfferText } from '../domain/offer-text.js';
import { offerOf, writeSent, type OfferRow } from '../offer.repository.js';
import { tellOthers } from '../leg-ending.js';
import { lockTrade } from '../order-trade.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface SendOfferRequest extends TicketRequest {
  readonly offerId: string;
  /** What the customer reads; it states every amount and the promised day. The wording rules of every message hold for it. */
  readonly message: Pick<Outgoing, 'body' | 'channel' | 'overrideReason'>;
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
      if (offer.declinedRights.length > 0) await this.gate.before(session, { move: 'DECLINE', offerId, rights: offer.declinedRights });
      await this.gate.before(session, { move: 'SEND', offerId });
      const { messageId } = await postMessage(session, { ...request.message, declared: declared(session, offer) });
      const until = validUntil(session.now, offer.validForMs, offer.fulfilBy);
      writeSent(session, offerId, messageId, until);
      session.clocks.start('OFFER', offerId, elapsed(session.now, until));
      session.fact('offer.sent', { offerId, messageId });
      if (offer.refuses) tellOthers(session, ['REQUEST_REFUSED']);
      return offerId;
    });
  }
}

function stated({ legs, fulfilBy, timeZone }: OfferRow): Parameters<typeof checkOfferText>[1] {
  const deeds = legs.some(({ type }) => type !== 'EXPLANATION');
  return { amounts: legs.flatMap(({ type, amount, surcharge }) => [...(amount && MONEY_LEGS.has(type) ? [amount] : []), ...(surcharge ? [surcharge] : [])]), fulfilBy: deeds ? fulfilBy : null, timeZone };
}

/** An offer answers the customer in full; one that explains, where the cause is not ours, is the guidance the step asks for. */
function declared({ summary }: TicketSession, { legs }: OfferRow): Declared {
  const finding = latestFinding(summary);
  const explains = legs.some(({ type }) => type === 'EXPLANATION') && finding && (!finding.causedByUs || finding.misuse === true);
  return { answersInFull: true, guidesFindingId: explains ? finding.id : null };
}

/** What was paid may have become less since the draft: the order is told by the merchant's own systems. */
async function refuseBeyondPaid(session: TicketSession, { id, orderId, legs }: OfferRow): Promise<void> {
  if (orderId === null || legs.every(({ amount }) => amount === null)) return;
  checkCap(legs.filter(({ givesBack }) => !givesBack), await lockTrade(session.tx, orderId, id));
}
