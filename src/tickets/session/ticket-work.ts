import { Injectable, Optional } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { groupBy } from '../../kernel/group-by.js';
import type { Instant } from '../../kernel/instant.js';
import { can } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { bodyHash, claimIdempotency, storeIdempotent } from '../../platform/idempotency.js';
import { factAuthor, ProcessLibrary } from '../../process/index.js';
import { CalendarReader, type Clock, ClockBook, clocksOfTickets, PolicyLibrary } from '../../sla/index.js';
import { DueMetrics } from '../due/due-metrics.js';
import { DerivedDeadlines } from '../external/derived-deadlines.js';
import { NOT_HINDERED, type Hindered } from '../domain/gate-state.js';
import { gate, type Operation } from '../domain/operations.js';
import { FactBook, type Past } from './fact-book.js';
import type { Ticket } from '../domain/ticket.js';
import { Hindrances } from '../seams/hindrances.js';
import { factsOfTickets, type FactRow } from '../queries/ticket-parts.query.js';
import { tradeTerms, tradeTermsOfMany, UNKNOWN_TERMS, type TradeTerms } from '../queries/trade-terms.query.js';
import { factsOf, findTicket, lockTicket } from '../ticket.repository.js';
import { TicketSession } from './ticket-session.js';
import { TicketWatchers, type Watches } from '../seams/ticket-watchers.js';

/** What every ticket command is asked with. */
export interface TicketRequest {
  readonly ticketId: string;
  /** The version the caller decided on; a ticket that changed since answers VERSION_CONFLICT. */
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
  readonly requestId?: string | null;
  /** A second ticket the command touches; both rows are locked in the order of their ids, so that two merges never wait on each other. */
  readonly alsoTicketId?: string | null;
  /** The decoded input, for telling a repetition from a reuse of the key. */
  readonly body: object;
}

export interface Done<T> {
  /** The ticket as saved (or as it stands now, when the answer is a repetition). */
  readonly ticket: Ticket;
  readonly value: T;
  readonly replayed: boolean;
}

/**
 * Runs every ticket command: one transaction, two round trips. First trip: idempotency key, row lock, facts, open clocks, the time. Then
 * the gate and the command's decision. Second trip: its rows, the events, the steps evaluated anew, clocks, counts, COMMIT.
 */
@Injectable()
export class TicketWork {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly process: ProcessLibrary,
    private readonly policies: PolicyLibrary,
    private readonly calendars: CalendarReader,
    private readonly derived: DerivedDeadlines,
    private readonly watchers: TicketWatchers,
    private readonly metrics: DueMetrics,
    @Optional() private readonly hindrances: Hindrances = new Hindrances(),
  ) {}

  async run<T>(
    actor: Actor,
    operation: Operation,
    request: TicketRequest,
    decide: (session: TicketSession) => T | Promise<T>,
    /** Where it runs: a transaction of its own, or that of somebody who already has one. */
    unit: Pick<UnitOfWork, 'run'> = this.unit,
  ): Promise<Done<T>> {
    const { fired, ...done } = await unit.run(actor.merchantId, async (tx) => {
      const attempt = typeof request.idempotencyKey === 'string'
        ? { operation, key: request.idempotencyKey, bodyHash: bodyHash(request.body) }
        : null;
      const [claim, [ticket, also], facts, clocks, terms, now, newest, watches, hindered] = await Promise.all([
        attempt ? claimIdempotency(tx, actor, attempt) : null,
        lockInOrder(tx, request.ticketId, request.alsoTicketId ?? null),
        factsOf(tx, request.ticketId),
        ClockBook.open(tx, request.ticketId),
        this.policies.mayAskTrade(tx) ? tradeTerms(tx, request.ticketId) : null,
        tx.now(),
        this.calendars.ahead(tx),
        this.watchers.ready(tx),
        this.hindrances.for(tx, operation, [request.ticketId], actor),
      ]);
      if (!ticket || !can(actor, 'ticket.read', { shopId: ticket.shopId })) throw notFound('ticketId');
      if (claim && !claim.fresh) return { ticket, value: claim.result as T, replayed: true, fired: [] };

      const past = { facts, terms: terms ?? (await this.termsOf(tx, ticket)) };
      const session = await this.open(tx, actor, operation, request, { ticket, also, facts: new FactBook(past), clocks, now, newest });
      refuseUnlessAllowed(session, operation, hindered?.get(ticket.id));
      refuseStale(ticket, request.expectedVersion);
      const value = await decide(session);
      const saved = await this.finish(session, watches);
      if (attempt) storeIdempotent(tx, actor, attempt, value);
      return { ticket: saved, value, replayed: false, fired: session.clocks.fired };
    });
    this.metrics.fired(fired, operation);
    return done;
  }

  /**
   * The same for many tickets of one merchant in one transaction, without idempotency or versions: what the worker does by itself. `lock` takes the
   * row locks of those that are to be worked on. A session begins without its ticket's past; see `whole`. One that fails fails all of them. What they
   * read and write leaves together, so that they cost hardly more trips than one. Answers by ticket id.
   */
  async runMany<T>(
    actor: Actor, operation: Operation, lock: (tx: Tx) => Promise<Ticket[]>, decide: (session: TicketSession) => T | Promise<T>,
    unit: Pick<UnitOfWork, 'run'> = this.unit,
  ): Promise<Map<string, T>> {
    const done = await unit.run(actor.merchantId, async (tx) => {
      const tickets = await lock(tx);
      if (tickets.length === 0) return [];
      // Read after the locks: what others did before they let go is seen.
      const [clocks, now, newest, watches] = await Promise.all([
        clocksOfTickets(tx, tickets.map(({ id }) => id), false), tx.now(), this.calendars.ahead(tx), this.watchers.ready(tx),
      ]);
      const ownClocks = groupBy(clocks, ticketOf);
      const pasts = new DataLoader((ids: readonly string[]) => pastsOf(tx, ids));
      return Promise.all(tickets.map(async (ticket) => {
        const { id } = ticket;
        const facts = new FactBook(() => pasts.load(id));
        const session = await this.open(tx, actor, operation, { ticketId: id, body: {} }, { ticket, also: undefined, facts, clocks: ownClocks.get(id) ?? [], now, newest });
        refuseUnlessAllowed(session, operation);
        const value = await decide(session);
        await this.finish(session, watches);
        return { id, value, fired: session.clocks.fired };
      }));
    });
    this.metrics.fired(done.flatMap(({ fired }) => fired), operation);
    return new Map(done.map(({ id, value }) => [id, value]));
  }

  /** The ticket as it stands, for answering a refusal with it. */
  current(actor: Actor, ticketId: string): Promise<Ticket | undefined> {
    return this.unit.read(actor.merchantId, async (tx) => {
      const ticket = await findTicket(tx, ticketId);
      return ticket && can(actor, 'ticket.read', { shopId: ticket.shopId }) ? ticket : undefined;
    });
  }

  /** What follows from every command, whoever gave it: deadlines others set, what watchers do, and the writing of it all. */
  private async finish(session: TicketSession, watches: Watches): Promise<Ticket> {
    await this.derived.follow(session);
    await this.watchers.show(session, watches);
    return session.save();
  }

  private async open(
    tx: Tx,
    actor: Actor,
    operation: Operation,
    request: TicketRequest,
    loaded: { ticket: Ticket; also: Ticket | undefined; facts: FactBook; clocks: Clock[]; now: Instant; newest: ReadonlyMap<string, string> | null },
  ): Promise<TicketSession> {
    const [definition, policy] = await Promise.all([
      this.process.version(tx, loaded.ticket.definitionId),
      this.policies.version(tx, loaded.ticket.policyId),
    ]);
    const times = await this.calendars.times(tx, loaded.clocks, [policy], loaded.newest);
    const clocks = new ClockBook(loaded.clocks, loaded.now, { by: factAuthor(actor.kind, actor.id), cause: operation, times });
    return new TicketSession({ tx, actor, definition, policy, times, cause: operation, requestId: request.requestId ?? null, ...loaded, clocks });
  }

  private async termsOf(tx: Tx, { id, policyId }: Ticket): Promise<TradeTerms> {
    return this.policies.asksTrade(tx, await this.policies.version(tx, policyId)) ? tradeTerms(tx, id) : UNKNOWN_TERMS;
  }
}

/** Of many tickets, in their order. */
async function pastsOf(tx: Tx, ids: readonly string[]): Promise<Past[]> {
  const [facts, terms] = await Promise.all([factsOfTickets(tx, ids), tradeTermsOfMany(tx, ids)]);
  const own = groupBy<FactRow, string>(facts, ticketOf);
  return ids.map((id) => ({ facts: own.get(id) ?? [], terms: terms.get(id) ?? UNKNOWN_TERMS }));
}

function ticketOf({ ticketId }: { readonly ticketId: string }): string {
  return ticketId;
}

async function lockInOrder(tx: Tx, id: string, alsoId: string | null): Promise<[Ticket | undefined, Ticket | undefined]> {
  if (alsoId === null) return [await lockTicket(tx, id), undefined];
  // Both statements leave at once and run in this order.
  const [first, second] = await Promise.all([id, alsoId].sort().map((each) => lockTicket(tx, each)));
  return first?.id === id || second?.id === alsoId ? [first, second] : [second, first];
}

function refuseUnlessAllowed(session: TicketSession, operation: Operation, hindered: Hindered = NOT_HINDERED): void {
  const { ticket, actor, progress } = session;
  const verdict = gate(operation, { ticket, actor, progress, hindered, get summary() { return session.summary; } });
  if (!verdict.allowed) throw new DomainError(verdict.code, verdict.text, null, verdict.details);
}

/** After the gate: a caller who may not act learns that first, and not the version. */
function refuseStale(ticket: Ticket, expected: number | null | undefined): void {
  if (expected === null || expected === undefined || expected === ticket.version) return;
  throw new DomainError(
    'VERSION_CONFLICT',
    { en: 'The ticket has changed since you looked; read it again and decide anew.', zh: '工单在您查看之后已有变化，请重新查看后再决定。' },
    'expectedVersion',
    { currentVersion: ticket.version },
  );
}
