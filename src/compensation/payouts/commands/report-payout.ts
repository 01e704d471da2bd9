import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/error.js';
import type { Money } from '../../../kernel/money.js';
import { can } from '../../../identity/index.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { systemOf, TicketWork } from '../../../tickets/index.js';
import { stateConflict, type Outcome } from '../../domain/payout.js';
import { redact } from '../../domain/redact.js';
import { checkReference, refuseReference } from '../../domain/two-people.js';
import { writeReport } from '../claim.js';
import { conclude } from '../conclude.js';
import { FulfilFromPayout } from '../fulfil-from-payout.js';
import { findPayoutByKey, lockPayout } from '../payout.repository.js';

export interface ReportPayoutRequest {
  readonly key: string;
  readonly outcome: 'SETTLED' | 'PENDING' | 'FAILED' | 'REVERSED';
  readonly reference: string | null;
  readonly amount: Money | null;
  readonly failure: string | null;
  readonly requestId: string | null;
}

/**
 * The merchant's own payer reports, when it did not answer at once or when a payment came back. It may come late, twice and out of order: it is kept
 * each time, and leads where the same answer to a question would.
 */
@Injectable()
export class ReportPayout {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly work: TicketWork,
    private readonly fulfil: FulfilFromPayout,
  ) {}

  async execute(actor: Actor, request: ReportPayoutRequest): Promise<string> {
    const outcome = outcomeOf(request);
    const found = await this.unit.read(actor.merchantId, (tx) => findPayoutByKey(tx, request.key));
    // A payer knows the payouts it was asked for, and no others.
    if (!found || found.provider !== 'WEBHOOK' || !can(actor, 'payout.report', { shopId: found.shopId })) throw notFound('key');
    const { id, ticketId } = found;
    const { value: state } = await this.work.run(systemOf(actor.merchantId), 'SETTLE_PAYOUT', { ticketId, requestId: request.requestId, body: {} }, async (session) => {
      const payout = await lockPayout(session.tx, id);
      if (!payout) throw notFound('key');
      if (payout.state === 'REQUESTED') throw stateConflict(payout.state, 'key');
      const { key: _key, requestId: _requestId, amount, ...said } = request;
      writeReport(session.tx, id, redact({ ...said, amountMinor: amount?.minor, currency: amount?.currency, keyId: actor.id }), outcome.kind);
      return conclude(session, payout, outcome);
    });
    const payout = await this.unit.read(actor.merchantId, (tx) => findPayoutByKey(tx, request.key));
    if (state === 'SETTLED' && payout && payout.fulfilledAt === null) await this.fulfil.execute(actor.merchantId, payout);
    return id;
  }
}

function outcomeOf({ outcome, reference, amount, failure }: ReportPayoutRequest): Outcome {
  if (outcome === 'SETTLED') return { kind: 'SETTLED', reference: checkReference(reference), minor: amount?.minor ?? null, currency: amount?.currency ?? null };
  refuseReference(reference);
  if (outcome === 'FAILED') return { kind: 'FAILED', failure: failure?.slice(0, 100) ?? 'REFUSED' };
  return { kind: outcome };
}
