import { openOffer, statementAwaited, type Summary, type WaitingReason } from '../../process/domain/index.js';
import type { Ticket, WaitingOn } from './ticket.js';

const OF_HOLD: Readonly<Record<WaitingReason, WaitingOn>> = {
  WAITING_ON_CUSTOMER: 'CUSTOMER',
  PLATFORM_INTERVENTION: 'PLATFORM',
  WAITING_ON_CARRIER: 'CARRIER',
  WAITING_ON_WAREHOUSE: 'WAREHOUSE',
  WAITING_ON_SUPPLIER: 'SUPPLIER',
  WAITING_ON_APPROVAL: 'US',
  OTHER: 'US',
};

/** Whose move it is, for the queue and for systems pulling status. */
export function waitingOn(ticket: Pick<Ticket, 'status' | 'holdReason'>, summary: Summary): WaitingOn {
  if (ticket.status === 'CLOSED') return 'NOBODY';
  if (ticket.holdReason) return OF_HOLD[ticket.holdReason];
  if (openOffer(summary)?.state === 'SENT' || statementAwaited(summary)) return 'CUSTOMER';
  return 'US';
}
