import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { can } from '../../../identity/index.js';
import { skipsOf, type Step } from '../../../process/index.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface SkipRequest extends TicketRequest {
  readonly step: Step;
  readonly reason: string;
}

/** Leaves a step out, where the definition lets this reason and this role do so. Kept, and reported. */
@Injectable()
export class SkipStep {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: SkipRequest): Promise<Done<null>> {
    return this.work.run(actor, 'SKIP_STEP', request, (session) => {
      const step = session.progress.steps.find((candidate) => candidate.step === request.step);
      if (!step || step.completedAt !== null) {
        throw new DomainError('ALREADY_DECIDED', { en: 'This step is over already.', zh: '该步骤已结束。' }, 'step');
      }
      const rules = skipsOf(session.definition, session.summary, request.step).filter((rule) => rule.reason === request.reason);
      const supervises = can(actor, 'ticket.supervise', { shopId: session.ticket.shopId });
      if (!rules.some((rule) => rule.by === 'AGENT' || supervises)) {
        throw new DomainError('STEP_NOT_SKIPPABLE', {
          en: 'This step is not left out for this reason, or not by you.', zh: '该步骤不能以此理由跳过，或您无权跳过。',
        }, 'reason', { needsSupervisor: rules.length > 0 });
      }
      session.fact('step.skipped', { step: request.step, reason: request.reason });
      return null;
    });
  }
}
