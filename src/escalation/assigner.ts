import { Injectable } from '@nestjs/common';
import type { Instant } from '../kernel/instant.js';
import { PERMISSIONS } from '../identity/index.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { giveTo, isRespondent, type TicketSession } from '../tickets/index.js';
import { choose, languageOf, type Candidate, type Profile } from './domain/assignment.js';
import { Duty } from './duty.js';
import type { Place } from './people.js';

const PROFILES_TEXT = `SELECT p.member_id AS "memberId", p.cap, p.kinds, p.languages, p.severities FROM agent_profile p
    JOIN member m ON m.merchant_id = p.merchant_id AND m.id = p.member_id
    WHERE p.merchant_id = $1 AND m.disabled_at IS NULL AND EXISTS (SELECT FROM membership g WHERE g.merchant_id = $1 AND g.member_id = p.member_id
      AND g.role = ANY ($2) AND (g.shop_id IS NULL OR g.shop_id = $3) AND (g.team_id IS NULL OR g.team_id IS NOT DISTINCT FROM $4))
    ORDER BY p.member_id`;
const PROFILES = sql('agent_profile.of_place', PROFILES_TEXT);
// In one order, and kept to the end: whoever counts these agents' tickets next waits until what is given now is on record. No two of them can
// wait on each other, and no cap is passed.
const LOCK = sql('agent_profile.lock', `${PROFILES_TEXT} FOR UPDATE OF p`);
// A statement of its own: its snapshot is younger than the locks.
const LOADS = sql(
  'agent_profile.loads',
  `SELECT m.id, m.person_id AS "personId", (SELECT count(*)::int FROM ticket t WHERE t.merchant_id = $1 AND t.assignee_id = m.id AND t.status <> 'CLOSED') AS load,
     (SELECT max(a.ends_at) FROM absence a WHERE a.merchant_id = $1 AND a.member_id = m.id AND a.starts_at <= $3 AND a.ends_at > $3) AS "backAt"
   FROM member m WHERE m.merchant_id = $1 AND m.id = ANY ($2::uuid[])`,
);

/** An agent who is given tickets of a place by themselves. */
export interface Agent extends Candidate {
  readonly id: string;
  readonly personId: string;
  readonly absent: boolean;
  /** Of one who is away: from when no longer. */
  readonly backAt: Instant | null;
}

/** Finds an agent for a ticket and gives it to them. */
@Injectable()
export class Assigner {
  constructor(private readonly duty: Duty) {}

  /** Who is least loaded of those on duty with the skill and below their cap; null: nobody. Their profiles stay locked until the command ends. */
  async find(session: TicketSession, except: string | null = null): Promise<string | null> {
    const { tx, current, now } = session;
    const agents = (await this.agents(tx, current, now, 'TO_ASSIGN')).filter((one) => one.id !== except && !isRespondent(current, one));
    const present = await this.duty.present(tx, agents, current, now);
    return choose(present, { kind: current.kind, severity: current.severity, language: languageOf(current.problem) })?.memberId ?? null;
  }

  /** Answers who got it; null: it stays where it is. */
  async assign(session: TicketSession): Promise<string | null> {
    const memberId = await this.find(session);
    if (memberId !== null) await giveTo(session, { memberId });
    return memberId;
  }

  /** Everybody with a profile who may work there, on duty or not, with what they have. To assign, their profiles are locked before it is counted. */
  async agents(tx: Tx, place: Place, at: Instant, why: 'TO_ASSIGN' | 'TO_LOOK'): Promise<Agent[]> {
    const profiles = await tx.query<Profile>(why === 'TO_ASSIGN' ? LOCK : PROFILES, [tx.merchantId, PERMISSIONS['ticket.work'].roles, place.shopId, place.teamId]);
    if (profiles.length === 0) return [];
    const loads = await tx.query<Omit<Agent, keyof Profile | 'absent'>>(LOADS, [tx.merchantId, profiles.map(({ memberId }) => memberId), at]);
    return profiles.flatMap((profile): Agent[] => {
      const found = loads.find(({ id }) => id === profile.memberId);
      return found ? [{ ...profile, ...found, absent: found.backAt !== null }] : [];
    });
  }
}
