import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketWatcher, Watch } from '../tickets/index.js';
import { Assigner } from './assigner.js';
import { Fresh } from './fresh.js';

const SHOPS = sql('assignment_setting.shops', `SELECT shop_id AS id FROM assignment_setting WHERE merchant_id = $1 AND on_opening`);

/** Gives a new ticket to an agent at once, in the shops that want it. Nobody there: it waits in the queue, and says so. */
@Injectable()
export class AssignmentWatcher implements TicketWatcher {
  readonly cause = 'ASSIGNMENT';
  private readonly shops = new Fresh<ReadonlySet<string>>(async (tx) => {
    const rows = await tx.query<{ id: string }>(SHOPS, [tx.merchantId]);
    return new Set(rows.map(({ id }) => id));
  });

  constructor(private readonly assigner: Assigner) {}

  ready(tx: Tx): Watch | null | Promise<Watch | null> {
    const shops = this.shops.get(tx);
    return shops instanceof Promise ? shops.then((known) => this.watching(known)) : this.watching(shops);
  }

  forget(merchantId: string): void {
    this.shops.forget(merchantId);
  }

  private watching(shops: ReadonlySet<string>): Watch | null {
    if (shops.size === 0) return null;
    return async (session, happenings) => {
      if (!happenings.some(({ type }) => type === 'ticket.opened') || !shops.has(session.current.shopId) || session.current.assigneeId !== null) return;
      if ((await this.assigner.assign(session)) === null) session.event('assignment.waiting', {});
    };
  }
}
