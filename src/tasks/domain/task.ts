import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant, type Millis } from '../../kernel/instant.js';
import { cleanText, optionalText } from '../../kernel/text.js';

/** Who can be asked. */
export const DEPARTMENTS = {
  WAREHOUSE: 'Finds, counts, inspects, packs and ships.',
  SUPPLIER: 'The maker or seller of the goods.',
  CARRIER_DESK: 'Asks and claims from carriers.',
  FINANCE: 'Pays and reconciles.',
  OPERATIONS: 'Listings, prices, stock, promotions.',
  QUALITY: 'Judges goods and batches.',
  LEGAL: 'Regulators, press, claims of law.',
} as const satisfies Record<string, string>;
export type Department = keyof typeof DEPARTMENTS;

export const TASK_STATES = ['OPEN', 'ANSWERED', 'CANCELLED'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** How far ahead an answer may be asked for. */
export const MAX_TASK_AHEAD: Millis = 90 * DAY;
/** Tasks one ticket may see in its life. */
export const MAX_TASKS = 50;

export interface TaskInput {
  readonly department: Department;
  readonly question: string;
  /** null: by the time the SLA policy gives to tasks. */
  readonly dueAt: Instant | null;
}

export interface AnswerInput {
  readonly answer: string;
  /** Where the answer can be checked: a pick record, a test report, a carrier's case number. */
  readonly proofRef: string | null;
}

export interface TaskStanding {
  readonly id: string;
  readonly state: TaskState;
  readonly endedAt: Instant | null;
}

/** A task as it may be opened: a question of 1 to 2000 characters and a due time from now to 90 days ahead. `asked`: tasks the ticket has seen. */
export function checkTask(input: TaskInput, now: Instant, asked: number): TaskInput {
  if (asked >= MAX_TASKS) {
    throw new DomainError('LIMIT_EXCEEDED', { en: `A ticket sees at most ${MAX_TASKS} tasks.`, zh: `每个工单最多创建 ${MAX_TASKS} 项协作任务。` });
  }
  const ahead = input.dueAt === null ? null : elapsed(now, input.dueAt);
  if (ahead !== null && (ahead <= 0 || ahead > MAX_TASK_AHEAD)) {
    throw invalid('dueAt', { en: 'Ask for an answer from now to 90 days ahead.', zh: '截止时间须在现在之后、90 天之内。' });
  }
  return { ...input, question: cleanText(input.question, 'question', { max: 2_000, lines: true }) };
}

export function checkAnswer(input: AnswerInput): AnswerInput {
  return {
    answer: cleanText(input.answer, 'answer', { max: 4_000, lines: true }),
    proofRef: optionalText(input.proofRef, 'proofRef', { max: 128 }),
  };
}

/** A task ends once, by its answer or by being called off. */
export function checkOpenTask(task: TaskStanding): void {
  if (task.state === 'OPEN') return;
  throw new DomainError('ALREADY_DECIDED', { en: `The task is ${task.state} already.`, zh: `该任务已处于 ${task.state} 状态。` }, 'taskId', {
    state: task.state,
    endedAt: task.endedAt,
  });
}
