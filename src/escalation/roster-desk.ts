import { Injectable } from '@nestjs/common';
import type { DutyDesk, LeaderOnDuty, StandIn } from '../compensation/index.js';
import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { Duty } from './duty.js';
import { holdersOf, type Place } from './people.js';

const STAND_INS = sql(
  'absence.stand_ins',
  `SELECT f.person_id AS "fromPerson", t.person_id AS "toPerson" FROM absence a
     JOIN member f ON f.merchant_id = a.merchant_id AND f.id = a.member_id
     JOIN member t ON t.merchant_id = a.merchant_id AND t.id = a.delegate_id
    WHERE a.merchant_id = $1 AND f.person_id = ANY ($2::uuid[]) AND a.starts_at <= $3 AND a.ends_at > $3`,
);
const LEADS_FOR = sql(
  'absence.leads_for',
  `SELECT DISTINCT g.shop_id AS "shopId" FROM absence a JOIN member t ON t.merchant_id = a.merchant_id AND t.id = a.delegate_id AND t.disabled_at IS NULL
     JOIN membership g ON g.merchant_id = a.merchant_id AND g.member_id = a.member_id AND g.role = 'LEADER'
    WHERE a.merchant_id = $1 AND t.person_id = $2 AND a.starts_at <= $3 AND a.ends_at > $3`,
);

/** What approvals want to know of rosters and absences. */
@Injectable()
export class RosterDesk implements DutyDesk {
  constructor(private readonly duty: Duty) {}

  async leaders(tx: Tx, place: Place, at: Instant): Promise<LeaderOnDuty[]> {
    const rostered = await this.duty.rostered(tx, await holdersOf(tx, 'LEADER', place, at), place, at);
    const there = rostered.filter(({ absent }) => !absent).map(({ id }): LeaderOnDuty => ({ memberId: id, insteadOf: null }));
    const standIns = rostered.flatMap(({ id, absent, delegate }): LeaderOnDuty[] => (absent && delegate ? [{ memberId: delegate.id, insteadOf: id }] : []));
    // Who is on duty anyway asks nobody's leave to be.
    return [...there, ...standIns.filter(({ memberId }) => !there.some((one) => one.memberId === memberId))];
  }

  standInsFor(tx: Tx, persons: readonly string[], at: Instant): Promise<StandIn[]> {
    return tx.query<StandIn>(STAND_INS, [tx.merchantId, persons, at]);
  }

  async leadsFor(tx: Tx, person: string, at: Instant): Promise<(string | null)[]> {
    return (await tx.query<{ shopId: string | null }>(LEADS_FOR, [tx.merchantId, person, at])).map(({ shopId }) => shopId);
  }
}
