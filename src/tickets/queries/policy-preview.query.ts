import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { shopsFor } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Fact } from '../../process/index.js';
import { CalendarReader, ClockBook, PolicyLibrary, type Clock } from '../../sla/index.js';
import { chosenPolicy } from '../commands/policy/reapply-policy.js';
import type { Ticket } from '../domain/ticket.js';
import { keepClocks, matterOf } from '../session/ticket-clocks.js';
import { TICKET_COLUMNS } from '../ticket.repository.js';
import { clocksOf, factsOfTickets } from './ticket-parts.query.js';
import { tradeTermsOfMany } from './trade-terms.query.js';

/** What would become of a clock. */
export type ClockOutlook = 'UNCHANGED' | 'RETARGETED' | 'CANCELLED' | 'STARTED';

export interface PreviewedClock {
  readonly before: Clock | null;
  readonly after: Clock;
  readonly outlook: ClockOutlook;
}

export interface PreviewedTicket {
  readonly ticket: Ticket;
  readonly clocks: readonly PreviewedClock[];
}

export interface PreviewRequest {
  readonly policyId: string | null;
  /** null: all at work, page by page. */
  readonly ticketIds: readonly string[] | null;
  readonly after: string | null;
  readonly first: number;
}

const PAGE = sql(
  'policy.preview_tickets',
  `SELECT ${TICKET_COLUMNS} FROM ticket t
    WHERE t.merchant_id = $1 AND t.status <> 'CLOSED' AND ($2::uuid[] IS NULL OR t.shop_id = ANY ($2)) AND ($3::uuid[] IS NULL OR t.id = ANY ($3))
      AND ($4::uuid IS NULL OR t.id > $4) ORDER BY t.id LIMIT $5`,
);

/** What a re-application would do to tickets at work, by the very functions that do it. Writes nothing. */
@Injectable()
export class PolicyPreview {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly policies: PolicyLibrary,
    private readonly calendars: CalendarReader,
  ) {}

  /** One ticket more than asked for, so that the caller knows whether there are more. */
  execute(actor: Actor, request: PreviewRequest): Promise<PreviewedTicket[]> {
    return this.unit.read(actor.merchantId, async (tx) => {
      const chosen = await chosenPolicy(tx, this.policies, request.policyId);
      const tickets = await tx.query<Ticket>(PAGE, [
        tx.merchantId, shopsFor(actor, 'policy.reapply'), request.ticketIds, request.after, request.first + 1,
      ]);
      return this.preview(tx, tickets, chosen);
    });
  }

  private async preview(tx: Tx, tickets: readonly Ticket[], chosen: Awaited<ReturnType<typeof chosenPolicy>>): Promise<PreviewedTicket[]> {
    const ids = tickets.map((ticket) => ticket.id);
    const [clocks, facts, terms, now] = await Promise.all([clocksOf(tx, ids, false), factsOfTickets(tx, ids), tradeTermsOfMany(tx, ids), tx.now()]);
    const times = await this.calendars.times(tx, clocks, [chosen.policy]);
    return tickets.map((ticket) => {
      const open = clocks.filter(({ ticketId }) => ticketId === ticket.id);
      const book = new ClockBook(open, now, { by: null, cause: 'PREVIEW', times });
      const known: Fact[] = facts.filter(({ ticketId }) => ticketId === ticket.id);
      const matter = matterOf(ticket, terms.get(ticket.id) ?? { platform: '', customerTier: null, amount: null });
      keepClocks(book, ticket, { steps: ticket.steps, currentStep: ticket.currentStep }, known, { ...chosen, matter, times, newestCalendars: true });
      return { ticket, clocks: book.all.map((after) => compared(open.find(({ id }) => id === after.id) ?? null, after)) };
    });
  }
}

function compared(before: Clock | null, after: Clock): PreviewedClock {
  if (!before) return { before, after, outlook: 'STARTED' };
  if (after.endedAt !== null) return { before, after, outlook: 'CANCELLED' };
  return { before, after, outlook: after.generation > before.generation ? 'RETARGETED' : 'UNCHANGED' };
}
