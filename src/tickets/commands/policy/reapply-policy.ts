import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/error.js';
import type { Tx } from '../../../platform/database/unit-of-work.js';
import { asksTrade, CalendarReader, PolicyLibrary, type SlaPolicy } from '../../../sla/index.js';
import { tradeTerms } from '../../queries/trade-terms.query.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface ReapplyRequest extends TicketRequest {
  /** null: the newest published. The ticket's own version brings only newer calendars. */
  readonly policyId: string | null;
}

/**
 * Puts a ticket at work under another policy version, and its running clocks on the newest versions of their calendars. Time spent stays spent;
 * what was met, breached or called off before stays as it is. The only way in which a published edit reaches a running clock.
 */
@Injectable()
export class ReapplyPolicy {
  constructor(
    private readonly work: TicketWork,
    private readonly policies: PolicyLibrary,
    private readonly calendars: CalendarReader,
  ) {}

  execute(actor: Actor, request: ReapplyRequest): Promise<Done<null>> {
    return this.work.run(actor, 'REAPPLY_POLICY', request, async (session) => {
      const { tx, ticket, clocks } = session;
      const { policyId, policy } = await chosenPolicy(tx, this.policies, request.policyId);
      session.follow(policyId, policy, await this.calendars.times(tx, clocks.openClocks, [policy]));
      if (asksTrade(policy)) session.trade(await tradeTerms(tx, ticket.id));
      session.event('policy.reapplied', { policyId, wasPolicyId: ticket.policyId });
      return null;
    });
  }
}

/** The published version named, or the newest. NOT_FOUND when the merchant has none of this id. */
export async function chosenPolicy(tx: Tx, library: PolicyLibrary, named: string | null): Promise<{ policyId: string; policy: SlaPolicy }> {
  if (named !== null && !(await library.byId(tx, named))) throw notFound('policyId');
  const policyId = named ?? (await library.newestId(tx));
  return { policyId, policy: await library.version(tx, policyId) };
}
