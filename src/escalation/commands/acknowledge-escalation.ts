import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, forbidden, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { can } from '../../identity/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { lastNotified, openChains, updateChain, type Chain } from '../chain.repository.js';
import { remind } from '../reminder.js';

export interface AcknowledgeRequest extends TicketRequest {
  /** By when it will be seen to; until then no further level fires. */
  readonly newTime: Instant;
}

const FARTHEST = 7 * DAY;
/** Putting off is no way of never answering. */
const MOST_ACKNOWLEDGEMENTS = 3;

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
      const chains = await theirs(session);
      for (const chain of chains) putOff(session, chain, request.newTime);
      return chains.map(({ id }) => id);
    });
  }
}

/** Those whose last level told the actor; a supervisor acknowledges any. */
async function theirs({ tx, ticket, actor }: TicketSession): Promise<Chain[]> {
  const fired = (await openChains(tx, ticket.id)).filter(({ level }) => level > 0);
  if (fired.length === 0) throw new DomainError('NOTHING_TO_DO', { en: 'Nothing escalates on this ticket.', zh: '该工单没有进行中的升级。' });
  const supervises = can(actor, 'ticket.supervise', { shopId: ticket.shopId });
  const told = await Promise.all(fired.map(({ id }) => lastNotified(tx, id)));
  const own = fired.filter((_, at) => supervises || told[at]?.includes(actor.id));
  if (own.length === 0) throw forbidden();
  return own;
}

function putOff(session: TicketSession, chain: Chain, newTime: Instant): void {
  if (chain.acknowledgements >= MOST_ACKNOWLEDGEMENTS) {
    throw new DomainError('LIMIT_EXCEEDED', {
      en: `An escalation is put off at most ${MOST_ACKNOWLEDGEMENTS} times.`, zh: `每次升级最多可延后 ${MOST_ACKNOWLEDGEMENTS} 次。`,
    }, 'newTime');
  }
  session.clocks.satisfy('ESCALATION', chain.id);
  remind(session, 'ESCALATION', chain.id, newTime);
  updateChain(session, { ...chain, acknowledgements: chain.acknowledgements + 1 });
  session.event('escalation.acknowledged', { escalationId: chain.id, rule: chain.rule, level: chain.level, newTime });
}
