import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { encodeId } from '../../kernel/ids.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { tasksById, tasksOf, type TaskRow } from '../queries/tasks.query.js';
import type { Task } from './task.type.js';

const OF_TICKET = Symbol('tasks of a ticket');
const BY_ID = Symbol('tasks by id');
/** Batched but not remembered: a second mutation of the same request shows its own change. */
const FRESH = { cache: false } as const;

/** The tasks a request asks for, in one statement however many tickets it shows. */
@Injectable()
export class TaskLoaders {
  constructor(private readonly unit: UnitOfWork) {}

  /** Of tickets that were permitted before. */
  ofTicket(context: RequestContext): DataLoader<string, Task[]> {
    return loaderOf(context, OF_TICKET, () => new DataLoader<string, Task[]>(async (ticketIds) => {
      const rows = await this.unit.read(actorOf(context).merchantId, (tx) => tasksOf(tx, ticketIds));
      return ticketIds.map((id) => rows.filter((row) => row.ticketId === id).map((row) => toTask(context, row)));
    }, FRESH));
  }

  /** null: none, or on a ticket the caller may not read. */
  byId(context: RequestContext): DataLoader<string, Task | null> {
    return loaderOf(context, BY_ID, () => new DataLoader<string, Task | null>(async (ids) => {
      const actor = actorOf(context);
      const rows = await this.unit.read(actor.merchantId, (tx) => tasksById(tx, ids));
      const visible = rows.filter(({ shopId }) => can(actor, 'ticket.read', { shopId }));
      return ids.map((id) => visible.filter((row) => row.id === id).map((row) => toTask(context, row))[0] ?? null);
    }, FRESH));
  }
}

function toTask(context: RequestContext, row: TaskRow): Task {
  const words = can(actorOf(context), 'message.note.read', { shopId: row.shopId });
  return {
    id: encodeId('Task', row.id),
    ticketId: encodeId('Ticket', row.ticketId),
    department: row.department, state: row.state, dueAt: row.dueAt, proofRef: row.proofRef,
    question: words ? row.question : null,
    answer: words ? row.answer : null,
    cancelReason: words ? row.cancelReason : null,
    openedBy: row.openedBy && encodeId('Member', row.openedBy),
    endedBy: row.endedBy && encodeId('Member', row.endedBy),
    openedAt: row.openedAt, endedAt: row.endedAt,
  };
}
