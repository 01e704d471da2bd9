import { wordsInRows } from '../tickets/index.js';

const OF_ITS_REQUESTS = 'request_id IN (SELECT id FROM approval_request WHERE merchant_id = $1 AND ticket_id = $2)';

/** Notes and reasons of a ticket's requests for approval, their decisions and overrides. Who decided what, when and by whose limits stays. */
export const redactApprovals = wordsInRows([
  { table: 'approval_request', columns: ['note', 'ended_note'], where: 'ticket_id = $2' },
  { table: 'approval_decision', columns: ['reason'], where: OF_ITS_REQUESTS },
  { table: 'approval_override', columns: ['reason', 'confirmed_reason'], where: OF_ITS_REQUESTS },
]);

/** What the first of two people wrote of a ticket's payouts. Outcomes and references stay. */
export const redactPayouts = wordsInRows([{ table: 'payout', columns: ['entered_reason'], where: 'ticket_id = $2' }]);
