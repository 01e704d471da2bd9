import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/error.js';
import { errorFacts, LOG, type Log } from '../platform/runtime/log.js';
import { systemOf, TicketWork, type TicketSession } from '../tickets/index.js';

/** What became of some tickets. One that was closed meanwhile, or that nobody was given, is in neither. */
export interface GivenOut {
  readonly given: number;
  /** Held by somebody at the time, or failed: to be met again. */
  readonly left: number;
}

/**
 * Gives tickets to others in the system's own name. Each is a transaction of its own, so that two workers at once give each of them once, and one
 * that fails, which is logged, keeps no other from its turn.
 */
@Injectable()
export class GiveOut {
  constructor(
    private readonly work: TicketWork,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** One after the other, in this order. `give` answers whether it gave the ticket to anybody. */
  async each(merchantId: string, ticketIds: readonly string[], give: (session: TicketSession) => Promise<boolean>): Promise<GivenOut> {
    let [given, left] = [0, 0];
    for (const ticketId of ticketIds) {
      try {
        const { value } = await this.work.run(systemOf(merchantId), 'ASSIGN', { ticketId, body: {} }, give);
        if (value) given += 1;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'TICKET_CLOSED') continue;
        left += 1;
        if (!(error instanceof DomainError && error.code === 'BUSY')) this.log.error({ ticketId, error: errorFacts(error) }, 'a ticket was not given out; it is tried again');
      }
    }
    return { given, left };
  }
}
