import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import { optionalText } from '../../kernel/text.js';
import { sql } from '../../platform/database/sql.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession, type Wish } from '../../tickets/index.js';
import { reference } from '../domain/proof.js';
import { offerOf } from '../offer.repository.js';

export interface CounterOfferRequest extends TicketRequest {
  /** The offer it answers; null: the customer spoke first. */
  readonly offerId: string | null;
  readonly wish: Wish;
  readonly amount: Money | null;
  readonly note: string | null;
  readonly messageId: string | null;
  readonly proofRef: string | null;
}

const INSERT = sql(
  'counter.insert',
  `INSERT INTO counter_offer (merchant_id, id, ticket_id, offer_id, wish, amount_minor, currency, note, message_id, proof_ref, recorded_by, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const COUNT = sql('counter.count', `SELECT count(*)::int AS n FROM counter_offer WHERE merchant_id = $1 AND ticket_id = $2`);
const CURRENCY = sql('counter.currency', `SELECT currency FROM sales_order WHERE merchant_id = $1 AND id = $2`);
const MOST = 50;

/**
 * Records what the customer proposes instead, by their message or the platform's record. It decides nothing: the offer before them stays until they refuse or
 * accept it, and the answer to a counter-offer is another offer, which may name it. Answers its id.
 */
@Injectable()
export class RecordCounterOffer {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: CounterOfferRequest): Promise<Done<string>> {
    return this.work.run(actor, 'COUNTER_OFFER', request, async (session) => {
      const note = optionalText(request.note, 'note', { max: 500, lines: true });
      const proofRef = shownBy(actor, request, session);
      if (request.offerId !== null && !(await offerOf(session, request.offerId))) throw notFound('offerId');
      await checkAmount(session, request.amount);
      await refuseEndless(session);
      const { tx, ticket, now } = session;
      const id = uuidv7();
      session.write(INSERT, [
        tx.merchantId, id, ticket.id, request.offerId, request.wish, request.amount?.minor.toString() ?? null, request.amount?.currency ?? null, note,
        request.messageId, proofRef, actor.id, now,
      ]);
      session.event('offer.countered', { counterOfferId: id, offerId: request.offerId, wish: request.wish });
      return id;
    });
  }
}

function shownBy(actor: Actor, { messageId, proofRef }: CounterOfferRequest, { facts }: TicketSession): string | null {
  if (messageId !== null) {
    const said = facts.some((fact) => fact.type === 'message.received' && fact.data.messageId === messageId);
    if (!said) throw new DomainError('NOT_FOUND', { en: 'The customer sent no such message on this ticket.', zh: '本工单没有该顾客消息。' }, 'messageId');
    return proofRef === null ? null : reference(proofRef, 'proofRef');
  }
  if (actor.kind === 'API_KEY' && proofRef !== null) return reference(proofRef, 'proofRef');
  throw new DomainError('EVIDENCE_MISSING', { en: 'Name the message in which the customer said so.', zh: '请指明顾客提出该诉求的消息。' }, 'messageId');
}

async function checkAmount({ tx, ticket }: TicketSession, amount: Money | null): Promise<void> {
  if (amount === null) return;
  if (amount.minor <= 0n) throw invalid('amount', { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
  if (ticket.orderId === null) return;
  const [order] = await tx.query<{ currency: string }>(CURRENCY, [tx.merchantId, ticket.orderId]);
  if (order && order.currency !== amount.currency) throw invalid('amount.currency', { en: `The order was paid in ${order.currency}.`, zh: `该订单的币种为 ${order.currency}。` });
}

async function refuseEndless({ tx, ticket }: TicketSession): Promise<void> {
  const [row] = await tx.query<{ n: number }>(COUNT, [tx.merchantId, ticket.id]);
  if ((row?.n ?? 0) < MOST) return;
  throw new DomainError('LIMIT_EXCEEDED', { en: `A ticket keeps at most ${MOST} counter-offers.`, zh: `每个工单最多记录 ${MOST} 个顾客诉求方案。` });
}
