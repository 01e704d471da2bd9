import { Injectable } from '@nestjs/common';
import { PERMISSIONS } from '../identity/index.js';
import { sql } from '../platform/database/sql.js';
import { giveTo, isRespondent, type TicketSession } from '../tickets/index.js';
import { choose, languageOf, type Candidate, type Profile } from './domain/assignment.js';
import { Duty } from './duty.js';

// In one order, and kept to the end: whoever counts these agents' tickets next waits until what is given now is on record. No two of them can
// wait on each other, and no cap is passed.
const LOCK = sql(
  'agent_profile.lock',
  `SELECT p.member_id AS "memberId", p.cap, p.kinds, p.languages, p.severities FROM agent_profile p JOIN member m ON m.merchant_id = p.merchant_id AND m.id = p.member_id
    WHERE p.merchant_id = $1 AND m.disabled_at IS NULL AND EXISTS (SELECT FROM membership g WHERE g.merchant_id = $1 AND g.member_id = p.member_id
      AND g.role = ANY ($2) AND (g.shop_id IS NULL OR g.shop_id = $3) AND (g.team_id IS NULL OR g.team_id IS NOT DISTINCT FROM $4))
    ORDER BY p.member_id FOR UPDATE OF p`,
);
// A statement of its own: its snapshot is younger than the locks.
const LOADS = sql(
  'agent_profile.loads',
  `SELECT m.id, m.person_id AS "personId", (SELECT count(*)::int FROM ticket t WHERE t.merchant_id = $1 AND t.assignee_id = m.id AND t.status <> 'CLOSED') AS load,
     EXISTS (SELECT FROM absence a WHERE a.merchant_id = $1 AND a.member_id = m.id AND a.starts_at <= $3 AND a.ends_at > $3) AS absent
   FROM member m WHERE m.merchant_id = $1 AND m.id = ANY ($2::uuid[])`,
);

interface Loaded {
  readonly id: string;
  readonly personId: string;
  readonly load: number;
  readonly absent: boolean;
}

/** Finds an agent for a ticket and gives it to them. */
@Injectable()
export class Assigner {
  constructor(private readonly duty: Duty) {}

  /** Who is least loaded of those on duty with the skill and below their cap; null: nobody. Their profiles stay locked until the command ends. */
  async find(session: TicketSession, except: string | null = null): Promise<string | null> {
    const { tx, current, now } = session;
    const profiles = await tx.query<Profile>(LOCK, [tx.merchantId, PERMISSIONS['ticket.work'].roles, current.shopId, current.teamId]);
    if (profiles.length === 0) return null;
    const loads = await tx.query<Loaded>(LOADS, [tx.merchantId, profiles.map(({ memberId }) => memberId), now]);
    const present = await this.duty.present(tx, loads.filter((one) => one.id !== except && !isRespondent(current, one)), current, now);
    const candidates = present.flatMap((one): Candidate[] => {
      const profile = profiles.find(({ memberId }) => memberId === one.id);
      return profile ? [{ ...profile, load: one.load }] : [];
    });
    return choose(candidates, { kind: current.kind, severity: current.severity, language: languageOf(current.problem) })?.memberId ?? null;
  }

  /** Answers who got it; null: it stays where it is. */
  async assign(session: TicketSession): Promise<string | null> {
    const memberId = await this.find(session);
    if (memberId !== null) await giveTo(session, { memberId });
    return memberId;
  }
}
