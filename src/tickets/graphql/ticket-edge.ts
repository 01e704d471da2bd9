import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DomainError } from '../../kernel/error.js';
import { decodeId } from '../../kernel/ids.js';
import { tellable, unexpected } from '../../platform/graphql/edge-error.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload, userErrorOf, type UserError } from '../../platform/graphql/payload.js';
import { actorOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { errorFacts, LOG, type Log } from '../../platform/runtime/log.js';
import { TicketWork, type Done, type TicketRequest } from '../session/ticket-work.js';
import { toTicket } from './ticket.mapper.js';
import type { BulkTicketResult } from './ticket.payload.js';
import type { Ticket } from './ticket.type.js';

interface Input {
  readonly ticketId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** What the mutations of a ticket share at the edge: ids in, the command, the ticket or its refusal out. */
@Injectable()
export class TicketEdge {
  constructor(
    private readonly work: TicketWork,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The part of a request every ticket command takes. `body` is the whole input: the same key with another is refused. */
  requestOf(context: RequestContext, input: Input): TicketRequest {
    return {
      ticketId: idArg('Ticket', input.ticketId, 'ticketId'),
      expectedVersion: input.expectedVersion ?? null,
      idempotencyKey: input.idempotencyKey ?? context.idempotencyKey,
      requestId: context.requestId,
      body: input,
    };
  }

  /** Runs a command; a refusal is answered with the ticket as it stands, so that the caller can decide anew without asking again. */
  change<T>(context: RequestContext, input: Input, command: (request: TicketRequest) => Promise<Done<T>>): Promise<{ ticket: Ticket | null; userErrors: UserError[] }>;
  change<T, More extends object>(
    context: RequestContext, input: Input, command: (request: TicketRequest) => Promise<Done<T>>, more: (value: T | null) => More,
  ): Promise<{ ticket: Ticket | null; userErrors: UserError[] } & More>;
  change<T, More extends object>(
    context: RequestContext, input: Input, command: (request: TicketRequest) => Promise<Done<T>>, more?: (value: T | null) => More,
  ): Promise<{ ticket: Ticket | null; userErrors: UserError[] }> {
    return payload<{ ticket: Ticket | null }>(
      context,
      async () => {
        const done = await command(this.requestOf(context, input));
        return { ticket: toTicket(done.ticket), ...more?.(done.value) };
      },
      async (error) => ({ ticket: await this.standing(context, input, error), ...more?.(null) }),
    );
  }

  /**
   * The same for many, each in its own transaction and answered apart, also where the database was lost midway or something unexpected failed: what
   * was carried out before stays carried out, and its caller must learn so. One idempotency key cannot stand for a hundred decisions: a repeated bulk
   * call meets the tickets as it left them.
   */
  bulk<T>(
    context: RequestContext, inputs: readonly Input[], command: (request: TicketRequest) => Promise<Done<T>>,
  ): Promise<{ results: BulkTicketResult[]; userErrors: UserError[] }> {
    const byId = new Map(inputs.map((input) => [input.ticketId, input]));
    return payload<{ results: BulkTicketResult[] }>(context, async () => {
      const results: BulkTicketResult[] = [];
      // One after the other, so that a bulk call takes one connection of the pool and not all of them.
      for (const [ticketId, input] of byId) {
        const change = this.change(context, input, (request) => command({ ...request, idempotencyKey: null }));
        results.push({ ticketId, ...(await change.catch((error: unknown) => this.failed(context, error))) });
      }
      return { results };
    }, () => Promise.resolve({ results: [] }));
  }

  /** A failure that alone would be the whole answer, as the answer of one item. The ticket is not read: what failed may be the reading. */
  private failed(context: RequestContext, error: unknown): { ticket: null; userErrors: UserError[] } {
    const refusal = tellable(error) ?? this.unexpected(context, error);
    return { ticket: null, userErrors: [userErrorOf(refusal, context.language)] };
  }

  private unexpected(context: RequestContext, error: unknown): DomainError {
    const reference = randomBytes(6).toString('hex');
    this.log.error({ requestId: context.requestId, reference, error: errorFacts(error) }, 'unexpected error');
    return unexpected(reference);
  }

  private async standing(context: RequestContext, input: Input, error: DomainError): Promise<Ticket | null> {
    const id = decodeId('Ticket', input.ticketId);
    if (id === undefined || error.code === 'BUSY') return null;
    const row = await this.work.current(actorOf(context), id);
    return row ? toTicket(row) : null;
  }
}
