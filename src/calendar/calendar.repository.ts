import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { HolidayYear, PublishedCalendar } from './domain/index.js';

/** A calendar with its newest version. */
export interface CalendarRow {
  readonly id: string;
  readonly name: string;
  readonly versionId: string;
  readonly version: number;
  readonly body: PublishedCalendar;
  readonly holidaysUntil: number | null;
  readonly publishedAt: Instant;
}

const NEWEST = `SELECT c.id, c.name, v.id AS "versionId", v.version, v.body, v.holidays_until AS "holidaysUntil", v.published_at AS "publishedAt"
  FROM calendar c CROSS JOIN LATERAL (SELECT * FROM calendar_version v WHERE v.merchant_id = c.merchant_id AND v.calendar_id = c.id ORDER BY version DESC LIMIT 1) v
  WHERE c.merchant_id = $1`;
const BY_ID = sql('calendar.by_id', `${NEWEST} AND c.id = $2`);
const PAGE = sql('calendar.page', `${NEWEST} AND ($2::uuid IS NULL OR c.id > $2) ORDER BY c.id LIMIT $3`);
const USING = sql('calendar.using', `${NEWEST} AND v.body -> 'holidaySets' ? $2 ORDER BY c.id`);
const NEWEST_ID = sql('calendar.newest', `SELECT id FROM calendar_version WHERE merchant_id = $1 AND calendar_id = $2 ORDER BY version DESC LIMIT 1`);
const INSERT = sql('calendar.insert', `INSERT INTO calendar (merchant_id, id, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (merchant_id, name) DO NOTHING RETURNING id`);
const ADD_YEAR = sql(
  'holiday-year.publish',
  `INSERT INTO holiday_year (merchant_id, id, holiday_set, year, version, body, published_at, published_by)
   SELECT $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7 FROM holiday_year WHERE merchant_id = $1 AND holiday_set = $3 AND year = $4`,
);

export async function calendarById(tx: Tx, id: string): Promise<CalendarRow | undefined> {
  return (await tx.query<CalendarRow>(BY_ID, [tx.merchantId, id]))[0];
}

/** In the order of creation, one row more than asked for. */
export function calendarPage(tx: Tx, after: string | null, first: number): Promise<CalendarRow[]> {
  return tx.query<CalendarRow>(PAGE, [tx.merchantId, after, first + 1]);
}

export function calendarsUsing(tx: Tx, holidaySet: string): Promise<CalendarRow[]> {
  return tx.query<CalendarRow>(USING, [tx.merchantId, holidaySet]);
}

export async function newestVersionId(tx: Tx, calendarId: string): Promise<string | undefined> {
  return (await tx.query<{ id: string }>(NEWEST_ID, [tx.merchantId, calendarId]))[0]?.id;
}

/** False when another calendar has the name. */
export async function insertCalendar(tx: Tx, id: string, name: string, now: Instant): Promise<boolean> {
  return (await tx.query(INSERT, [tx.merchantId, id, name, now])).length > 0;
}

export async function insertHolidayYear(tx: Tx, id: string, holidaySet: string, year: HolidayYear, at: Instant, by: string | null): Promise<void> {
  await tx.query(ADD_YEAR, [tx.merchantId, id, holidaySet, year.year, JSON.stringify(year), at, by]);
}
