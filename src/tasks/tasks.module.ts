import { Module, type OnModuleInit } from '@nestjs/common';
import { DueHandlers, TicketsModule, WordKeepers } from '../tickets/index.js';
import { AnswerTask } from './commands/answer-task.js';
import { CancelTask } from './commands/cancel-task.js';
import { OpenTask } from './commands/open-task.js';
import { TaskPayloadResolver, TicketTasksResolver } from './graphql/task-field.resolver.js';
import { TaskLoaders } from './graphql/task-loaders.js';
import { TaskResolver } from './graphql/task.resolver.js';
import { taskOverdue } from './task-overdue.js';
import { redactTasks } from './task.repository.js';

@Module({
  imports: [TicketsModule],
  providers: [OpenTask, AnswerTask, CancelTask, TaskLoaders, TaskResolver, TicketTasksResolver, TaskPayloadResolver],
})
export class TasksModule implements OnModuleInit {
  constructor(
    private readonly due: DueHandlers,
    private readonly words: WordKeepers,
  ) {}

  onModuleInit(): void {
    this.due.register('TASK', (session, clock) => void taskOverdue(session, clock.subject), { alone: false });
    this.words.register('TASK', redactTasks);
  }
}
