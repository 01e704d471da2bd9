import { Injectable } from '@nestjs/common';
import { deadlineOf, heldRows, PackLibrary, type DeadlineRow, type PackEvent, type PackEventType } from '../../sla/index.js';
import { caseDeadline, isOnPlatform, packEventsOf, type Observation } from '../domain/external.js';
import type { TicketSession } from '../ticket-session.js';
import { observe, take } from './external-clocks.js';

/** Deadlines that follow from what happened on a ticket, by the rows of packs its shop goes by. */
@Injectable()
export class DerivedDeadlines {
  constructor(private readonly library: PackLibrary) {}

  /** Once in every command, after it decided: what its facts start. Most start nothing, and nothing is read then. */
  async follow(session: TicketSession): Promise<void> {
    if (session.recorded.some(({ type }) => type === 'ticket.opened')) {
      const named = caseDeadline(session.ticket);
      if (named) take(session, named);
    }
    for (const type of packEventsOf(session.ticket, session.recorded)) await this.happened(session, type);
  }

  /**
   * Something that packs know deadlines for, told by a feature that sees it. Of several rows for one deadline the earliest counts. Rules of a
   * platform run where the request was made on it, and where it stepped in; laws run everywhere.
   */
  async happened(session: TicketSession, type: PackEventType, event: PackEvent = { at: session.now }): Promise<void> {
    const shop = await this.library.ofShop(session.tx, session.ticket.shopId);
    if (!shop) throw new Error('a ticket belongs to a shop');
    const onPlatform = isOnPlatform(session.ticket) || type === 'PLATFORM_STEPPED_IN';
    const earliest = new Map<string, Observation>();
    for (const { pack, row } of heldRows(shop.packs, shop.choice, event.at)) {
      if (!isStartedBy(row, type) || (row.basis === 'PACK' && !onPlatform)) continue;
      const { dueAt } = deadlineOf(row, event, shop.zone, { enrolments: shop.choice.enrolments });
      const known = earliest.get(row.concerns);
      if (known && known.dueAt <= dueAt) continue;
      earliest.set(row.concerns, {
        kind: row.concerns, source: 'PACK', startedAt: event.at, dueAt, consequence: row.missed.outcome, version: null, packRow: `${pack.id}@${pack.version}#${row.id}`,
      });
    }
    for (const observation of earliest.values()) await observe(session, observation);
  }
}

function isStartedBy(row: { kind: string }, type: PackEventType): row is DeadlineRow {
  return row.kind === 'DEADLINE' && (row as DeadlineRow).startsWith === type;
}
