import { Injectable } from '@nestjs/common';
import { FulfilLeg } from '../../remedies/index.js';
import { systemOf } from '../../tickets/index.js';
import { PROOF_OF_PROVIDER } from '../domain/payout.js';
import type { PayoutRow } from './payout.repository.js';

/**
 * A settled payout fulfils its leg through the remedies' own command, with the reference as proof. A transaction of its own: that the money moved
 * stays recorded even when the ticket cannot be changed just now; the worker comes back for it.
 */
@Injectable()
export class FulfilFromPayout {
  constructor(private readonly fulfilLeg: FulfilLeg) {}

  async execute(merchantId: string, { id, ticketId, legId, provider, reference }: Pick<PayoutRow, 'id' | 'ticketId' | 'legId' | 'provider' | 'reference'>): Promise<void> {
    if (reference === null) throw new Error('a settled payout has its reference');
    await this.fulfilLeg.execute(systemOf(merchantId), {
      ticketId, legId, note: null, idempotencyKey: `payout:${id}`, body: { legId },
      proof: { kind: PROOF_OF_PROVIDER[provider], ref: reference },
    });
  }
}
