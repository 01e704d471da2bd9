import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { authorize, can, holdStanding } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { TicketWork, type TicketSession } from '../../tickets/index.js';
import { findPayout, lockPayout, type PayoutRow } from './payout.repository.js';

export interface PayoutRequest {
  readonly payoutId: string;
  /** The payout's version the caller decided on; null: whatever it is. */
  readonly expectedVersion: number | null;
  readonly requestId: string | null;
}

/** Runs what a person does to a payout: on its ticket, under the ticket's lock and then the payout's own. */
@Injectable()
export class PayoutWork {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly work: TicketWork,
  ) {}

  async run<T>(actor: Actor, request: PayoutRequest, decide: (session: TicketSession, payout: PayoutRow) => Promise<T>): Promise<T> {
    const { payoutId, requestId } = request;
    const found = await this.unit.read(actor.merchantId, (tx) => findPayout(tx, payoutId));
    if (!found || !can(actor, 'payout.read', { shopId: found.shopId })) throw notFound('payoutId');
    authorize(actor, 'payout.settle', { shopId: found.shopId });
    const { value } = await this.work.run(actor, 'SETTLE_PAYOUT', { ticketId: found.ticketId, requestId, body: {} }, async (session) => {
      const [payout, standing] = await Promise.all([lockPayout(session.tx, payoutId), holdStanding(session.tx, actor)]);
      if (!payout) throw notFound('payoutId');
      authorize(standing, 'payout.settle', { shopId: payout.shopId });
      refuseStale(payout, request.expectedVersion);
      return decide(session, payout);
    });
    return value;
  }
}

function refuseStale({ version }: PayoutRow, expected: number | null): void {
  if (expected === null || expected === version) return;
  throw new DomainError(
    'VERSION_CONFLICT',
    { en: 'The payout has changed since you looked; read it again and decide anew.', zh: '该付款在您查看之后已有变化，请重新查看后再决定。' },
    'expectedVersion',
    { currentVersion: version },
  );
}
