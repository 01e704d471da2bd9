import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../../kernel/error.js';
import { sql } from '../../platform/database/sql.js';
import type { LegType, RemedyMove } from '../../remedies/index.js';
import type { TicketSession } from '../../tickets/index.js';
import { isPaid, stateConflict } from '../domain/payout.js';
import { checkGoodsAreBack } from '../domain/two-people.js';
import type { GatePart } from '../gate-part.js';
import { conclude } from './conclude.js';
import { insertPayouts, lockPayoutOfLeg, writeFulfilledPayout, writeMoved } from './payout.repository.js';

const MONEY_LEGS = sql('payout.legs', `SELECT id, type FROM offer_leg WHERE merchant_id = $1 AND offer_id = $2 AND amount_minor IS NOT NULL ORDER BY position`);

/**
 * One payout with one key for each leg that is paid in money, made when the customer accepts. From then on the leg is fulfilled by what became of
 * its payout, and cancelled only while nothing was sent.
 */
@Injectable()
export class PayoutPart implements GatePart {
  async before(session: TicketSession, move: RemedyMove): Promise<void> {
    if (move.move === 'ACCEPT') return this.request(session, move.offerId);
    if (move.move === 'CANCEL') return this.cancel(session, move.leg.id);
    if (move.move === 'FULFIL') return this.fulfil(session, move);
  }

  private async request(session: TicketSession, offerId: string): Promise<void> {
    const { tx, ticket, now, by } = session;
    const rows = await tx.query<{ id: string; type: LegType }>(MONEY_LEGS, [tx.merchantId, offerId]);
    const legs = rows.filter(({ type }) => isPaid(type)).map(({ id: legId }) => ({ ...newKey(), legId }));
    if (legs.length === 0) return;
    insertPayouts(tx, { ticketId: ticket.id, shopId: ticket.shopId, offerId, by, at: now, legs });
    for (const { id: payoutId, legId } of legs) session.event('payout.requested', { payoutId, legId });
  }

  private async cancel(session: TicketSession, legId: string): Promise<void> {
    const payout = await lockPayoutOfLeg(session.tx, legId);
    // Cancelled already: two people gave up what had come back.
    if (!payout || payout.state === 'CANCELLED') return;
    if (payout.state !== 'REQUESTED' && payout.state !== 'FAILED') throw stateConflict(payout.state, 'legId');
    writeMoved(session.tx, payout.id, { state: 'CANCELLED', reference: null, failure: null, nextAt: null, at: session.now });
    session.event('payout.cancelled', { payoutId: payout.id, legId });
  }

  private async fulfil(session: TicketSession, { leg, proof }: RemedyMove & { move: 'FULFIL' }): Promise<void> {
    const payout = await lockPayoutOfLeg(session.tx, leg.id);
    if (!payout) return;
    if (payout.provider === 'OUTSIDE' && payout.state === 'REQUESTED') {
      checkGoodsAreBack(payout.waitsForGoods, 'legId');
      await conclude(session, payout, { kind: 'SETTLED', reference: proof.ref, minor: null, currency: null });
    } else if (payout.state !== 'SETTLED' || payout.reference !== proof.ref) throw paidElsewhere(payout.state);
    writeFulfilledPayout(session.tx, payout.id, session.now);
  }
}

/** Letters and digits only, at most 64: what every provider takes. */
function newKey(): { id: string; key: string } {
  const id = uuidv7();
  return { id, key: `am${id.replaceAll('-', '')}` };
}

function paidElsewhere(state: string): DomainError {
  return new DomainError(
    'STATE_CONFLICT',
    { en: 'This leg is paid by its payout, and fulfilled by it once it is settled.', zh: '该项由付款流程支付，付款完成后自动完成。' },
    'legId',
    { state },
  );
}
