import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkOpenTask } from '../domain/task.js';
import { taskOf, writeCancelled } from '../task.repository.js';

export interface CancelTaskRequest extends TicketRequest {
  readonly taskId: string;
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** Calls a task off because its answer is not needed any more. A breach that was due before stays on record. */
@Injectable()
export class CancelTask {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: CancelTaskRequest): Promise<Done<string>> {
    const { taskId } = request;
    return this.work.run(actor, 'CANCEL_TASK', request, async (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
      const task = await taskOf(session, taskId);
      if (!task) throw notFound('taskId');
      checkOpenTask(task);
      writeCancelled(session, taskId, reason);
      session.clocks.cancel('TASK', taskId);
      session.fact('task.cancelled', { taskId });
      return taskId;
    });
  }
}
