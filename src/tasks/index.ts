export { AnswerTask, type AnswerTaskRequest } from './commands/answer-task.js';
export { CancelTask, type CancelTaskRequest } from './commands/cancel-task.js';
export { OpenTask, openTask, tasksAsked, type OpenTaskRequest } from './commands/open-task.js';
export { DEPARTMENTS, MAX_TASKS, type Department } from './domain/task.js';
export { taskOverdue } from './task-overdue.js';
export { TasksModule } from './tasks.module.js';
