export { AnswerTask } from './commands/answer-task.js';
export { CancelTask } from './commands/cancel-task.js';
export { OpenTask, openTask, tasksAsked, type OpenTaskRequest } from './commands/open-task.js';
export { MAX_TASKS } from './domain/task.js';
export { taskOverdue } from './task-overdue.js';
export { TasksModule } from './tasks.module.js';
