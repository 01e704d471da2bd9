import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { groupBy } from '../../kernel/group-by.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { KnownRows } from '../../platform/graphql/known-rows.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { deadlinesOf, toldOf, type DeadlineRow, type ToldRow } from '../external/external-deadline.repository.js';
import { NOT_HINDERED, type Hindered } from '../domain/gate-state.js';
import { Hindrances } from '../seams/hindrances.js';
import { findingsOf, type FindingRow } from '../queries/finding.query.js';
import {
  clocksOf, clocksOfOne, factsOfTickets, linesOf, linksOf, parcelIdsOf, type ClockRow, type FactRow, type LineRow, type LinkRow,
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
const HINDERED = Symbol('hindered');
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
    private readonly hindrances: Hindrances,
  ) {}

  clocks(context: RequestContext, id: string, all: boolean): ClockRow[] | Promise<ClockRow[]> {
    const known = all ? undefined : this.openClocks.get(context, id);
    return known ?? this.rows(context, all ? ALL_CLOCKS : OPEN_CLOCKS, (tx, ids) => clocksOf(tx, ids, all)).load(id);
  }

  /**
   * The parts that can be read by the ticket's id, beside the ticket itself and in the same trip. They are shown only below the ticket, so
   * a ticket that is not to be seen shows none of them.
   */
  async readBeside(context: RequestContext, tx: Tx, id: string, parts: { clocks: boolean; timeline: { first: number; after: number } | null }): Promise<void> {
    const { clocks, timeline } = parts;
    await Promise.all([
      clocks ? clocksOfOne(tx, id).then((rows) => this.openClocks.add(context, [[id, rows]])) : null,
      timeline
        ? timelinePages(tx, [id], timeline).then((rows) => this.timelines.add(context, [[keyOf({ ticketId: id, ...timeline }), rows]]))
        : null,
    ]);
  }

  /** The open clocks of these tickets, in the caller's own transaction. */
  async readClocks(context: RequestContext, tx: Tx, ids: readonly string[]): Promise<void> {
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

  /** What features know that stands in the caller's way. */
  hindered(context: RequestContext): DataLoader<string, Hindered> {
    return loaderOf(context, HINDERED, () => new DataLoader<string, Hindered>(async (ids) => {
      const actor = actorOf(context);
      const hindered = await this.unit.readOnce(actor.merchantId, (tx) => this.hindrances.all(tx, ids, actor));
      return ids.map((id) => hindered.get(id) ?? NOT_HINDERED);
    }, FRESH));
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

function keyOf({ ticketId, first, after }: Slice): string {
  return `${ticketId}:${first}:${after}`;
}

function groupByTicket<Row extends { ticketId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, (row) => row.ticketId);
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
