import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { PublishedVersions, type PublishedRow } from '../platform/published-versions.js';
import { DutyHours, type Roster } from './domain/roster.js';
import type { Place } from './people.js';

/** Whose roster it is; no team: everybody of the shop. */
export interface RosterPlace {
  readonly shopId: string;
  readonly teamId: string | null;
}

export type RosterRow = PublishedRow<RosterPlace>;

// The team's own roster goes before that of its shop; of each the newest version holds.
const NEWEST = sql(
  'duty_roster.newest_of',
  `SELECT k.n, r.id FROM jsonb_to_recordset($2::jsonb) AS k(n int, "shopId" uuid, "teamId" uuid) CROSS JOIN LATERAL
     (SELECT id FROM duty_roster WHERE merchant_id = $1 AND shop_id = k."shopId" AND (team_id IS NULL OR team_id = k."teamId") ORDER BY team_id NULLS LAST, version DESC LIMIT 1) r`,
);

/** Published duty rosters. */
@Injectable()
export class RosterLibrary extends PublishedVersions<RosterPlace, DutyHours> {
  constructor() {
    super({
      table: 'duty_roster', columns: { shopId: 'shop_id', teamId: 'team_id' }, countedBy: ['shopId', 'teamId'], read: ({ body }) => new DutyHours(body as unknown as Roster),
    });
  }

  /** The roster that holds in this place; null when none was published. Asked for once in a transaction. */
  of(tx: Tx, place: Place): Promise<DutyHours | null> {
    return tx.once(`roster ${place.shopId} ${place.teamId}`, () => this.read(tx, place));
  }

  private async read(tx: Tx, { shopId, teamId }: Place): Promise<DutyHours | null> {
    const [row] = await tx.lookUp<{ id: string }>(NEWEST, { shopId, teamId });
    return row ? this.version(tx, row.id) : null;
  }
}
