import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { attachmentsOf } from '../attachment.repository.js';
import type { Attachment } from '../domain/attachment.js';
import type { Message } from '../domain/message.js';
import type { CustomerPromise } from '../domain/promise.js';
import { findMessages } from '../message.repository.js';
import { promisesOf } from '../promise.repository.js';
import { statementsOf, type Statement } from '../statement.repository.js';

type Rows<Row> = DataLoader<string, Row[]>;

const MESSAGES = Symbol('messages');
const ATTACHMENTS = Symbol('attachments');
const STATEMENTS = Symbol('statements');
const PROMISES = Symbol('promises');

/** What belongs to the tickets of one request, each kind in one statement. The tickets were permitted before it is asked for. */
@Injectable()
export class ConversationLoaders {
  constructor(private readonly unit: UnitOfWork) {}

  message(context: RequestContext, id: string): Promise<Message | null> {
    return loaderOf(context, MESSAGES, () => new DataLoader<string, Message | null>(async (ids) => {
      const found = await this.unit.read(actorOf(context).merchantId, (tx) => findMessages(tx, ids));
      return ids.map((one) => found.find((message) => message.id === one) ?? null);
    }, { cache: false })).load(id);
  }

  attachments(context: RequestContext): Rows<Attachment> {
    return this.rows(context, ATTACHMENTS, attachmentsOf);
  }

  statements(context: RequestContext): Rows<Statement> {
    return this.rows(context, STATEMENTS, statementsOf);
  }

  promises(context: RequestContext): Rows<CustomerPromise> {
    return this.rows(context, PROMISES, promisesOf);
  }

  // Not cached: several mutations of one request read what the one before them changed.
  private rows<Row extends { ticketId: string }>(context: RequestContext, key: symbol, query: (tx: Tx, ids: readonly string[]) => Promise<Row[]>): Rows<Row> {
    return loaderOf(context, key, () => new DataLoader<string, Row[]>(async (ids) => {
      const wanted = [...new Set(ids)];
      const found = await this.unit.read(actorOf(context).merchantId, (tx) => query(tx, wanted));
      const byTicket = new Map(wanted.map((id) => [id, [] as Row[]]));
      for (const row of found) byTicket.get(row.ticketId)?.push(row);
      return ids.map((id) => byTicket.get(id) ?? []);
    }, { cache: false }));
  }
}
