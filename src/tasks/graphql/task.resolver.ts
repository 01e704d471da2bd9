import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { AnswerTask } from '../commands/answer-task.js';
import { CancelTask } from '../commands/cancel-task.js';
import { OpenTask } from '../commands/open-task.js';
import { AnswerTaskInput, CancelTaskInput, OpenTaskInput } from './task.input.js';
import { TaskPayload } from './task.type.js';

@Resolver()
export class TaskResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly open: OpenTask,
    private readonly answer: AnswerTask,
    private readonly cancel: CancelTask,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => TaskPayload, { description: 'Asks another department, by when. The last step waits for the answer; the customer’s clocks do not.' })
  openTask(@Ctx() context: RequestContext, @Args('input') input: OpenTaskInput): Promise<TaskPayload> {
    const { department, question, dueAt } = input;
    return this.edge.change(context, input, (request) => this.open.execute(actorOf(context), { ...request, department, question, dueAt: dueAt ?? null }), taskIdOf);
  }

  @Allow('task.work')
  @Mutation(() => TaskPayload, { description: 'Records a department’s answer. A task is answered once: later ones get ALREADY_DECIDED.' })
  answerTask(@Ctx() context: RequestContext, @Args('input') input: AnswerTaskInput): Promise<TaskPayload> {
    return this.edge.change(context, input, (request) => this.answer.execute(actorOf(context), {
      ...request, taskId: idArg('Task', input.taskId, 'taskId'), answer: input.answer, proofRef: input.proofRef ?? null,
    }), taskIdOf);
  }

  @Allow('ticket.work')
  @Mutation(() => TaskPayload, { description: 'Calls off a task whose answer is not needed any more.' })
  cancelTask(@Ctx() context: RequestContext, @Args('input') input: CancelTaskInput): Promise<TaskPayload> {
    return this.edge.change(context, input, (request) =>
      this.cancel.execute(actorOf(context), { ...request, taskId: idArg('Task', input.taskId, 'taskId'), reason: input.reason }), taskIdOf);
  }
}

function taskIdOf(taskId: string | null): { taskId: string | null } {
  return { taskId };
}
