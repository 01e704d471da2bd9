import { Inject, Injectable, Optional } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { contextOf, latestFinding } from '../../process/index.js';
import { sql } from '../../platform/database/sql.js';
import { PackLibrary } from '../../sla/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { owedBackBy } from '../domain/exchange.js';
import { draftOffer, MAX_OFFERS, type OfferContext, type OfferDraft, type OfferInput } from '../domain/offer.js';
import type { LineQuantity } from '../domain/refund.js';
import { returnTerms } from '../domain/rights.js';
import type { Trade } from '../domain/trade.js';
import { evidenceOn, insertOffer } from '../offer.repository.js';
import { lockTrade } from '../order-trade.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';
import { paidToday, shopRules } from '../shop-rules.js';

export interface MakeOfferRequest extends TicketRequest, OfferInput {
  /** The customer's proposal it answers. */
  readonly counterOfferId: string | null;
}

const COUNTER = sql('offer.counter', 'SELECT FROM counter_offer WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3');
const DEMANDED = sql('offer.demanded', `SELECT order_line_id AS "orderLineId", quantity FROM ticket_line WHERE merchant_id = $1 AND ticket_id = $2`);
/** Demands by which goods go back or are paid back; a return ticket says which it is. */
const OF_GOODS: ReadonlySet<unknown> = new Set(['REFUND_ONLY', 'RETURN_REFUND', 'EXCHANGE']);

/** Drafts an offer. The customer hears of it when it is sent; its money counts against the order from now on. Answers the offer's id. */
@Injectable()
export class MakeOffer {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
    @Optional() private readonly packs: PackLibrary = new PackLibrary(),
  ) {}

  execute(actor: Actor, request: MakeOfferRequest): Promise<Done<string>> {
    return this.work.run(actor, 'MAKE_OFFER', request, async (session) => {
      refuseEndless(session);
      await requireCounter(session, request.counterOfferId);
      const context = await this.context(session, request);
      return this.record(session, draftOffer(request, context), context.trade, request.counterOfferId);
    });
  }

  private async context(session: TicketSession, request: MakeOfferRequest): Promise<OfferContext> {
    const { tx, ticket, now } = session;
    const [whole, { held, zone, ...shop }, evidenceOnTicket, demanded] = await Promise.all([
      ticket.orderId === null ? null : lockTrade(tx, ticket.orderId, null),
      shopRules(tx, this.packs, ticket.shopId, ticket.openedAt), evidenceOn(session, request.refusal?.evidenceIds ?? []),
      OF_GOODS.has(ticket.details['requestType']) ? tx.query<LineQuantity>(DEMANDED, [tx.merchantId, ticket.id]) : [],
    ]);
    const trade = whole && owedBackBy(whole, session.actor.personId);
    const paid = trade && request.packPayouts.length > 0 && ticket.customerId !== null ? await paidToday(tx, trade.orderId, ticket.customerId, zone, now) : new Map<string, bigint>();
    const terms = trade && returnTerms(held, trade.signedAt, zone, shop);
    return { ...judged(session), now, askedAt: ticket.openedAt, held, terms, paidToday: paid, demanded, trade, evidenceOnTicket };
  }

  private async record(session: TicketSession, draft: OfferDraft, trade: Trade | null, counterOfferId: string | null): Promise<string> {
    const offerId = uuidv7();
    const legs = draft.legs.map((leg) => ({ ...leg, id: uuidv7() }));
    const legIds = legs.map(({ id }) => id);
    const orderId = trade?.orderId ?? null;
    insertOffer(session, offerId, legIds, orderId, { ...draft, counterOfferId });
    await this.gate.before(session, { move: 'MAKE', offerId, orderId, legs });
    session.fact('offer.made', { offerId, legIds, explanationOnly: draft.explanationOnly });
    return offerId;
  }
}

function judged({ summary }: TicketSession): Pick<OfferContext, 'fault' | 'ours'> {
  const finding = latestFinding(summary);
  if (!finding) throw new Error('the gate of MAKE_OFFER asks for a finding');
  return { fault: finding.fault, ours: contextOf(summary).ours === true };
}

async function requireCounter({ tx, ticket }: TicketSession, id: string | null): Promise<void> {
  if (id === null) return;
  const [row] = await tx.query(COUNTER, [tx.merchantId, ticket.id, id]);
  if (!row) throw notFound('counterOfferId');
}

function refuseEndless(session: TicketSession): void {
  if (session.summary.offers.length < MAX_OFFERS) return;
  throw new DomainError('LIMIT_EXCEEDED', {
    en: `A ticket sees at most ${MAX_OFFERS} offers.`,
    zh: `每个工单最多提出 ${MAX_OFFERS} 个方案。`,
  });
}
