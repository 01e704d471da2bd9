import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Department, TaskState } from '../domain/task.js';

export interface TaskRow {
  readonly id: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly department: Department;
  readonly question: string;
  readonly dueAt: Instant;
  readonly state: TaskState;
  readonly answer: string | null;
  readonly proofRef: string | null;
  readonly cancelReason: string | null;
  readonly openedBy: string | null;
  readonly endedBy: string | null;
  readonly openedAt: Instant;
  readonly endedAt: Instant | null;
}

// Its clock moves when the rules of the policy change; while that stands still it has no due time, and the first one is shown.
const DUE = `coalesce((SELECT c.due_at FROM clock c WHERE c.merchant_id = k.merchant_id AND c.ticket_id = k.ticket_id AND c.kind = 'TASK' AND c.subject = k.id::text
    ORDER BY c.started_at DESC LIMIT 1), k.due_at)`;
const COLUMNS = `
  k.id, k.ticket_id AS "ticketId", t.shop_id AS "shopId", k.department, k.question, ${DUE} AS "dueAt", k.state, k.answer, k.proof_ref AS "proofRef",
  k.cancel_reason AS "cancelReason", k.opened_by AS "openedBy", k.ended_by AS "endedBy", k.at AS "openedAt", k.ended_at AS "endedAt"
  FROM task k JOIN ticket t ON t.merchant_id = k.merchant_id AND t.id = k.ticket_id`;
const OF_TICKETS = sql('task.of_tickets', `SELECT ${COLUMNS} WHERE k.merchant_id = $1 AND k.ticket_id = ANY ($2::uuid[]) ORDER BY k.id`);
const BY_IDS = sql('task.by_ids', `SELECT ${COLUMNS} WHERE k.merchant_id = $1 AND k.id = ANY ($2::uuid[])`);

/** The tasks of these tickets, oldest first. A ticket sees at most 50. */
export function tasksOf(tx: Tx, ticketIds: readonly string[]): Promise<TaskRow[]> {
  return tx.query<TaskRow>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export function tasksById(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
  return tx.query<TaskRow>(BY_IDS, [tx.merchantId, ids]);
}
