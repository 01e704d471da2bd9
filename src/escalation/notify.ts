import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { sql } from '../platform/database/sql.js';
import { isRespondent, type TicketSession } from '../tickets/index.js';
import { Duty } from './duty.js';
import { personOf } from './people.js';
import { remind } from './reminder.js';

const UNREAD = sql(
  'notification.unread_of_level',
  `SELECT k.n FROM jsonb_to_recordset($2::jsonb) AS k(n int, "ticketId" uuid, level smallint, "memberId" uuid)
     JOIN notification x ON x.merchant_id = $1 AND x.ticket_id = k."ticketId" AND x.level = k.level AND x.member_id = k."memberId" AND x.read_at IS NULL AND x.state <> 'DROPPED'`,
);
// A further reason adds to the one unread, and names it unless that tells of something graver; what is told at once does not wait in a held one.
const TELL = sql(
  'notification.tell',
  `INSERT INTO notification AS n (merchant_id, id, member_id, ticket_id, escalation_id, rule, level, gravity, times, state, held_until, at, shown_at)
   SELECT $1, t.id, t."memberId", t."ticketId", t."escalationId", t.rule, t.level, t.gravity, t.times, CASE WHEN t."heldUntil" IS NULL THEN 'SHOWN' ELSE 'HELD' END, t."heldUntil", t.at,
          CASE WHEN t."heldUntil" IS NULL THEN t.at END
     FROM jsonb_to_recordset($2::jsonb) AS t(id uuid, "memberId" uuid, "ticketId" uuid, "escalationId" uuid, rule text, level smallint, gravity smallint, times int, "heldUntil" timestamptz, at timestamptz)
   ON CONFLICT (merchant_id, member_id, ticket_id, level) WHERE read_at IS NULL AND state <> 'DROPPED'
   DO UPDATE SET times = n.times + excluded.times, at = excluded.at, gravity = greatest(n.gravity, excluded.gravity),
     escalation_id = CASE WHEN excluded.gravity >= n.gravity THEN excluded.escalation_id ELSE n.escalation_id END,
     rule = CASE WHEN excluded.gravity >= n.gravity THEN excluded.rule ELSE n.rule END,
     state = CASE WHEN excluded.state = 'SHOWN' THEN 'SHOWN' ELSE n.state END, shown_at = coalesce(n.shown_at, excluded.shown_at),
     held_until = CASE WHEN excluded.state = 'SHOWN' THEN NULL ELSE n.held_until END`,
);
const HELD = sql(
  'notification.held',
  `SELECT k.n, x.member_id AS "memberId", x.escalation_id AS "escalationId", x.rule, x.level, x.gravity, x.times FROM jsonb_to_recordset($2::jsonb) AS k(n int, id uuid)
     JOIN notification x ON x.merchant_id = $1 AND x.id = k.id AND x.state = 'HELD'`,
);
const SHOW = sql(
  'notification.show',
  `UPDATE notification x SET state = 'SHOWN', shown_at = k.at FROM jsonb_to_recordset($2::jsonb) AS k(n int, id uuid, at timestamptz)
    WHERE x.merchant_id = $1 AND x.id = k.id AND x.state = 'HELD' RETURNING k.n`,
);
const PASS_ON = sql(
  'notification.pass_on',
  `UPDATE notification x SET state = 'DROPPED' FROM jsonb_to_recordset($2::jsonb) AS k(n int, id uuid) WHERE x.merchant_id = $1 AND x.id = k.id AND x.state = 'HELD' RETURNING k.n`,
);
const DROP = sql('notification.drop', `UPDATE notification SET state = 'DROPPED' WHERE merchant_id = $1 AND ticket_id = $2 AND state = 'HELD'`);

/** The level that fired, and how grave what it tells of is. */
export interface Reason {
  readonly escalationId: string;
  readonly rule: string;
  readonly level: number;
  readonly gravity: number;
}

interface Held extends Reason {
  readonly memberId: string;
  readonly times: number;
}

/** Tells members of a level that fired: at once, or from when their hours begin. */
@Injectable()
export class Notify {
  constructor(private readonly duty: Duty) {}

  async tell(session: TicketSession, reason: Reason, memberIds: readonly string[], hold: boolean, times = 1): Promise<void> {
    const { tx, ticket: { id: ticketId }, now, current } = session;
    const { level } = reason;
    for (const memberId of memberIds) {
      const begins = hold ? await this.duty.hoursBegin(tx, memberId, current, now) : now;
      const heldUntil = begins > now ? begins : null;
      const id = uuidv7();
      // One that waits already keeps its own clock.
      if (heldUntil !== null && (await tx.lookUp(UNREAD, { ticketId, level, memberId })).length === 0) remind(session, 'NOTICE', id, heldUntil);
      session.gather(TELL, { id, memberId, ticketId, ...reason, times, heldUntil, at: now }, () => `${memberId} ${ticketId} ${level}`);
    }
  }

  /** What the clock of a held one asks for; nothing when it was shown or dropped meanwhile. Who went away meanwhile is stood in for here too. */
  async show(session: TicketSession, id: string): Promise<void> {
    const { tx, now, ticket } = session;
    const [held] = await tx.lookUp<Held>(HELD, { id });
    if (!held) return;
    const { memberId, times, escalationId, rule, level, gravity } = held;
    const { absent = false, delegate = null } = (await personOf(tx, memberId, now)) ?? {};
    if (absent && delegate && !isRespondent(ticket, delegate)) {
      await tx.lookUp(PASS_ON, { id });
      session.event('notification.passed_on', { notificationId: id, memberId, toMemberId: delegate.id });
      await this.tell(session, { escalationId, rule, level, gravity }, [delegate.id], true, times);
      return;
    }
    await tx.lookUp(SHOW, { id, at: now });
    session.event('notification.shown', { notificationId: id, memberId });
  }

  /** The matter is over: nobody is told of it in the morning. */
  drop(session: TicketSession): void {
    session.write(DROP, [session.tx.merchantId, session.ticket.id]);
  }
}
