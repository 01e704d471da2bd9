import { Injectable } from '@nestjs/common';
import { encodeId } from '../../kernel/ids.js';
import type { DraftedLeg, RemedyMove } from '../../remedies/index.js';
import type { TicketSession } from '../../tickets/index.js';
import { budgetExceeded, leftOf } from '../domain/budget.js';
import { isPaid } from '../domain/payout.js';
import type { GatePart } from '../gate-part.js';
import { heldOf, writeMovements, writeRecovered, type Held, type Movement } from '../ledger/ledger-book.js';
import { fittingBudget, moveBudget, reserve, type Share } from './budget.repository.js';

const NOTHING: Share = { goodwill: 0n, entitled: 0n };

/**
 * Is there money for it. An offer's amounts are held when it is made, owed when it is accepted, free again when it ends otherwise; each step is a
 * movement of the ledger. A shop without a budget that fits has no limit. What law or a platform's rules oblige to is counted and never refused.
 */
@Injectable()
export class BudgetPart implements GatePart {
  async before(session: TicketSession, move: RemedyMove): Promise<void> {
    if (move.move === 'RECOVER') return this.recover(session, move);
    if (move.move === 'OWE_BACK') return this.owe(session, move);
    const { offerId } = move;
    switch (move.move) {
      case 'MAKE': return this.hold(session, offerId, move.legs);
      case 'ACCEPT': return this.commit(session, await heldOf(session.tx, offerId));
      case 'WITHDRAW': case 'REFUSE': case 'LAPSE': return this.release(session, await heldOf(session.tx, offerId), 'RESERVED', move.move);
      case 'CANCEL': return this.release(session, await heldOf(session.tx, offerId, move.leg.id), 'COMMITTED', 'CANCEL');
      case 'FULFIL': return this.spend(session, move);
      case 'SEND': case 'DECLINE': return;
    }
  }

  private async hold(session: TicketSession, offerId: string, legs: readonly DraftedLeg[]): Promise<void> {
    const { tx, ticket, now } = session;
    const held = legs.flatMap(({ id, amount, basis, givesBack }): Held[] => (amount ? [{
      legId: id, offerId, ticketId: ticket.id, shopId: ticket.shopId, budgetId: null, basis, source: givesBack ? 'HELD' : 'AVAILABLE', currency: amount.currency, minor: amount.minor,
    }] : []));
    const given = held.filter(({ source }) => source === 'AVAILABLE');
    const [first] = given;
    const place = first && { shopId: ticket.shopId, kind: ticket.kind, reasonCode: ticket.verifiedReasonCode ?? ticket.statedReasonCode, currency: first.currency, at: now };
    const [budget, share] = [place && (await fittingBudget(tx, place)), shareOf(given)];
    if (budget && share.goodwill > 0n && leftOf(budget) < share.goodwill) {
      const { id, reasonFamily, startsOn, endsOn } = budget;
      throw budgetExceeded(budget, share.goodwill, { budgetId: encodeId('Budget', id), reasonFamily, startsOn, endsOn });
    }
    if (budget) reserve(session, budget.id, share, offerId);
    this.record(session, held.map((leg) => ({ ...leg, budgetId: leg.source === 'HELD' ? null : (budget?.id ?? null), type: 'RESERVE', cause: 'MAKE' })));
  }

  private commit(session: TicketSession, held: readonly Held[]): void {
    for (const [budgetId, share] of byBudget(held)) moveBudget(session.tx, budgetId, { reserved: minus(share), committed: share });
    this.record(session, held.map((leg) => ({ ...leg, type: 'COMMIT', cause: 'ACCEPT' })));
  }

  private release(session: TicketSession, held: readonly Held[], released: 'RESERVED' | 'COMMITTED', cause: string): void {
    for (const [budgetId, share] of byBudget(held)) {
      const back = minus(share);
      moveBudget(session.tx, budgetId, released === 'RESERVED' ? { reserved: back, committed: NOTHING } : { reserved: NOTHING, committed: back });
    }
    this.record(session, held.map((leg) => ({ ...leg, type: 'RELEASE', cause, released })));
  }

  /** What costs an amount without being paid in money, a coupon, is spent when it is given. Money is spent when its payout settles. */
  private async spend(session: TicketSession, { offerId, leg }: RemedyMove & { move: 'FULFIL' }): Promise<void> {
    if (isPaid(leg.type)) return;
    const held = await heldOf(session.tx, offerId, leg.id);
    this.record(session, held.map((one) => ({ ...one, type: 'PAY', cause: 'FULFIL' })));
  }

  /** Money got back is on record against what it cost; it does not fill a budget again. */
  private recover({ tx, ticket, by, now }: TicketSession, { recoveryId, amount }: RemedyMove & { move: 'RECOVER' }): void {
    writeRecovered(tx, by, now, { recoveryId, ticketId: ticket.id, shopId: ticket.shopId, currency: amount.currency, minor: amount.minor });
  }

  /** The customer's own money, until an offer gives it back. It costs nothing and no budget bears it; by its one cause a leg's is held once. */
  private owe(session: TicketSession, { offerId, legId, amount: { minor, currency } }: RemedyMove & { move: 'OWE_BACK' }): void {
    const { id: ticketId, shopId } = session.ticket;
    this.record(session, [{ type: 'HOLD', cause: 'OWED_BACK', legId, offerId, ticketId, shopId, budgetId: null, basis: 'STATUTORY', source: 'HELD', currency, minor }]);
  }

  private record({ tx, by, now }: TicketSession, movements: readonly Movement[]): void {
    writeMovements(tx, by, now, movements);
  }
}

function shareOf(held: readonly Held[]): Share {
  const sum = (of: readonly Held[]): bigint => of.reduce((total, { minor }) => total + minor, 0n);
  return { goodwill: sum(held.filter(({ basis }) => basis === 'GOODWILL')), entitled: sum(held.filter(({ basis }) => basis !== 'GOODWILL')) };
}

/** Always in one order: two offers never wait for each other's budgets crosswise. */
function byBudget(held: readonly Held[]): (readonly [string, Share])[] {
  const ids = [...new Set(held.flatMap(({ budgetId }) => budgetId ?? []))].sort();
  return ids.map((id) => [id, shareOf(held.filter(({ budgetId }) => budgetId === id))] as const);
}

function minus({ goodwill, entitled }: Share): Share {
  return { goodwill: -goodwill, entitled: -entitled };
}
