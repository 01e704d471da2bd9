import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { IdentityLoaders } from '../../identity/index.js';
import { OrdersLoaders } from '../../orders/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { KnownRows } from '../../platform/graphql/known-rows.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Ticket } from '../domain/ticket.js';
import { findingsOf, type FindingRow } from '../queries/finding.query.js';
import { clocksOf, linesOf, linksOf, parcelIdsOf, type ClockRow, type LineRow, type LinkRow } from '../queries/ticket-parts.query.js';

type Rows<Row> = DataLoader<string, Row[]>;

const OPEN_CLOCKS = Symbol('open clocks');
const ALL_CLOCKS = Symbol('all clocks');
const LINES = Symbol('disputed lines');
const PARCELS = Symbol('disputed parcels');
const LINKS = Symbol('ticket links');
const FINDINGS = Symbol('findings');

/** The parts of the tickets of one request, each kind in one statement. The tickets were permitted before their parts are asked for. */
@Injectable()
export class TicketLoaders {
  private readonly openClocks = new KnownRows<ClockRow[]>();

  constructor(
    private readonly unit: UnitOfWork,
    private readonly orders: OrdersLoaders,
    private readonly identity: IdentityLoaders,
  ) {}

  clocks(context: RequestContext, id: string, all: boolean): ClockRow[] | Promise<ClockRow[]> {
    const known = all ? undefined : this.openClocks.get(context, id);
    return known ?? this.rows(context, all ? ALL_CLOCKS : OPEN_CLOCKS, (tx, ids) => clocksOf(tx, ids, all)).load(id);
  }

  /** Reads what these fields of these tickets will ask for, in the transaction the tickets were read in. */
  async readAhead(context: RequestContext, tx: Tx, tickets: readonly Ticket[], fields: ReadonlySet<string>): Promise<void> {
    const named = (pick: (ticket: Ticket) => string | null): string[] => [...new Set(tickets.flatMap((ticket) => pick(ticket) ?? []))];
    const customers = fields.has('customer') ? named((ticket) => ticket.customerId) : [];
    const members = fields.has('assignee') ? named((ticket) => ticket.assigneeId) : [];
    const ids = fields.has('clocks') ? tickets.map((ticket) => ticket.id) : [];
    await Promise.all([
      customers.length > 0 ? this.orders.readAhead(context, tx, customers) : null,
      members.length > 0 ? this.identity.readAhead(context, tx, members) : null,
      ids.length > 0 ? this.readClocks(context, tx, ids) : null,
    ]);
  }

  private async readClocks(context: RequestContext, tx: Tx, ids: readonly string[]): Promise<void> {
    const byTicket = groupByTicket(await clocksOf(tx, ids, false));
    this.openClocks.add(context, ids.map((id) => [id, byTicket.get(id) ?? []] as const));
  }

  lines(context: RequestContext): Rows<LineRow> {
    return this.rows(context, LINES, linesOf);
  }

  parcels(context: RequestContext): Rows<{ ticketId: string; parcelId: string }> {
    return this.rows(context, PARCELS, parcelIdsOf);
  }

  links(context: RequestContext): Rows<LinkRow> {
    return this.rows(context, LINKS, linksOf);
  }

  findings(context: RequestContext): Rows<FindingRow> {
    return this.rows(context, FINDINGS, findingsOf);
  }

  private rows<Row extends { ticketId: string }>(context: RequestContext, key: symbol, query: (tx: Tx, ids: readonly string[]) => Promise<Row[]>): Rows<Row> {
    return loaderOf(context, key, () => new DataLoader<string, Row[]>(async (ids) => {
      const found = await this.unit.read(actorOf(context).merchantId, (tx) => query(tx, ids));
      const byTicket = groupByTicket(found);
      return ids.map((id) => byTicket.get(id) ?? []);
    }));
  }
}

function groupByTicket<Row extends { ticketId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.ticketId);
    if (group) group.push(row);
    else groups.set(row.ticketId, [row]);
  }
  return groups;
}
