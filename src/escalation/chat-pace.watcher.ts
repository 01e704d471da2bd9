import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import type { TicketWatcher, Watch } from '../tickets/index.js';

const PICKED_UP = sql('chat_pickup.insert', `INSERT INTO chat_pickup (merchant_id, ticket_id, shop_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`);

/** Notes when a live chat leaves the queue for the first time: the pace the expected wait is read from. */
@Injectable()
export class ChatPaceWatcher implements TicketWatcher {
  readonly cause = 'CHAT';

  ready(): Watch {
    return (session, happenings) => {
      const { tx, current, now } = session;
      if (current.channel !== 'CHAT' || current.assigneeId === null || !happenings.some(({ type }) => type === 'ticket.assigned')) return;
      const before = session.facts.filter((fact) => fact.type === 'ticket.assigned' && fact.data.memberId !== null);
      if (before.length === 1) session.write(PICKED_UP, [tx.merchantId, current.id, current.shopId, now]);
    };
  }
}
