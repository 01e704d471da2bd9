import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from '../tickets/index.js';
import { Duty } from './duty.js';
import { remind } from './reminder.js';

const UNREAD = sql(
  'notification.unread_of_level',
  `SELECT k.n FROM jsonb_to_recordset($2::jsonb) AS k(n int, "ticketId" uuid, level smallint, "memberId" uuid)
     JOIN notification x ON x.merchant_id = $1 AND x.ticket_id = k."ticketId" AND x.level = k.level AND x.member_id = k."memberId" AND x.read_at IS NULL AND x.state <> 'DROPPED'`,
);
// A further reason adds to the one unread, and names it unless that tells of something graver; what is told at once does not wait in a held one.
const TELL = sql(
  'notification.tell',
  `INSERT INTO notification AS n (merchant_id, id, member_id, ticket_id, escalation_id, rule, level, gravity, state, held_until, at, shown_at)
   SELECT $1, t.id, t."memberId", t."ticketId", t."escalationId", t.rule, t.level, t.gravity, CASE WHEN t."heldUntil" IS NULL THEN 'SHOWN' ELSE 'HELD' END, t."heldUntil", t.at,
          CASE WHEN t."heldUntil" IS NULL THEN t.at END
     FROM jsonb_to_recordset($2::jsonb) AS t(id uuid, "memberId" uuid, "ticketId" uuid, "escalationId" uuid, rule text, level smallint, gravity smallint, "heldUntil" timestamptz, at timestamptz)
   ON CONFLICT (merchant_id, member_id, ticket_id, level) WHERE read_at IS NULL AND state <> 'DROPPED'
   DO UPDATE SET times = n.times + 1, at = excluded.at, gravity = greatest(n.gravity, excluded.gravity),
     escalation_id = CASE WHEN excluded.gravity >= n.gravity THEN excluded.escalation_id ELSE n.escalation_id END,
     rule = CASE WHEN excluded.gravity >= n.gravity THEN excluded.rule ELSE n.rule END,
     state = CASE WHEN excluded.state = 'SHOWN' THEN 'SHOWN' ELSE n.state END, shown_at = coalesce(n.shown_at, excluded.shown_at),
     held_until = CASE WHEN excluded.state = 'SHOWN' THEN NULL ELSE n.held_until END`,
);
const SHOW = sql(
  'notification.show',
  `UPDATE notification x SET state = 'SHOWN', shown_at = k.at FROM jsonb_to_recordset($2::jsonb) AS k(n int, id uuid, at timestamptz)
    WHERE x.merchant_id = $1 AND x.id = k.id AND x.state = 'HELD' RETURNING k.n, x.member_id AS "memberId"`,
);
const DROP = sql('notification.drop', `UPDATE notification SET state = 'DROPPED' WHERE merchant_id = $1 AND ticket_id = $2 AND state = 'HELD'`);

/** The level that fired, and how grave what it tells of is. */
export interface Reason {
  readonly escalationId: string;
  readonly rule: string;
  readonly level: number;
  readonly gravity: number;
}

/** Tells members of a level that fired: at once, or from when their hours begin. */
@Injectable()
export class Notify {
  constructor(private readonly duty: Duty) {}

  async tell(session: TicketSession, reason: Reason, memberIds: readonly string[], hold: boolean): Promise<void> {
    const { tx, ticket: { id: ticketId }, now, current } = session;
    const { level } = reason;
    for (const memberId of memberIds) {
      const begins = hold ? await this.duty.hoursBegin(tx, memberId, current, now) : now;
      const heldUntil = begins > now ? begins : null;
      const id = uuidv7();
      // One that waits already keeps its own clock.
      if (heldUntil !== null && (await tx.lookUp(UNREAD, { ticketId, level, memberId })).length === 0) remind(session, 'NOTICE', id, heldUntil);
      session.gather(TELL, { id, memberId, ticketId, ...reason, heldUntil, at: now }, () => `${memberId} ${ticketId} ${level}`);
    }
  }

  /** What the clock of a held one asks for; nothing when it was shown or dropped meanwhile. */
  async show(session: TicketSession, id: string): Promise<void> {
    const { tx, now } = session;
    const [shown] = await tx.lookUp<{ memberId: string }>(SHOW, { id, at: now });
    if (shown) session.event('notification.shown', { notificationId: id, memberId: shown.memberId });
  }

  /** The matter is over: nobody is told of it in the morning. */
  drop(session: TicketSession): void {
    session.write(DROP, [session.tx.merchantId, session.ticket.id]);
  }
}
