import type { Role } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Level } from '../domain/authority-policy.js';
import { askedNow } from '../domain/approval-chain.js';
import { inForce, type Delegation } from '../domain/delegation.js';
import type { LeaderOnDuty } from './duty-desk.js';

/** An account that may approve in a shop, with the roles it holds there now. */
export interface Account {
  readonly memberId: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  /** The teams it leads; null among them: every team. */
  readonly leads: readonly (string | null)[];
}

/** Whom a level asks, as the queues look for it. */
export interface Asked {
  readonly roles: readonly Role[];
  readonly members: readonly string[];
}

// The roles that hold approval.decide; the door asks the same of whoever comes.
const ACCOUNTS = sql(
  'approval.accounts',
  `SELECT m.id AS "memberId", m.person_id AS "personId", array_agg(DISTINCT s.role) AS roles,
          coalesce(jsonb_agg(DISTINCT s.team_id) FILTER (WHERE s.role = 'LEADER'), '[]') AS leads
     FROM membership s JOIN member m ON m.merchant_id = s.merchant_id AND m.id = s.member_id
    WHERE s.merchant_id = $1 AND m.disabled_at IS NULL AND (s.shop_id IS NULL OR s.shop_id = $2) AND s.role IN ('LEADER','SUPERVISOR','FINANCE','ADMIN')
    GROUP BY m.id, m.person_id`,
);
// HELD, for who decides: locked in share, so that a revocation, or a role of either side being taken away, waits for the decision under way, or the decision for it.
const DELEGATIONS_TEXT = `SELECT d.id, d.from_member AS "fromMemberId", f.person_id AS "fromPerson", d.to_member AS "toMemberId", t.person_id AS "toPerson", d.shop_id AS "shopId",
          d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.revoked_at AS "revokedAt"
     FROM delegation d
     JOIN member f ON f.merchant_id = d.merchant_id AND f.id = d.from_member
     JOIN member t ON t.merchant_id = d.merchant_id AND t.id = d.to_member
    WHERE d.merchant_id = $1 AND d.starts_at <= $2 AND d.ends_at > $2 AND (t.person_id = $3 OR f.person_id = ANY ($4::uuid[]))
    ORDER BY d.id`;
const DELEGATIONS = sql('approval.delegations', DELEGATIONS_TEXT);
const DELEGATIONS_HELD = sql('approval.delegations_held', `${DELEGATIONS_TEXT} FOR SHARE OF d, f, t`);

/** Who may approve in this shop now. */
export function accountsIn(tx: Tx, shopId: string): Promise<Account[]> {
  return tx.query<Account>(ACCOUNTS, [tx.merchantId, shopId]);
}

/** Delegations in force to this person, and those of the persons named to anybody. `DECIDING` holds them until the transaction ends. */
export async function delegationsAbout(tx: Tx, now: Instant, toPerson: string, fromPersons: readonly string[], why: 'DECIDING' | 'LOOKING'): Promise<Delegation[]> {
  const rows = await tx.query<Delegation>(why === 'DECIDING' ? DELEGATIONS_HELD : DELEGATIONS, [tx.merchantId, now, toPerson, fromPersons]);
  return rows.filter((row) => inForce(row, now));
}

/** An account that is asked, and whether only because it stands in for a leader who is away. */
export interface AskedAccount extends Account {
  readonly standsIn: boolean;
}

/** The accounts a level asks now. `leaders`: those that count as on duty. */
export function askedAt(level: Level, escalations: number, accounts: readonly Account[], leaders: readonly LeaderOnDuty[]): AskedAccount[] {
  const asked = askedNow(level, escalations);
  const onDuty = asked.some((approvers) => 'onDuty' in approvers) ? leaders : [];
  return accounts.flatMap((account): AskedAccount[] => {
    const there = onDuty.find(({ memberId }) => memberId === account.memberId);
    const ofItself = there?.insteadOf === null || asked.some((approvers) => {
      if ('memberIds' in approvers) return approvers.memberIds.includes(account.memberId);
      return 'role' in approvers && account.roles.includes(approvers.role);
    });
    return ofItself || there ? [{ ...account, standsIn: !ofItself }] : [];
  });
}

/** True when the level asks whoever is on duty. */
export function asksOnDuty(level: Level, escalations: number): boolean {
  return askedNow(level, escalations).some((approvers) => 'onDuty' in approvers);
}

/** The leaders of the ticket's team, or of the shop where the team has none: whom a level asks when nobody on duty may decide. */
export function leadersOf(accounts: readonly Account[], teamId: string | null): Account[] {
  const leaders = accounts.filter(({ roles }) => roles.includes('LEADER'));
  const ofTeam = leaders.filter(({ leads }) => teamId !== null && leads.includes(teamId));
  return ofTeam.length > 0 ? ofTeam : leaders;
}

export function askedOf(level: Level, escalations: number): Asked {
  const asked = askedNow(level, escalations);
  return {
    roles: [...new Set(asked.flatMap((approvers): Role[] => ('role' in approvers ? [approvers.role] : 'onDuty' in approvers ? ['LEADER'] : [])))],
    members: asked.flatMap((approvers) => ('memberIds' in approvers ? approvers.memberIds : [])),
  };
}
