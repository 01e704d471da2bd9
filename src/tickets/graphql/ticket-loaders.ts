import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { IdentityLoaders } from '../../identity/index.js';
import { OrdersLoaders } from '../../orders/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { KnownRows } from '../../platform/graphql/known-rows.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Ticket } from '../domain/ticket.js';
import { deadlinesOf, toldOf, type DeadlineRow, type ToldRow } from '../external/external-deadline.repository.js';
import { findingsOf, type FindingRow } from '../queries/finding.query.js';
import {
  clocksOf, factsOfTickets, linesOf, linksOf, parcelIdsOf, type ClockRow, type FactRow, type LineRow, type LinkRow,
} from '../queries/ticket-parts.query.js';
import { timelineAfter, timelinePages, type TimelineRow } from '../queries/timeline.query.js';

type Rows<Row> = DataLoader<string, Row[]>;

/** Not cached: several mutations of one request read what the one before them changed. */
const FRESH = { cache: false } as const;

const OPEN_CLOCKS = Symbol('open clocks');
const ALL_CLOCKS = Symbol('all clocks');
const LINES = Symbol('disputed lines');
const PARCELS = Symbol('disputed parcels');
const LINKS = Symbol('ticket links');
const FINDINGS = Symbol('findings');
const FACTS = Symbol('facts');
const TIMELINE = Symbol('timeline');
const DEADLINES = Symbol('external deadlines');
const TOLD = Symbol('told of deadlines');

interface Slice {
  readonly ticketId: string;
  readonly first: number;
  readonly after: number;
}

/** The parts of the tickets of one request, each kind in one statement. The tickets were permitted before their parts are asked for. */
@Injectable()
export class TicketLoaders {
  private readonly openClocks = new KnownRows<ClockRow[]>();
  private readonly timelines = new KnownRows<TimelineRow[]>();

  constructor(
    private readonly unit: UnitOfWork,
    private readonly orders: OrdersLoaders,
    private readonly identity: IdentityLoaders,
  ) {}

  clocks(context: RequestContext, id: string, all: boolean): ClockRow[] | Promise<ClockRow[]> {
    const known = all ? undefined : this.openClocks.get(context, id);
    return known ?? this.rows(context, all ? ALL_CLOCKS : OPEN_CLOCKS, (tx, ids) => clocksOf(tx, ids, all)).load(id);
  }

  /** Reads what these fields of these tickets will ask for, in one trip of the transaction the tickets were read in. */
  async readAhead(context: RequestContext, tx: Tx, tickets: readonly Ticket[], fields: ReadonlySet<string>): Promise<void> {
    const customers = fields.has('customer') ? namedBy(tickets, 'customerId') : [];
    const members = fields.has('assignee') ? namedBy(tickets, 'assigneeId') : [];
    const ids = fields.has('clocks') ? tickets.map((ticket) => ticket.id).filter((id) => !this.openClocks.get(context, id)) : [];
    await Promise.all([
      customers.length > 0 ? this.orders.readAhead(context, tx, customers) : null,
      members.length > 0 ? this.identity.readAhead(context, tx, members) : null,
      ids.length > 0 ? this.readClocks(context, tx, ids) : null,
    ]);
  }

  /**
   * The parts that can be read by the ticket's id, beside the ticket itself and in the same trip. They are shown only below the ticket, so
   * a ticket that is not to be seen shows none of them.
   */
  async readBeside(context: RequestContext, tx: Tx, id: string, parts: { clocks: boolean; timeline: { first: number; after: number } | null }): Promise<void> {
    const { clocks, timeline } = parts;
    await Promise.all([
      clocks ? this.readClocks(context, tx, [id]) : null,
      timeline
        ? timelinePages(tx, [id], timeline).then((rows) => this.timelines.add(context, [[keyOf({ ticketId: id, ...timeline }), rows]]))
        : null,
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

  deadlines(context: RequestContext): Rows<DeadlineRow> {
    return this.rows(context, DEADLINES, deadlinesOf);
  }

  /** Every word there was on external deadlines. */
  told(context: RequestContext): Rows<ToldRow> {
    return this.rows(context, TOLD, toldOf);
  }

  findings(context: RequestContext): Rows<FindingRow> {
    return this.rows(context, FINDINGS, findingsOf);
  }

  facts(context: RequestContext): Rows<FactRow> {
    return this.rows(context, FACTS, factsOfTickets);
  }

  /** One row more than asked for, of each ticket; those of one list with the same arguments share one statement. */
  timeline(context: RequestContext, ticketId: string, page: { first: number; after?: string | null }): TimelineRow[] | Promise<TimelineRow[]> {
    const after = timelineAfter(page.after);
    const known = this.timelines.get(context, keyOf({ ticketId, first: page.first, after }));
    if (known) return known;
    const loader = loaderOf(context, TIMELINE, () => new DataLoader<Slice, TimelineRow[]>(
      (slices) => this.unit.readOnce(actorOf(context).merchantId, (tx) => timelines(tx, slices)), FRESH,
    ));
    return loader.load({ ticketId, first: page.first, after });
  }

  private rows<Row extends { ticketId: string }>(context: RequestContext, key: symbol, query: (tx: Tx, ids: readonly string[]) => Promise<Row[]>): Rows<Row> {
    return loaderOf(context, key, () => new DataLoader<string, Row[]>(async (ids) => {
      const found = await this.unit.readOnce(actorOf(context).merchantId, (tx) => query(tx, ids));
      const byTicket = groupByTicket(found);
      return ids.map((id) => byTicket.get(id) ?? []);
    }, FRESH));
  }
}

function namedBy(tickets: readonly Ticket[], field: 'customerId' | 'assigneeId'): string[] {
  const ids = new Set<string>();
  for (const { [field]: id } of tickets) if (id !== null) ids.add(id);
  return [...ids];
}

function keyOf({ ticketId, first, after }: Slice): string {
  return `${ticketId}:${first}:${after}`;
}

function groupByTicket<Row extends { ticketId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, (row) => row.ticketId);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

async function timelines(tx: Tx, slices: readonly Slice[]): Promise<TimelineRow[][]> {
  const pageOf = ({ first, after }: Slice): string => `${first}:${after}`;
  const read = [...groupBy(slices, pageOf)].map(async ([page, among]) => {
    const [{ first, after } = { first: 0, after: 0 }] = among; // a group is never empty
    const ticketIds = [...new Set(among.map((slice) => slice.ticketId))];
    return [page, groupByTicket(await timelinePages(tx, ticketIds, { first, after }))] as const;
  });
  const pages = new Map(await Promise.all(read));
  return slices.map((slice) => pages.get(pageOf(slice))?.get(slice.ticketId) ?? []);
}
