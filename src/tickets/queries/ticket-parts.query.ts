import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Fact } from '../../process/index.js';
import { clocksOfTickets, openClocks, REMINDERS, type Clock } from '../../sla/index.js';
import type { TicketLink } from '../ticket-links.js';
import { FACT_COLUMNS } from '../ticket.repository.js';

// The parts of many tickets in one statement each, for the loaders.

/** Lists that grow with a ticket's life answer this many of their newest entries, and whatever is open. */
export const MOST_LISTED = 100;

export type ClockRow = Clock & { readonly ticketId: string };

/** Open clocks, or with `all` the ended ones too: deadlines, not what merely reminds us of something. */
export async function clocksOf(tx: Tx, ticketIds: readonly string[], all: boolean): Promise<ClockRow[]> {
  return (await clocksOfTickets(tx, ticketIds, all)).filter(({ kind }) => !REMINDERS.includes(kind));
}

/**
 * Open clocks of one ticket. By `=` rather than `= ANY`: of a list whose length it cannot know, PostgreSQL makes a new plan each time, which takes
 * three times as long as reading the clocks.
 */
export async function clocksOfOne(tx: Tx, ticketId: string): Promise<ClockRow[]> {
  return (await openClocks(tx, ticketId)).filter(({ kind }) => !REMINDERS.includes(kind)).map((clock) => ({ ...clock, ticketId }));
}

export type FactRow = Fact & { readonly ticketId: string };

const FACTS = sql(
  'ticket.facts_of',
  `SELECT subject_id AS "ticketId", ${FACT_COLUMNS} FROM event
    WHERE merchant_id = $1 AND subject_id = ANY ($2::uuid[]) AND is_fact ORDER BY subject_id, id`,
);

export function factsOfTickets(tx: Tx, ticketIds: readonly string[]): Promise<FactRow[]> {
  return tx.query<FactRow>(FACTS, [tx.merchantId, ticketIds]);
}

export interface LineRow {
  readonly ticketId: string;
  readonly orderLineId: string;
  readonly quantity: number;
}

const LINES = sql(
  'ticket.lines_of',
  `SELECT ticket_id AS "ticketId", order_line_id AS "orderLineId", quantity FROM ticket_line WHERE merchant_id = $1 AND ticket_id = ANY ($2)
    ORDER BY order_line_id`,
);

export function linesOf(tx: Tx, ticketIds: readonly string[]): Promise<LineRow[]> {
  return tx.query<LineRow>(LINES, [tx.merchantId, ticketIds]);
}

const PARCELS = sql(
  'ticket.parcels_of',
  `SELECT ticket_id AS "ticketId", parcel_id AS "parcelId" FROM ticket_parcel WHERE merchant_id = $1 AND ticket_id = ANY ($2) ORDER BY parcel_id`,
);

export function parcelIdsOf(tx: Tx, ticketIds: readonly string[]): Promise<{ ticketId: string; parcelId: string }[]> {
  return tx.query(PARCELS, [tx.merchantId, ticketIds]);
}

export interface LinkRow {
  readonly ticketId: string;
  readonly kind: TicketLink['kind'];
  readonly otherId: string;
  readonly inward: boolean;
}

const LINKS = sql(
  'ticket.links_of',
  `SELECT ticket_id AS "ticketId", kind, target_id AS "otherId", false AS inward FROM ticket_link WHERE merchant_id = $1 AND ticket_id = ANY ($2)
   UNION ALL
   SELECT target_id, kind, ticket_id, true FROM ticket_link WHERE merchant_id = $1 AND target_id = ANY ($2)`,
);

export function linksOf(tx: Tx, ticketIds: readonly string[]): Promise<LinkRow[]> {
  return tx.query<LinkRow>(LINKS, [tx.merchantId, ticketIds]);
}
