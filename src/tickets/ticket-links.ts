import { DomainError } from '../kernel/error.js';
import { sql } from '../platform/database/sql.js';
import type { TicketSession } from './session/ticket-session.js';

export interface TicketLink {
  readonly kind: 'DUPLICATE_OF' | 'CHILD_OF' | 'SAME_INCIDENT';
  readonly targetId: string;
}

/** No ticket has more, counted from both sides. */
export const MOST_LINKS = 100;

const INSERT = sql(
  'link.insert',
  `INSERT INTO ticket_link (merchant_id, ticket_id, kind, target_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
);
// Of one incident both are alike: that link is the same from either side.
const STANDING = sql(
  'link.standing',
  `SELECT EXISTS (SELECT FROM ticket_link WHERE merchant_id = $1 AND kind = $4
            AND (ticket_id = $2 AND target_id = $3 OR kind = 'SAME_INCIDENT' AND ticket_id = $3 AND target_id = $2)) AS known,
          (SELECT count(*)::int FROM ticket_link WHERE merchant_id = $1 AND (ticket_id = $2 OR target_id = $2)) AS here,
          (SELECT count(*)::int FROM ticket_link WHERE merchant_id = $1 AND (ticket_id = $3 OR target_id = $3)) AS there`,
);
// Two links that together close a ring may touch four different tickets, so the locks of those do not meet: children are linked one at a time.
const ONE_AT_A_TIME = sql('link.one_at_a_time', `SELECT pg_advisory_xact_lock(hashtextextended('ticket families of ' || $1::uuid, 0))`);
const IS_ANCESTOR = sql(
  'link.is_ancestor',
  `WITH RECURSIVE above AS (
     SELECT $3::uuid AS id
     UNION
     SELECT l.target_id FROM above JOIN ticket_link l ON l.merchant_id = $1 AND l.ticket_id = above.id AND l.kind = 'CHILD_OF')
   SELECT true AS yes FROM above WHERE id = $2`,
);

/**
 * Links the session's ticket to the second one it has locked. Answers false when they were linked so before: nothing is written then. A ticket that
 * would become its own ancestor answers STATE_CONFLICT, a hundred and first link LIMIT_EXCEEDED.
 */
export async function link(session: TicketSession, { kind, targetId }: TicketLink, field: string): Promise<boolean> {
  const { tx, ticket, now } = session;
  const [standing] = await tx.query<{ known: boolean; here: number; there: number }>(STANDING, [tx.merchantId, ticket.id, targetId, kind]);
  if (standing?.known) return false;
  if (Math.max(standing?.here ?? 0, standing?.there ?? 0) >= MOST_LINKS) {
    throw new DomainError('LIMIT_EXCEEDED', { en: `A ticket has at most ${MOST_LINKS} links.`, zh: `每个工单最多 ${MOST_LINKS} 个关联。` }, field, { most: MOST_LINKS });
  }
  if (kind === 'CHILD_OF') await refuseRing(session, targetId, field);
  tx.defer(INSERT, [tx.merchantId, ticket.id, kind, targetId, now]);
  return true;
}

async function refuseRing({ tx, ticket }: TicketSession, targetId: string, field: string): Promise<void> {
  await tx.query(ONE_AT_A_TIME, [tx.merchantId]);
  const [ring] = await tx.query(IS_ANCESTOR, [tx.merchantId, ticket.id, targetId]);
  if (!ring) return;
  throw new DomainError(
    'STATE_CONFLICT',
    { en: 'That ticket is already a child of this one, directly or by others between them.', zh: '目标工单已是本工单的下级（直接或间接），不能再作为其上级。' },
    field,
  );
}
