import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { clocksOf, linesOf, linksOf, parcelIdsOf, type ClockRow, type LineRow, type LinkRow } from '../queries/ticket-parts.query.js';

type Rows<Row> = DataLoader<string, Row[]>;

const OPEN_CLOCKS = Symbol('open clocks');
const ALL_CLOCKS = Symbol('all clocks');
const LINES = Symbol('disputed lines');
const PARCELS = Symbol('disputed parcels');
const LINKS = Symbol('ticket links');

/** The parts of the tickets of one request, each kind in one statement. The tickets were permitted before their parts are asked for. */
@Injectable()
export class TicketLoaders {
  constructor(private readonly unit: UnitOfWork) {}

  clocks(context: RequestContext, all: boolean): Rows<ClockRow> {
    return this.rows(context, all ? ALL_CLOCKS : OPEN_CLOCKS, (tx, ids) => clocksOf(tx, ids, all));
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
