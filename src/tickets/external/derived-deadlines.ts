import { Injectable } from '@nestjs/common';
import { asksWorkdays, deadlineOf, heldRows, PackLibrary, type DeadlineRow, type PackEventType, type PolicyPack } from '../../sla/index.js';
import { caseDeadline, isOnPlatform, kindEvents, packEventsOf, PLATFORM_DEEDS, type Observation } from '../domain/external.js';
import type { PackHappening } from '../session-opening.js';
import type { TicketSession } from '../ticket-session.js';
import { callOff, observe, take } from './external-clocks.js';
import { deadlinesOf } from './external-deadline.repository.js';

/** Deadlines that follow from what happened on a ticket, by the rows of packs its shop goes by. */
@Injectable()
export class DerivedDeadlines {
  constructor(private readonly library: PackLibrary) {}

  /** Once in every command, after it decided: what its facts start. Most start nothing, and nothing is read then. */
  async follow(session: TicketSession): Promise<void> {
    if (session.newFacts.some(({ type }) => type === 'ticket.opened')) {
      const named = caseDeadline(session.ticket);
      if (named) take(session, named);
    }
    if (session.newFacts.some(({ type }) => type === 'ticket.converted')) await this.changeKind(session);
    const { happenings } = session;
    // What was told with its own time counts from there, and not from the fact that came of it.
    const shown = packEventsOf(session.ticket, session.newFacts).filter((type) => !happenings.some((told) => told.type === type));
    for (const happening of [...shown.map((type) => ({ type, event: { at: session.now } })), ...happenings]) await this.start(session, happening);
  }

  /**
   * Of another kind: what a rule asked of the former alone is called off, what the platform or a person told of stands, and what is asked of the new one
   * begins. A request on the platform was made when the ticket came; an authority is heard of now.
   */
  private async changeKind(session: TicketSession): Promise<void> {
    const { tx, ticket, current, now } = session;
    const [asked, named] = [kindEvents(ticket), caseDeadline(ticket)];
    if (asked.length > 0 || named) {
      const [known, shop] = await Promise.all([deadlinesOf(tx, [ticket.id]), this.library.ofShop(tx, ticket.shopId)]);
      for (const row of known) {
        const ruled = row.source === 'PACK' && asked.some((type) => isNamedStart(shop?.packs ?? [], row.packRow, type));
        if (ruled || (row.source === 'MANUAL' && row.kind === named?.kind && row.dueAt === named.dueAt)) callOff(session, row);
      }
    }
    const date = caseDeadline(current);
    if (date) await observe(session, date);
    for (const type of kindEvents(current)) await this.start(session, { type, event: { at: type === 'REGULATOR_COMPLAINT' ? now : ticket.openedAt } });
  }

  /**
   * Of several rows for one deadline the earliest counts. Rules of a platform run where the request was made on it, where it stepped in or decided, and where
   * somebody says outright that it happened there (`told`); laws run everywhere. Answers how many rows begin with it, and whether a deadline followed.
   */
  async start(session: TicketSession, { type, event }: PackHappening, told = false): Promise<{ rows: number; taken: boolean }> {
    const shop = await this.library.ofShop(session.tx, session.ticket.shopId);
    if (!shop) throw new Error('a ticket belongs to a shop');
    const onPlatform = told || isOnPlatform(session.ticket) || PLATFORM_DEEDS.includes(type);
    const earliest = new Map<string, Observation>();
    const started = heldRows(shop.packs, shop.choice, event.at).flatMap(({ pack, row }) => (
      isStartedBy(row, type) && (row.basis === 'STATUTORY' || onPlatform) ? [{ pack, row }] : []
    ));
    const terms = { enrolments: shop.choice.enrolments, ...(started.some(({ row }) => asksWorkdays(row)) && { isWorkday: await shop.workdays(event.at) }) };
    for (const { pack, row } of started) {
      const { dueAt } = deadlineOf(row, event, shop.zone, terms);
      const known = earliest.get(row.concerns);
      if (known && known.dueAt <= dueAt) continue;
      earliest.set(row.concerns, {
        kind: row.concerns, source: 'PACK', startedAt: event.at, dueAt, consequence: row.missed.outcome, version: null, packRow: `${pack.id}@${pack.version}#${row.id}`,
      });
    }
    let taken = false;
    for (const observation of earliest.values()) taken = (await observe(session, observation)) || taken;
    return { rows: started.length, taken };
  }
}

/** Whether the row of this name, `tmall@2026-08#return.request`, counts from that. */
function isNamedStart(packs: readonly PolicyPack[], name: string | null, type: PackEventType): boolean {
  const [, packId, rowId] = /^(.+)@.*#(.+)$/.exec(name ?? '') ?? [];
  return packs.some(({ id, rows }) => id === packId && rows.some((row) => row.id === rowId && isStartedBy(row, type)));
}

function isStartedBy(row: { kind: string }, type: PackEventType): row is DeadlineRow {
  return row.kind === 'DEADLINE' && (row as DeadlineRow).startsWith === type;
}
