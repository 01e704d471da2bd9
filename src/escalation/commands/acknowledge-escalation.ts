import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { MOST_ACKNOWLEDGEMENTS, ownEscalations, TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { openChains, saveChain, type Chain } from '../chain.repository.js';
import { remind } from '../reminder.js';

export interface AcknowledgeRequest extends TicketRequest {
  /** By when it will be seen to; until then no further level fires. */
  readonly newTime: Instant;
}

const FARTHEST = 7 * DAY;

/** Somebody sees to it: the next level of each chain waits until the time they name, and fires then unless the matter is settled. */
@Injectable()
export class AcknowledgeEscalation {
  constructor(private readonly work: TicketWork) {}

  /** Answers the ids of the escalations acknowledged. */
  execute(actor: Actor, request: AcknowledgeRequest): Promise<Done<string[]>> {
    return this.work.run(actor, 'ACKNOWLEDGE_ESCALATION', request, async (session) => {
      const ahead = elapsed(session.now, request.newTime);
      if (ahead <= 0 || ahead > FARTHEST) {
        throw invalid('newTime', { en: 'Name a time from now to 7 days ahead.', zh: '时间须在现在之后、7 天之内。' });
      }
      // The gate found at least one: those this actor may still put off.
      const own = ownEscalations(session).filter(({ acknowledgements }) => acknowledgements < MOST_ACKNOWLEDGEMENTS).map(({ id }) => id);
      const chains = (await openChains(session.tx, session.ticket.id)).filter(({ id }) => own.includes(id));
      for (const chain of chains) putOff(session, chain, request.newTime);
      return chains.map(({ id }) => id);
    });
  }
}

function putOff(session: TicketSession, chain: Chain, newTime: Instant): void {
  session.clocks.satisfy('ESCALATION', chain.id);
  remind(session, 'ESCALATION', chain.id, newTime);
  saveChain(session, { ...chain, acknowledgements: chain.acknowledgements + 1, waitUntil: newTime });
  session.fact('escalation.acknowledged', { escalationId: chain.id, rule: chain.rule, level: chain.level, newTime });
}
