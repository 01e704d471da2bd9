import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Somebody who is there as a leader now. */
export interface LeaderOnDuty {
  readonly memberId: string;
  /** In the place of this leader, who is rostered and away; null: on duty themselves. */
  readonly insteadOf: string | null;
}

/** Who stands in at present for whom, by natural person. */
export interface StandIn {
  readonly fromPerson: string;
  readonly toPerson: string;
}

/**
 * Who is on duty. Rosters and absences belong to a feature to the right, which provides this from a global module; nobody having done so, a level
 * that asks the leader on duty asks every leader of the place. See docs/decisions/0007.
 */
export interface DutyDesk {
  /** Leaders on duty there at this instant, whoever stands in for one that is away in their place. Nobody: none. */
  leaders(tx: Tx, place: { readonly shopId: string; readonly teamId: string | null }, at: Instant): Promise<readonly LeaderOnDuty[]>;
  /** Everybody who stands in for one of these persons at this instant. */
  standInsFor(tx: Tx, persons: readonly string[], at: Instant): Promise<readonly StandIn[]>;
  /** The shops of the leaders this person stands in for at this instant; null among them: every shop. */
  leadsFor(tx: Tx, person: string, at: Instant): Promise<readonly (string | null)[]>;
}

export const DUTY_DESK = Symbol('DutyDesk');
