import type { Instant } from '../kernel/instant.js';
import { REDACTED } from '../kernel/text.js';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from '../tickets/index.js';
import type { AnswerInput, TaskInput, TaskStanding } from './domain/task.js';

const ON_TICKET = sql(
  'task.on_ticket',
  `SELECT id, state, ended_at AS "endedAt" FROM task WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3`,
);
const INSERT = sql(
  'task.insert',
  `INSERT INTO task (merchant_id, id, ticket_id, department, question, due_at, state, opened_by, at) VALUES ($1, $2, $3, $4, $5, $6, 'OPEN', $7, $8)`,
);
const ANSWERED = sql(
  'task.answered',
  `UPDATE task SET state = 'ANSWERED', answer = $3, proof_ref = $4, ended_by = $5, ended_at = $6 WHERE merchant_id = $1 AND id = $2 AND state = 'OPEN'`,
);
const CANCELLED = sql(
  'task.cancelled',
  `UPDATE task SET state = 'CANCELLED', cancel_reason = $3, ended_by = $4, ended_at = $5 WHERE merchant_id = $1 AND id = $2 AND state = 'OPEN'`,
);

const REDACT = sql(
  'task.redact',
  `UPDATE task SET question = $3, answer = CASE WHEN answer IS NOT NULL THEN $3 END, cancel_reason = CASE WHEN cancel_reason IS NOT NULL THEN $3 END
    WHERE merchant_id = $1 AND ticket_id = $2 AND (question <> $3 OR answer <> $3 OR cancel_reason <> $3) RETURNING id`,
);

/** The task, if it is one of this ticket. The ticket's lock, which the caller holds, keeps it as read. */
export async function taskOf({ tx, ticket }: TicketSession, taskId: string): Promise<TaskStanding | undefined> {
  const [row] = await tx.query<TaskStanding>(ON_TICKET, [tx.merchantId, ticket.id, taskId]);
  return row;
}

export function insertTask(session: TicketSession, taskId: string, { department, question }: TaskInput, dueAt: Instant): void {
  const { tx, ticket, now, by } = session;
  session.write(INSERT, [tx.merchantId, taskId, ticket.id, department, question, dueAt, by, now]);
}

export function writeAnswered(session: TicketSession, taskId: string, { answer, proofRef }: AnswerInput): void {
  session.write(ANSWERED, [session.tx.merchantId, taskId, answer, proofRef, session.by, session.now]);
}

export function writeCancelled(session: TicketSession, taskId: string, reason: string): void {
  session.write(CANCELLED, [session.tx.merchantId, taskId, reason, session.by, session.now]);
}

/** Puts the mark of a redaction in the place of all that was asked and answered. False: nothing is left. */
export async function redactTasks({ tx, ticket }: TicketSession): Promise<boolean> {
  return (await tx.query(REDACT, [tx.merchantId, ticket.id, REDACTED])).length > 0;
}
