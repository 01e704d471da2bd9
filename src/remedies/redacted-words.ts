import { wordsInRows } from '../tickets/index.js';

const OF_TICKET = 'ticket_id = $2';

/** All words of a ticket's remedies. Types, amounts, states and proofs, which say what was given, stand beside them and stay. */
export const redactRemedies = wordsInRows([
  { table: 'offer', columns: ['summary', 'decision_note', 'refusal_alternative'], where: OF_TICKET },
  { table: 'offer_leg', columns: ['note', 'ended_note'], where: OF_TICKET },
  { table: 'goods_leg', columns: ['return_address'], where: OF_TICKET },
  { table: 'leg_unit', columns: ['missing', 'note'], where: 'leg_id IN (SELECT id FROM offer_leg WHERE merchant_id = $1 AND ticket_id = $2)' },
  { table: 'counter_offer', columns: ['note'], where: OF_TICKET },
  { table: 'recovery_claim', columns: ['note'], where: OF_TICKET },
]);
