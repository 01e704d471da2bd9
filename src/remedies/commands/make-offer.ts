import { Inject, Injectable, Optional } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { contextOf, latestFinding } from '../../process/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { draftOffer, MAX_OFFERS, type OfferDraft, type OfferInput } from '../domain/offer.js';
import type { Trade } from '../domain/trade.js';
import { evidenceOn, insertOffer, timeZoneOf } from '../offer.repository.js';
import { lockTrade } from '../order-trade.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface MakeOfferRequest extends TicketRequest, OfferInput {}

/** Drafts an offer. The customer hears of it when it is sent; its money counts against the order from now on. Answers the offer's id. */
@Injectable()
export class MakeOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: MakeOfferRequest): Promise<Done<string>> {
    return this.work.run(actor, 'MAKE_OFFER', request, async (session) => {
      refuseEndless(session);
      const { orderId } = session.ticket;
      const [trade, evidenceOnTicket, timeZone] = await Promise.all([
        orderId === null ? null : lockTrade(session.tx, orderId, null),
        evidenceOn(session, request.refusal?.evidenceIds ?? []),
        timeZoneOf(session.tx, session.ticket.shopId),
      ]);
      const draft = draftOffer(request, { ...judged(session), now: session.now, askedAt: session.ticket.openedAt, timeZone, trade, evidenceOnTicket });
      return this.record(session, draft, trade);
    });
  }

  private async record(session: TicketSession, draft: OfferDraft, trade: Trade | null): Promise<string> {
    const offerId = uuidv7();
    const legs = draft.legs.map((leg) => ({ ...leg, id: uuidv7() }));
    const legIds = legs.map(({ id }) => id);
    const orderId = trade?.orderId ?? null;
    insertOffer(session, offerId, legIds, orderId, draft);
    await this.gate.before(session, { move: 'MAKE', offerId, orderId, legs });
    session.fact('offer.made', { offerId, legIds, explanationOnly: draft.explanationOnly });
    return offerId;
  }
}

function judged({ summary }: TicketSession): Pick<Parameters<typeof draftOffer>[1], 'fault' | 'ours'> {
  const finding = latestFinding(summary);
  if (!finding) throw new Error('the gate of MAKE_OFFER asks for a finding');
  return { fault: finding.fault, ours: contextOf(summary).ours === true };
}

function refuseEndless(session: TicketSession): void {
  if (session.summary.offers.length < MAX_OFFERS) return;
  throw new DomainError('LIMIT_EXCEEDED', {
    en: `A ticket sees at most ${MAX_OFFERS} offers.`,
    zh: `每个工单最多提出 ${MAX_OFFERS} 个方案。`,
  });
}
