export { AnswerTask, type AnswerTaskRequest } from './commands/answer-task.js';
export { CancelTask, type CancelTaskRequest } from './commands/cancel-task.js';
export { OpenTask, type OpenTaskRequest } from './commands/open-task.js';
export { DEPARTMENTS, type Department } from './domain/task.js';
export { taskOverdue } from './task-overdue.js';
export { TasksModule } from './tasks.module.js';
