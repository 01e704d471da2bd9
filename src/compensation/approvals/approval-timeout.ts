import { MINUTE, plus } from '../../kernel/instant.js';
import type { TicketSession } from '../../tickets/index.js';
import { askedAll } from '../domain/approval-chain.js';
import { requestById, writeMoved } from './approval.repository.js';
import { askedOf } from './approvers.js';

/** Once everybody above was asked, reminders come no oftener than this. */
const SLOWEST_MINUTES = 24 * 60;

/**
 * The time of a request has run out: the role above is asked as well, and where there is none, those asked are reminded. Nothing is decided by
 * waiting, however long. A request decided meanwhile has no clock any more.
 */
export async function approvalTimedOut(session: TicketSession, requestId: string): Promise<void> {
  const request = await requestById(session.tx, requestId);
  const level = request?.chain.levels[request.level];
  if (request?.state !== 'PENDING' || !level) return;
  const last = askedAll(level, request.escalations);
  const escalations = last ? request.escalations : request.escalations + 1;
  const asked = askedOf(level, escalations);
  const minutes = last ? Math.max(level.withinMinutes, SLOWEST_MINUTES) : level.withinMinutes;
  writeMoved(session.tx, requestId, { version: request.version, level: request.level, escalations, asked, dueAt: plus(session.now, minutes * MINUTE) });
  session.clocks.cancel('APPROVAL', requestId);
  session.clocks.start('APPROVAL', requestId, minutes * MINUTE);
  session.event(last ? 'approval.reminded' : 'approval.escalated', { requestId, offerId: request.offerId, level: request.level + 1, askedRoles: asked.roles });
}
