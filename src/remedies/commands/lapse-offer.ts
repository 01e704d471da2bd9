import { Inject, Injectable, Optional } from '@nestjs/common';
import type { TicketSession } from '../../tickets/index.js';
import { offerOf, writeDecided } from '../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

/** What the OFFER clock asks for when it falls due. */
@Injectable()
export class LapseOffer {
  constructor(@Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE) {}

  /**
   * Inside the session of the fallen clock: the customer stayed silent, the offer's money is free again. Answers false, with nothing recorded,
   * when the offer was decided or withdrawn meanwhile or is still open; at exactly `validUntil` it has lapsed.
   */
  async lapseOffer(session: TicketSession, offerId: string): Promise<boolean> {
    const offer = await offerOf(session, offerId);
    if (offer?.state !== 'SENT' || offer.validUntil === null || session.now < offer.validUntil) return false;
    await this.gate.before(session, { move: 'LAPSE', offerId });
    // Silence decided at the end of the time, however late it was noticed.
    writeDecided(session, offerId, 'LAPSED', { messageId: null, note: null, proofRef: null, at: offer.validUntil }, false);
    session.clocks.cancel('OFFER', offerId);
    session.fact('offer.lapsed', { offerId });
    return true;
  }
}
