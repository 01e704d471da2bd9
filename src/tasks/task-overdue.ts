import type { TicketSession } from '../tickets/index.js';

/**
 * What the TASK clock asks for when it falls due: the timeline says that the department is late, once per task. The task stays open and is still
 * to be answered. Answers false, with nothing recorded, when it ended meanwhile.
 */
export function taskOverdue(session: TicketSession, taskId: string): boolean {
  if (!session.summary.openTaskIds.includes(taskId)) return false;
  session.event('task.overdue', { taskId }, `task.overdue:${taskId}`);
  return true;
}
