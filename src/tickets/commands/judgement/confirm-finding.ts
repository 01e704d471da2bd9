import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { checkLiability } from '../../domain/liability.js';
import { findingOn, writeLiability } from '../../finding.repository.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import { stateFinding } from './record-finding.js';

export interface ConfirmFindingRequest extends TicketRequest {
  readonly findingId: string;
}

/** A supervisor confirms the finding that holds. */
@Injectable()
export class ConfirmFinding {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ConfirmFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'CONFIRM_FINDING', request, async (session) => {
      const finding = await findingOn(session, request.findingId);
      if (!finding?.holds) {
        throw new DomainError('NOTHING_TO_DO', { en: 'This is not the finding that holds.', zh: '该责任判断不是当前有效的一份。' }, 'findingId');
      }
      checkLiability(finding.liability, 'CONFIRMED');
      writeLiability(session, finding.id, 'CONFIRMED');
      stateFinding(session, { ...finding, findingId: finding.id, liability: 'CONFIRMED', correctiveAction: finding.correctiveAction !== null });
      return finding.id;
    });
  }
}
