import { Injectable } from '@nestjs/common';
import type { DatabaseError } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/error.js';
import type { Instant } from '../../../kernel/instant.js';
import { authorize } from '../../../identity/index.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../../platform/database/unit-of-work.js';
import { bodyHash, claimIdempotency, storeIdempotent } from '../../../platform/idempotency.js';
import { factAuthor, ProcessLibrary } from '../../../process/index.js';
import { CalendarReader, ClockBook, PolicyLibrary } from '../../../sla/index.js';
import { cleanExternalRef, decideOpening, type Opening, type OpeningRequest } from '../../domain/opening.js';
import type { Ticket } from '../../domain/ticket.js';
import { DerivedDeadlines } from '../../external/derived-deadlines.js';
import { FactBook } from '../../session/fact-book.js';
import { openingContext, type Known } from '../../queries/opening-context.query.js';
import { tradeTermsOfNamed, UNKNOWN_TERMS, type TradeTerms } from '../../queries/trade-terms.query.js';
import { TicketNumbers } from '../../ticket-numbers.js';
import { findTicket, insertDisputed } from '../../ticket.repository.js';
import { TicketSession } from '../../session/ticket-session.js';
import { TicketWatchers } from '../../seams/ticket-watchers.js';

export interface OpenTicketRequest extends OpeningRequest {
  readonly shopId: string;
  readonly idempotencyKey?: string | null;
  readonly requestId?: string | null;
}

export interface Opened {
  readonly ticket: Ticket;
  /** False when a ticket of the same shop, kind and external reference was there already, or the key was seen before. */
  readonly created: boolean;
}

const OPERATION = 'OPEN';
const UNIQUE_VIOLATION = '23505';

/** The customer's first words stand in the transcript as their first message. */
const FIRST_MESSAGE = sql(
  'ticket.first_message',
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, origin, visibility, channel, body, at)
   VALUES ($1, $2, $3, 'CUSTOMER', 'HUMAN', 'PUBLIC', $4, $5, $6)`,
);

/** Opens a ticket, or answers the one that its external reference already names. */
@Injectable()
export class OpenTicket {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly numbers: TicketNumbers,
    private readonly process: ProcessLibrary,
    private readonly policies: PolicyLibrary,
    private readonly calendars: CalendarReader,
    private readonly derived: DerivedDeadlines,
    private readonly watchers: TicketWatchers,
  ) {}

  async execute(actor: Actor, asked: OpenTicketRequest): Promise<Opened> {
    authorize(actor, 'ticket.open', { shopId: asked.shopId });
    const request = { ...asked, externalRef: cleanExternalRef(asked.externalRef) };
    const number = await this.numbers.next(actor.merchantId);
    try {
      return await this.open(actor, request, number);
    } catch (error) {
      // Two openings of one external reference at once: the loser finds the winner's ticket.
      if ((error as DatabaseError).code !== UNIQUE_VIOLATION || request.externalRef === null) throw error;
      return this.open(actor, request, number);
    }
  }

  private open(actor: Actor, request: OpenTicketRequest, number: string): Promise<Opened> {
    return this.unit.run(actor.merchantId, async (tx) => {
      const attempt = typeof request.idempotencyKey === 'string'
        ? { operation: OPERATION, key: request.idempotencyKey, bodyHash: bodyHash({ ...request, requestId: null }) }
        : null;
      const named = { ...request, reasonCode: request.statedReasonCode, respondentId: request.complaint?.respondentId ?? null };
      const [claim, known, terms, now, newest] = await Promise.all([
        attempt ? claimIdempotency(tx, actor, attempt) : null,
        openingContext(tx, named),
        this.policies.mayAskTrade(tx) ? termsOf(tx, request) : null,
        tx.now(),
        this.calendars.ahead(tx),
      ]);
      const seen = claim && !claim.fresh ? (claim.result as string) : known.existingId;
      if (seen) {
        // The key now stands for the ticket found: a repetition is answered from it, like that of an opening.
        if (attempt && claim?.fresh) storeIdempotent(tx, actor, attempt, seen);
        return { ticket: await existing(tx, seen), created: false };
      }
      if (!known.shopKnown) throw notFound('shopId');
      const opening = decideOpening(request, known, now);
      const ticket = await this.insert(tx, actor, request, { known, terms, opening, number, now, newest });
      if (attempt) storeIdempotent(tx, actor, attempt, ticket.id);
      return { ticket, created: true };
    });
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    request: OpenTicketRequest,
    decided: { known: Known; terms: TradeTerms | null; opening: Opening; number: string; now: Instant; newest: ReadonlyMap<string, string> | null },
  ): Promise<Ticket> {
    const { known, opening, now, newest } = decided;
    const [definition, policy, watches] = await Promise.all([
      this.process.version(tx, known.definitionId),
      this.policies.version(tx, known.policyId),
      this.watchers.ready(tx),
    ]);
    const draft = draftOf(request, decided);
    const [times, terms] = await Promise.all([
      this.calendars.times(tx, [], [policy], newest),
      decided.terms ?? (this.policies.asksTrade(tx, policy) ? termsOf(tx, request) : UNKNOWN_TERMS),
    ]);
    const clocks = new ClockBook([], now, { by: factAuthor(actor.kind, actor.id), cause: OPERATION, times });
    const session = new TicketSession({
      tx, actor, now, ticket: draft, facts: new FactBook({ facts: [], terms }), clocks, definition, policy, times,
      cause: OPERATION, requestId: request.requestId ?? null, fresh: true,
    });
    session.fact('ticket.opened', opening.fact);
    if (request.severity !== null && actor.kind === 'MEMBER') {
      // A person of ours looked and said so; a platform's or a program's word is looked at again.
      const { severity, emotion, anomaly } = opening.fact;
      session.fact('ticket.classified', { severity, emotion, anomaly });
    }
    const messageId = isCustomersTurn(request) ? uuidv7() : null;
    if (messageId) session.fact('message.received', { messageId });
    await this.derived.follow(session);
    await this.watchers.show(session, watches);
    const ticket = session.save('INSERT');
    insertDisputed(tx, ticket.id, request.lines, request.parcelIds);
    if (messageId) session.write(FIRST_MESSAGE, [tx.merchantId, messageId, ticket.id, request.channel, opening.problem, now]);
    return ticket;
  }
}

function termsOf(tx: Tx, { shopId, customerId, orderId }: OpenTicketRequest): Promise<TradeTerms> {
  return tradeTermsOfNamed(tx, shopId, customerId, orderId);
}

function isCustomersTurn(request: OpenTicketRequest): boolean {
  return request.source === 'CUSTOMER' || request.source === 'PLATFORM';
}

async function existing(tx: Tx, id: string): Promise<Ticket> {
  const ticket = await findTicket(tx, id);
  if (!ticket) throw notFound('externalRef');
  return ticket;
}

function draftOf(request: OpenTicketRequest, { known, opening, number, now }: { known: Known; opening: Opening; number: string; now: Instant }): Ticket {
  const { kind, source, channel, priority, emotion, orderId, shopId, teamId } = request;
  return {
    id: uuidv7(), number, shopId, kind, source, channel, priority, emotion, orderId, teamId,
    status: 'OPEN', resolution: null, version: 1,
    externalRef: opening.externalRef, severity: opening.severity, tags: opening.tags, subject: opening.subject, problem: opening.problem,
    customerId: opening.customerId, assigneeId: null,
    statedReasonCode: request.statedReasonCode, statedReasonText: opening.statedReasonText, verifiedReasonCode: null,
    respondentId: known.respondent?.id ?? null, respondentPersonId: known.respondent?.personId ?? null,
    details: opening.details, definitionId: known.definitionId, policyId: known.policyId,
    currentStep: null, steps: [], waitingOn: 'US', holdReason: null, nextDueAt: null, nextDueClock: null,
    lastCustomerMessageAt: isCustomersTurn(request) ? now : null, lastPublicMessageAt: isCustomersTurn(request) ? now : null,
    mergedIntoId: null, openedAt: now, updatedAt: now, closedAt: null,
  };
}
