import { refuseRespondent } from '../../domain/respondent.js';
import { colleague, teamOf } from '../../queries/assignee.query.js';
import type { TicketSession } from '../../session/ticket-session.js';

export interface NewOwner {
  /** null: the team's queue. */
  readonly memberId: string | null;
  /** Left out: stays as it is. */
  readonly teamId?: string | null;
}

/** Gives the ticket to a member or back to a team. The person complained about never owns it, by any of their accounts. */
export async function giveTo(session: TicketSession, owner: NewOwner): Promise<void> {
  const { tx, current: ticket } = session;
  const teamId = owner.teamId ? await teamOf(tx, owner.teamId, ticket.shopId, 'teamId') : (owner.teamId ?? ticket.teamId);
  if (owner.memberId !== null) {
    const member = await colleague(tx, owner.memberId, 'ticket.work', ticket.shopId, 'memberId');
    refuseRespondent(ticket, member, 'memberId');
  }
  session.set({ assigneeId: owner.memberId, teamId });
  session.fact('ticket.assigned', { memberId: owner.memberId, teamId });
}
