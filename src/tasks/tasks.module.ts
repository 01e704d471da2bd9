import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { AnswerTask } from './commands/answer-task.js';
import { CancelTask } from './commands/cancel-task.js';
import { OpenTask } from './commands/open-task.js';
import { TaskPayloadResolver, TicketTasksResolver } from './graphql/task-field.resolver.js';
import { TaskLoaders } from './graphql/task-loaders.js';
import { TaskResolver } from './graphql/task.resolver.js';

@Module({
  imports: [TicketsModule],
  providers: [OpenTask, AnswerTask, CancelTask, TaskLoaders, TaskResolver, TicketTasksResolver, TaskPayloadResolver],
})
export class TasksModule {}
