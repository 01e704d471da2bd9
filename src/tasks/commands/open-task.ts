import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { elapsed, type Instant } from '../../kernel/instant.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkTask, type TaskInput } from '../domain/task.js';
import { insertTask } from '../task.repository.js';

export interface OpenTaskRequest extends TicketRequest, TaskInput {}

/** Asks another department. The customer's own clocks go on meanwhile: waiting for ourselves is no excuse to them. Answers the task's id. */
@Injectable()
export class OpenTask {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: OpenTaskRequest): Promise<Done<string>> {
    return this.work.run(actor, 'OPEN_TASK', request, (session) => {
      const asked = session.facts.filter(({ type }) => type === 'task.opened').length;
      const task = checkTask(request, session.now, asked);
      const taskId = uuidv7();
      insertTask(session, taskId, task, startClock(session, taskId, task.dueAt));
      session.fact('task.opened', { taskId, department: task.department });
      return taskId;
    });
  }
}

/** By the time named, or by the policy's. Answers when it is due. */
function startClock(session: TicketSession, taskId: string, named: Instant | null): Instant {
  const clock = named === null ? session.startTarget('TASK', taskId) : session.clocks.start('TASK', taskId, elapsed(session.now, named));
  if (clock?.dueAt) return clock.dueAt;
  throw invalid('dueAt', { en: 'The SLA policy gives this task no time; name one.', zh: '服务时限策略未规定任务时限，请填写截止时间。' });
}
