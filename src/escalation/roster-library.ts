import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { DutyHours, type Roster } from './domain/roster.js';
import type { Place } from './people.js';

// The team's own roster goes before that of its shop; of each the newest version holds.
const NEWEST = sql(
  'duty_roster.newest',
  `SELECT id FROM duty_roster WHERE merchant_id = $1 AND shop_id = $2 AND (team_id IS NULL OR team_id = $3) ORDER BY team_id NULLS LAST, version DESC LIMIT 1`,
);
const BODY = sql('duty_roster.body', `SELECT body FROM duty_roster WHERE merchant_id = $1 AND id = $2`);

/** Duty rosters, each version compiled once per process. */
@Injectable()
export class RosterLibrary {
  private readonly known = new Immutable<DutyHours>();

  /** The roster that holds in this place; null when none was published. Asked for once in a transaction. */
  of(tx: Tx, place: Place): Promise<DutyHours | null> {
    return tx.once(`roster ${place.shopId} ${place.teamId}`, () => this.read(tx, place));
  }

  private async read(tx: Tx, place: Place): Promise<DutyHours | null> {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId, place.shopId, place.teamId]);
    if (!row) return null;
    return this.known.get(`${tx.merchantId}:${row.id}`, async () => {
      const [found] = await tx.query<{ body: Roster }>(BODY, [tx.merchantId, row.id]);
      return found && new DutyHours(found.body);
    });
  }
}
