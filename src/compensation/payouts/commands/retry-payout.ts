import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { cleanText } from '../../../kernel/text.js';
import { stateConflict } from '../../domain/payout.js';
import { writeRetried } from '../payout.repository.js';
import { PayoutWork, type PayoutRequest } from '../payout-work.js';

export interface RetryPayoutRequest extends PayoutRequest {
  /** What is different now, 1 to 500 characters. */
  readonly reason: string;
}

/** Has a payout that for sure was not paid tried again, under the same key. */
@Injectable()
export class RetryPayout {
  constructor(private readonly payouts: PayoutWork) {}

  execute(actor: Actor, request: RetryPayoutRequest): Promise<string> {
    return this.payouts.run(actor, request, async (session, payout) => {
      const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
      if (payout.state !== 'FAILED') throw stateConflict(payout.state);
      writeRetried(session.tx, payout.id);
      session.note(reason);
      session.event('payout.retried', { payoutId: payout.id, legId: payout.legId });
      return payout.id;
    });
  }
}
