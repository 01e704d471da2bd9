import { HOUR, plus } from '../../src/kernel/instant.js';
import { AnswerTask, CancelTask, OpenTask, taskOverdue, type OpenTaskRequest } from '../../src/tasks/index.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
});

function asking(ticketId: string, more: Partial<OpenTaskRequest> = {}): OpenTaskRequest {
  return { ...desk.request(ticketId), department: 'WAREHOUSE', question: 'Is the coat on the shelf?', dueAt: inDays(1), ...more };
}
const events = (ticketId: string): Promise<unknown> =>
  db.owner(`SELECT type, data FROM event WHERE subject_id = $1 AND type LIKE 'task.%' ORDER BY id`, [ticketId]);

describe('a task', () => {
  it('is opened with its clock, answered once, and holds up the last step meanwhile', async () => {
    const { ticketId } = await desk.atRemedy();
    const dueAt = inDays(2);

    const opened = await new OpenTask(desk.work).execute(desk.agent, asking(ticketId, { dueAt }));
    const taskId = opened.value;

    expect(opened.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing).toContain('TASKS_CLOSED');
    expect(await db.owner('SELECT department, question, state, opened_by FROM task WHERE id = $1', [taskId])).toEqual([
      { department: 'WAREHOUSE', question: 'Is the coat on the shelf?', state: 'OPEN', opened_by: desk.agent.id },
    ]);
    const [clock] = await db.owner<{ state: string; due_at: Date }>(`SELECT state, due_at FROM clock WHERE kind = 'TASK' AND subject = $1`, [taskId]);
    expect(clock).toEqual({ state: 'RUNNING', due_at: new Date(dueAt) });

    const answering = { ...desk.request(ticketId), taskId, answer: 'Yes, row 7.', proofRef: 'PICK-7' };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => new AnswerTask(desk.work).execute(desk.finance, answering)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db.owner('SELECT state, answer, proof_ref, ended_by FROM task WHERE id = $1', [taskId])).toEqual([
      { state: 'ANSWERED', answer: 'Yes, row 7.', proof_ref: 'PICK-7', ended_by: desk.finance.id },
    ]);
    expect(await db.owner(`SELECT state FROM clock WHERE kind = 'TASK' AND subject = $1`, [taskId])).toEqual([{ state: 'SATISFIED' }]);
    expect(await events(ticketId)).toEqual([
      { type: 'task.opened', data: { taskId, department: 'WAREHOUSE' } }, { type: 'task.answered', data: { taskId } },
    ]);
  });

  it('is called off with a reason', async () => {
    const { ticketId } = await desk.atRemedy();
    const { value: taskId } = await new OpenTask(desk.work).execute(desk.agent, asking(ticketId));
    const done = await new CancelTask(desk.work).execute(desk.leader, { ...desk.request(ticketId), taskId, reason: 'The customer found it' });
    expect(await db.owner('SELECT state, cancel_reason FROM task WHERE id = $1', [taskId])).toEqual([{ state: 'CANCELLED', cancel_reason: 'The customer found it' }]);
    expect(await db.owner(`SELECT state FROM clock WHERE kind = 'TASK' AND subject = $1`, [taskId])).toEqual([{ state: 'CANCELLED' }]);
    expect(done.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing).not.toContain('TASKS_CLOSED');
  });

  it('that is late says so once, and is still to be answered', async () => {
    const late = await RemedyDesk.open(db);
    const { ticketId } = await late.atRemedy();
    const { value: taskId } = await new OpenTask(late.work).execute(late.agent, asking(ticketId, { dueAt: plus(new Date().toISOString(), HOUR) }));
    await late.waits(2 * HOUR);
    const breach = (): Promise<boolean> => late.happens(ticketId, (session) => {
      session.clocks.notice();
      return taskOverdue(session, taskId);
    });
    expect(await breach()).toBe(true);
    await expect(breach()).rejects.toMatchObject({ constraint: 'event_once' });
    await new AnswerTask(late.work).execute(late.agent, { ...late.request(ticketId), taskId, answer: 'Found at last', proofRef: null });
    expect(await late.happens(ticketId, (session) => taskOverdue(session, taskId))).toBe(false);
    expect(await db.owner(`SELECT state, ended_at IS NOT NULL AS ended FROM clock WHERE kind = 'TASK' AND subject = $1`, [taskId])).toEqual([
      { state: 'BREACHED', ended: true },
    ]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'task.overdue'`, [ticketId])).toHaveLength(1);
  });
});

describe('tasks refuse, and leave nothing behind', () => {
  it('a past due time, an empty question, a role without the right, a stale version and a closed ticket', async () => {
    const { ticketId } = await desk.atRemedy();
    const refused = (more: Partial<OpenTaskRequest>, actor = desk.agent): Promise<unknown> =>
      desk.refused(ticketId, () => new OpenTask(desk.work).execute(actor, asking(ticketId, more)));
    expect(await refused({ dueAt: inDays(-1) })).toMatchObject({ code: 'INVALID_INPUT', field: 'dueAt' });
    expect(await refused({ question: '\u0000' })).toMatchObject({ code: 'INVALID_INPUT', field: 'question' });
    expect(await refused({}, desk.auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused({ expectedVersion: 9 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    await db.owner(`UPDATE ticket SET status = 'CLOSED', resolution = 'COMPLETED', closed_at = now() WHERE id = $1`, [ticketId]);
    expect(await refused({})).toMatchObject({ code: 'TICKET_CLOSED' });
  });

  it('another ticket’s task, and one that ended', async () => {
    const [one, two] = [await desk.atRemedy(), await desk.atRemedy()];
    const { value: taskId } = await new OpenTask(desk.work).execute(desk.agent, asking(one.ticketId));
    const { value: open } = await new OpenTask(desk.work).execute(desk.agent, asking(two.ticketId));
    const answer = (ticketId: string, id: string): Promise<unknown> =>
      new AnswerTask(desk.work).execute(desk.agent, { ...desk.request(ticketId), taskId: id, answer: 'Yes', proofRef: null });
    expect(await desk.refused(two.ticketId, () => answer(two.ticketId, taskId))).toMatchObject({ code: 'NOT_FOUND', field: 'taskId' });
    const { value: other } = await new OpenTask(desk.work).execute(desk.agent, asking(two.ticketId));
    await answer(two.ticketId, other);
    expect(await desk.refused(two.ticketId, () => answer(two.ticketId, other))).toMatchObject({ code: 'ALREADY_DECIDED', field: 'taskId' });
    expect(await desk.refused(two.ticketId, () => new CancelTask(desk.work).execute(desk.agent, { ...desk.request(two.ticketId), taskId: other, reason: 'x' })))
      .toMatchObject({ code: 'ALREADY_DECIDED', field: 'taskId' });
    await answer(two.ticketId, open);
  });
});
