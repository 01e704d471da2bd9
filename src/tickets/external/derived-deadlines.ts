import { Injectable } from '@nestjs/common';
import type { Millis } from '../../kernel/instant.js';
import { holdTerms, shipTimeOf } from '../../orders/index.js';
import {
  asksShipTime, deadlineOf, heldRows, PackLibrary, type DeadlineRow, type ExternalKind, type PackEvent, type PackEventType, type PolicyPack, type ShopPacks,
} from '../../sla/index.js';
import { caseDeadline, isOnPlatform, kindEvents, packEventsOf, PLATFORM_DEEDS, type Observation } from '../domain/external.js';
import type { PackHappening } from '../session/session-opening.js';
import type { TicketSession } from '../session/ticket-session.js';
import { callOff, observe, recount, take } from './external-clocks.js';
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
    if (session.ticket.orderId !== session.current.orderId) await this.recount(session);
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
      const [known, shop] = await Promise.all([deadlinesOf(tx, [ticket.id]), this.shopOf(session)]);
      for (const row of known) {
        const ruled = row.source === 'PACK' && asked.some((type) => rowNamed(shop.packs, row.packRow)?.startsWith === type);
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
  async start(session: TicketSession, happening: PackHappening, told = false): Promise<{ rows: number; taken: boolean }> {
    const shop = await this.shopOf(session);
    const started = startedBy(session, shop, happening, told);
    let taken = false;
    for (const observation of (await counted(session, shop, started, happening.event)).values()) taken = (await observe(session, observation)) || taken;
    return { rows: started.length, taken };
  }

  /**
   * The order promises another time for sending, or is another one: deadlines that may add it are counted again from their event, by the rows that hold
   * now. What the platform or a person told of stays, and so does what was missed.
   */
  async recount(session: TicketSession): Promise<void> {
    const { tx, ticket, clocks } = session;
    if (!clocks.openClocks.some(({ kind }) => kind === 'EXTERNAL')) return;
    const shop = await this.shopOf(session);
    for (const known of await deadlinesOf(tx, [ticket.id])) {
      const row = known.eventAt !== null && clocks.isOpen('EXTERNAL', known.kind) ? rowNamed(shop.packs, known.packRow) : undefined;
      if (!row || known.eventAt === null) continue;
      const event = { at: known.eventAt };
      const started = startedBy(session, shop, { type: row.startsWith, event }, row.basis === 'PACK').filter((one) => one.row.concerns === known.kind);
      if (!started.some((one) => asksShipTime(one.row))) continue;
      for (const observation of (await counted(session, shop, started, event)).values()) recount(session, known, observation);
    }
  }

  private async shopOf({ tx, ticket }: TicketSession): Promise<ShopPacks> {
    const shop = await this.library.ofShop(tx, ticket.shopId);
    if (!shop) throw new Error('a ticket belongs to a shop');
    return shop;
  }
}

interface Started {
  readonly pack: PolicyPack;
  readonly row: DeadlineRow;
}

/** The rows that begin with it here. */
function startedBy({ ticket }: TicketSession, shop: ShopPacks, { type, event }: PackHappening, told: boolean): Started[] {
  const onPlatform = told || isOnPlatform(ticket) || PLATFORM_DEEDS.includes(type);
  return heldRows(shop.packs, shop.choice, event.at).flatMap(({ pack, row }) => (
    isStartedBy(row, type) && (row.basis === 'STATUTORY' || onPlatform) ? [{ pack, row }] : []
  ));
}

/** The earliest time of these rows for each thing that has to be done. */
async function counted(session: TicketSession, shop: ShopPacks, started: readonly Started[], { at }: PackEvent): Promise<Map<ExternalKind, Observation>> {
  const rows = started.map(({ row }) => row);
  const [terms, shipTimeMs] = await Promise.all([shop.terms(rows, at), rows.some(asksShipTime) ? promisedShipTime(session) : null]);
  const earliest = new Map<ExternalKind, Observation>();
  for (const { pack, row } of started) {
    const { dueAt, plainWeekdays } = deadlineOf(row, { at, shipTimeMs }, shop.zone, terms);
    const known = earliest.get(row.concerns);
    if (known && known.dueAt <= dueAt) continue;
    earliest.set(row.concerns, {
      kind: row.concerns, source: 'PACK', startedAt: at, dueAt, consequence: row.missed.outcome, version: null, packRow: `${pack.id}@${pack.version}#${row.id}`,
      plainWeekdays,
    });
  }
  return earliest;
}

/** An upsert that changes it later finds the tickets on record; of one that is only being opened the order is held meanwhile. */
async function promisedShipTime({ tx, current: { orderId }, newFacts }: TicketSession): Promise<Millis | null> {
  if (orderId === null) return null;
  if (newFacts.some(({ type }) => type === 'ticket.opened')) await holdTerms(tx, null, orderId);
  return shipTimeOf(tx, orderId);
}

/** The row of this name, `tmall@2026-08#return.request`, in whichever version of its pack holds now. */
function rowNamed(packs: readonly PolicyPack[], name: string | null): DeadlineRow | undefined {
  const [, packId, rowId] = /^(.+)@.*#(.+)$/.exec(name ?? '') ?? [];
  const row = packs.find(({ id }) => id === packId)?.rows.find(({ id }) => id === rowId);
  return row?.kind === 'DEADLINE' ? row : undefined;
}

function isStartedBy(row: { kind: string }, type: PackEventType): row is DeadlineRow {
  return row.kind === 'DEADLINE' && (row as DeadlineRow).startsWith === type;
}
