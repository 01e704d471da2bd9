import { plus } from '../../kernel/instant.js';
import { checkAnswer, checkOpenTask, checkTask, MAX_TASK_AHEAD, MAX_TASKS, type TaskInput } from './task.js';

const NOW = '2026-11-21T10:00:00.000Z';
const TASK: TaskInput = { department: 'WAREHOUSE', question: 'Is the second box still on the shelf?', dueAt: plus(NOW, 1) };

describe('a task', () => {
  it('asks something, for an answer from now to 90 days ahead', () => {
    expect(checkTask({ ...TASK, question: ' Where?\nAnd how many? ' }, NOW, 0)).toEqual({ ...TASK, question: 'Where?\nAnd how many?' });
    expect(checkTask({ ...TASK, dueAt: null }, NOW, 0).dueAt).toBeNull();
    expect(checkTask({ ...TASK, dueAt: plus(NOW, MAX_TASK_AHEAD) }, NOW, 0).dueAt).toBe(plus(NOW, MAX_TASK_AHEAD));
    for (const ms of [0, -1, MAX_TASK_AHEAD + 1]) {
      expect(() => checkTask({ ...TASK, dueAt: plus(NOW, ms) }, NOW, 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'dueAt' }));
    }
    for (const question of ['', ' \n ', 'x'.repeat(2_001), 'a\u0000b']) {
      expect(() => checkTask({ ...TASK, question }, NOW, 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'question' }));
    }
  });

  it('is one of at most 50 on a ticket', () => {
    expect(() => checkTask(TASK, NOW, MAX_TASKS - 1)).not.toThrow();
    expect(() => checkTask(TASK, NOW, MAX_TASKS)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
  });

  it('ends once', () => {
    expect(() => checkOpenTask({ id: 't', state: 'OPEN', endedAt: null })).not.toThrow();
    for (const state of ['ANSWERED', 'CANCELLED'] as const) {
      expect(() => checkOpenTask({ id: 't', state, endedAt: NOW })).toThrow(expect.objectContaining({ code: 'ALREADY_DECIDED', details: { state, endedAt: NOW } }));
    }
  });

  it('is answered in words', () => {
    expect(checkAnswer({ answer: ' Found.\nBoth. ', proofRef: ' ' })).toEqual({ answer: 'Found.\nBoth.', proofRef: null });
    expect(() => checkAnswer({ answer: ' ', proofRef: null })).toThrow(expect.objectContaining({ field: 'answer' }));
  });
});
