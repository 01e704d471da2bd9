import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from '../tickets/index.js';
import type { Chain } from './chain.repository.js';
import { Duty } from './duty.js';
import { remind } from './reminder.js';

const UNREAD = sql(
  'notification.unread_of_level',
  `SELECT member_id AS "memberId" FROM notification
    WHERE merchant_id = $1 AND ticket_id = $2 AND level = $3 AND member_id = ANY ($4::uuid[]) AND read_at IS NULL AND state <> 'DROPPED'`,
);
// A further reason adds to the one unread; what is told at once does not wait in a held one.
const TELL = sql(
  'notification.tell',
  `INSERT INTO notification AS n (merchant_id, id, member_id, ticket_id, escalation_id, rule, level, state, held_until, at, shown_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8::timestamptz IS NULL THEN 'SHOWN' ELSE 'HELD' END, $8, $9, CASE WHEN $8::timestamptz IS NULL THEN $9::timestamptz END)
   ON CONFLICT (merchant_id, member_id, ticket_id, level) WHERE read_at IS NULL AND state <> 'DROPPED'
   DO UPDATE SET times = n.times + 1, at = excluded.at, escalation_id = excluded.escalation_id, rule = excluded.rule,
     state = CASE WHEN excluded.state = 'SHOWN' THEN 'SHOWN' ELSE n.state END, shown_at = coalesce(n.shown_at, excluded.shown_at),
     held_until = CASE WHEN excluded.state = 'SHOWN' THEN NULL ELSE n.held_until END`,
);
const SHOW = sql(
  'notification.show',
  `UPDATE notification SET state = 'SHOWN', shown_at = $3 WHERE merchant_id = $1 AND id = $2 AND state = 'HELD' RETURNING member_id AS "memberId"`,
);
const DROP = sql('notification.drop', `UPDATE notification SET state = 'DROPPED' WHERE merchant_id = $1 AND ticket_id = $2 AND state = 'HELD'`);

/** Tells members of a level that fired: at once, or from when their hours begin. */
@Injectable()
export class Notify {
  constructor(private readonly duty: Duty) {}

  async tell(session: TicketSession, chain: Chain, level: number, memberIds: readonly string[], hold: boolean): Promise<void> {
    const { tx, ticket, now, current } = session;
    const unread = await tx.query<{ memberId: string }>(UNREAD, [tx.merchantId, ticket.id, level, memberIds]);
    for (const memberId of memberIds) {
      const begins = hold ? await this.duty.hoursBegin(tx, memberId, current, now) : now;
      const heldUntil = begins > now ? begins : null;
      const id = uuidv7();
      session.write(TELL, [tx.merchantId, id, memberId, ticket.id, chain.id, chain.rule, level, heldUntil, now]);
      const known = unread.some((one) => one.memberId === memberId);
      if (heldUntil !== null && !known) remind(session, 'NOTICE', id, heldUntil);
    }
  }

  /** What the clock of a held one asks for; nothing when it was shown or dropped meanwhile. */
  async show(session: TicketSession, id: string): Promise<void> {
    const { tx, now } = session;
    const [shown] = await tx.query<{ memberId: string }>(SHOW, [tx.merchantId, id, now]);
    if (shown) session.event('notification.shown', { notificationId: id, memberId: shown.memberId });
  }

  /** The matter is over: nobody is told of it in the morning. */
  drop(session: TicketSession): void {
    session.write(DROP, [session.tx.merchantId, session.ticket.id]);
  }
}
