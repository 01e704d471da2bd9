import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Happening, TicketWatcher, Watch } from '../tickets/index.js';
import { Assigner } from './assigner.js';
import { languageOf } from './domain/assignment.js';
import { Fresh } from './fresh.js';
import { beginWaiting, endWaiting } from './waiting.repository.js';

const SHOPS = sql('assignment_setting.shops', `SELECT shop_id AS id FROM assignment_setting WHERE merchant_id = $1 AND on_opening`);

/**
 * Gives a new ticket to an agent at once, in the shops that want it. Where nobody can take it, now or when it comes back from somebody who is away,
 * it waits until somebody can, and says so.
 */
@Injectable()
export class AssignmentWatcher implements TicketWatcher {
  readonly cause = 'ASSIGNMENT';
  private readonly shops = new Fresh<ReadonlySet<string>>(async (tx) => {
    const rows = await tx.query<{ id: string }>(SHOPS, [tx.merchantId]);
    return new Set(rows.map(({ id }) => id));
  });

  constructor(private readonly assigner: Assigner) {}

  ready(tx: Tx): Watch | Promise<Watch> {
    const shops = this.shops.get(tx);
    return shops instanceof Promise ? shops.then((known) => this.watching(known)) : this.watching(shops);
  }

  forget(merchantId: string): void {
    this.shops.forget(merchantId);
  }

  private watching(shops: ReadonlySet<string>): Watch {
    return async (session, happenings) => {
      const { ticket, current } = session;
      const opened = happenings.some(({ type }) => type === 'ticket.opened');
      // Nobody closes or merges a ticket without having it first, so that this is the only way out of the queue.
      if (!opened && ticket.assigneeId === null && current.assigneeId !== null && happenings.some(({ type }) => type === 'ticket.assigned')) endWaiting(session);
      if (!shops.has(current.shopId) || current.assigneeId !== null || current.status === 'CLOSED') return;
      if ((opened && (await this.assigner.assign(session)) === null) || happenings.some(cameBack)) {
        beginWaiting(session, languageOf(current.problem));
        session.event('assignment.waiting', {});
      }
    };
  }
}

/** Of somebody who is away, and nobody was there to take it. */
function cameBack({ type, data }: Happening): boolean {
  const { reason, toMemberId } = data as { reason?: string; toMemberId?: string | null };
  return type === 'ticket.transferred' && reason === 'ABSENCE' && toMemberId === null;
}
