import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkAnswer, checkOpenTask, type AnswerInput } from '../domain/task.js';
import { taskOf, writeAnswered } from '../task.repository.js';

export interface AnswerTaskRequest extends TicketRequest, AnswerInput {
  readonly taskId: string;
}

/** Records what the department found. Its clock is met, late if the due time has passed. */
@Injectable()
export class AnswerTask {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: AnswerTaskRequest): Promise<Done<string>> {
    const { taskId } = request;
    return this.work.run(actor, 'ANSWER_TASK', request, async (session) => {
      const answer = checkAnswer(request);
      const task = await taskOf(session, taskId);
      if (!task) throw notFound('taskId');
      checkOpenTask(task);
      writeAnswered(session, taskId, answer);
      session.clocks.satisfy('TASK', taskId);
      session.fact('task.answered', { taskId });
      return taskId;
    });
  }
}
