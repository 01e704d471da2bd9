import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import type { Step } from '../../../process/index.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface ReopenRequest extends TicketRequest {
  /** Where the work begins again; this step and those after it start another round, with new clocks. The clock of the whole begins anew only on a closed ticket. */
  readonly step: Step;
  readonly reason: string;
}

/** Begins a step again, on a closed ticket or on one still at work. Earlier evidence stays. */
@Injectable()
export class ReopenTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ReopenRequest): Promise<Done<null>> {
    return this.work.run(actor, 'REOPEN', request, (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 500 });
      const step = session.progress.steps.find((candidate) => candidate.step === request.step);
      if (!step || step.completedAt === null) {
        throw new DomainError('NOTHING_TO_DO', { en: 'This step is not done yet; just go on with it.', zh: '该步骤尚未完成，请直接继续处理。' }, 'step');
      }
      session.set({ status: 'OPEN', resolution: null, closedAt: null });
      session.fact('ticket.reopened', { step: request.step, reason: 'REQUESTED' });
      session.note(reason);
      return null;
    });
  }
}
