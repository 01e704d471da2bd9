import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketSession } from '../tickets/index.js';
import type { Profile } from './domain/assignment.js';
import type { Place } from './people.js';

const INSERT = sql('assignment_wait.insert', `INSERT INTO assignment_wait (merchant_id, ticket_id, language, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`);
const DELETE = sql('assignment_wait.delete', `DELETE FROM assignment_wait WHERE merchant_id = $1 AND ticket_id = $2`);
const SINCE = sql('assignment_wait.since', `SELECT ticket_id AS id, since FROM assignment_wait WHERE merchant_id = $1 AND ticket_id = ANY ($2::uuid[])`);
const PLACES = sql(
  'assignment_wait.places',
  `SELECT DISTINCT t.shop_id AS "shopId", t.team_id AS "teamId" FROM assignment_wait w
     JOIN ticket t ON t.merchant_id = w.merchant_id AND t.id = w.ticket_id
     JOIN assignment_setting s ON s.merchant_id = t.merchant_id AND s.shop_id = t.shop_id AND s.on_opening WHERE w.merchant_id = $1`,
);
const FITTING = sql(
  'assignment_wait.fitting',
  `SELECT t.id FROM assignment_wait w JOIN ticket t ON t.merchant_id = w.merchant_id AND t.id = w.ticket_id
    WHERE w.merchant_id = $1 AND t.shop_id = $2 AND t.team_id IS NOT DISTINCT FROM $3
      AND EXISTS (SELECT FROM jsonb_to_recordset($4::jsonb) AS c(kinds text[], languages text[], severities text[], "personId" uuid)
        WHERE t.kind = ANY (c.kinds) AND w.language = ANY (c.languages) AND t.severity = ANY (c.severities)
          AND c."personId" IS DISTINCT FROM (SELECT m.person_id FROM member m WHERE m.merchant_id = t.merchant_id AND m.id = t.respondent_id))
    ORDER BY t.due_key, t.id LIMIT $5`,
);

/** From now on it waits until somebody is free. */
export function beginWaiting(session: TicketSession, language: string): void {
  session.write(INSERT, [session.tx.merchantId, session.current.id, language, session.now]);
}

export function endWaiting(session: TicketSession): void {
  session.write(DELETE, [session.tx.merchantId, session.current.id]);
}

export function waitingSince(tx: Tx, ticketIds: readonly string[]): Promise<{ id: string; since: Instant }[]> {
  return tx.query<{ id: string; since: Instant }>(SINCE, [tx.merchantId, ticketIds]);
}

/** Where tickets wait that are given out by themselves. */
export function waitingPlaces(tx: Tx): Promise<Place[]> {
  return tx.query<Place>(PLACES, [tx.merchantId]);
}

/** Tickets waiting there that one of these may have, the most urgent first. */
export async function waitingFor(tx: Tx, place: Place, people: readonly (Profile & { readonly personId: string })[], most: number): Promise<string[]> {
  if (people.length === 0) return [];
  const skills = people.map(({ kinds, languages, severities, personId }) => ({ kinds, languages, severities, personId }));
  return (await tx.query<{ id: string }>(FITTING, [tx.merchantId, place.shopId, place.teamId, JSON.stringify(skills), most])).map(({ id }) => id);
}
