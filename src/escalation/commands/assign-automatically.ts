import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { Assigner } from '../assigner.js';

/** Gives an unassigned ticket to whoever is least loaded. Answers who got it. */
@Injectable()
export class AssignAutomatically {
  constructor(
    private readonly work: TicketWork,
    private readonly assigner: Assigner,
  ) {}

  execute(actor: Actor, request: TicketRequest): Promise<Done<string>> {
    return this.work.run(actor, 'ASSIGN', request, async (session) => {
      if (session.ticket.assigneeId !== null) {
        throw new DomainError('NOTHING_TO_DO', { en: 'Somebody has this ticket already.', zh: '工单已有负责人。' });
      }
      const memberId = await this.assigner.assign(session);
      if (memberId !== null) return memberId;
      throw new DomainError('NOTHING_TO_DO', {
        en: 'Nobody with the skill is on duty and below their cap; it stays in the queue.', zh: '当前没有具备相应技能、在班且未达上限的同事，工单留在队列中。',
      });
    });
  }
}
