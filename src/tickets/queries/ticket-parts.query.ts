import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Fact } from '../../process/index.js';
import { clocksOfTickets, type Clock } from '../../sla/index.js';
import type { TicketLink } from '../ticket.repository.js';

// The parts of many tickets in one statement each, for the loaders.

export type ClockRow = Clock & { readonly ticketId: string };

/** Open clocks, or with `all` the ended ones too. */
export function clocksOf(tx: Tx, ticketIds: readonly string[], all: boolean): Promise<ClockRow[]> {
  return clocksOfTickets(tx, ticketIds, all);
}

export type FactRow = Fact & { readonly ticketId: string };

const FACTS = sql(
  'ticket.facts_of',
  `SELECT subject_id AS "ticketId", id::float8 AS seq, type, at, actor_id AS by, data FROM event
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
