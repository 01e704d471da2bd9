import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { latestFinding } from '../../../process/index.js';
import { sql } from '../../../platform/database/sql.js';
import { TicketWork, type Done, type TicketRequest } from '../../ticket-work.js';

export interface ConfirmFindingRequest extends TicketRequest {
  readonly findingId: string;
}

const CONFIRM = sql(
  'finding.confirm',
  `UPDATE finding SET liability = 'CONFIRMED', confirmed_by = $3, confirmed_at = $4 WHERE merchant_id = $1 AND id = $2`,
);

/** A supervisor confirms the finding that holds. */
@Injectable()
export class ConfirmFinding {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ConfirmFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'CONFIRM_FINDING', request, (session) => {
      const finding = latestFinding(session.summary);
      if (finding?.id !== request.findingId) {
        throw new DomainError('NOTHING_TO_DO', { en: 'This is not the finding that holds.', zh: '该认定不是当前有效的认定。' }, 'findingId');
      }
      const { id: findingId, causedByUs, misuse, fault, correctiveAction } = finding;
      session.write(CONFIRM, [session.tx.merchantId, findingId, actor.id, session.now]);
      session.fact('finding.recorded', { findingId, causedByUs, misuse, fault, correctiveAction, liability: 'CONFIRMED' });
      return findingId;
    });
  }
}
