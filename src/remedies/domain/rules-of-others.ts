import type { ExternalKind, PackEventType } from '../../sla/domain/index.js';
import type { LegType } from './leg.js';

/** What an accepted offer is to the rules of platforms and laws: goods to come back, goods to go out, a compensation both sides agreed to. */
export function acceptedEvents(legs: readonly { readonly type: LegType }[]): PackEventType[] {
  const has = (...types: LegType[]): boolean => legs.some(({ type }) => types.includes(type));
  const events: PackEventType[] = [];
  if (has('RETURN', 'EXCHANGE', 'REPAIR')) events.push('RETURN_AGREED');
  if (has('RESHIP')) events.push('RESHIP_AGREED');
  if (has('PARTIAL_REFUND', 'FREIGHT', 'PRICE_DIFFERENCE')) events.push('COMPENSATION_AGREED');
  return events;
}

const MET: Readonly<Partial<Record<LegType, readonly ExternalKind[]>>> = {
  // Money that went back answers the request, and confirms the return it was asked for.
  REFUND: ['ANSWER_REQUEST', 'CONFIRM_RETURN', 'PAY_REFUND'],
  PARTIAL_REFUND: ['PAY_COMPENSATION', 'PAY_REFUND'],
  FREIGHT: ['PAY_COMPENSATION'],
  PAYOUT: ['PAY_COMPENSATION'],
  PRICE_DIFFERENCE: ['PAY_COMPENSATION'],
  RETURN: ['BUYER_SHIP_RETURN', 'CONFIRM_RETURN'],
  EXCHANGE: ['BUYER_SHIP_RETURN', 'SEND_REPLACEMENT', 'BUYER_CONFIRM_RECEIPT'],
  RESHIP: ['SHIP_ORDER', 'SEND_REPLACEMENT', 'BUYER_CONFIRM_RECEIPT'],
  REPAIR: ['BUYER_SHIP_RETURN', 'RETURN_REPAIRED', 'BUYER_CONFIRM_RECEIPT'],
};

/** External deadlines that are met once a leg of this type was carried out and proved. */
export function metBy(type: LegType): readonly ExternalKind[] {
  return MET[type] ?? [];
}
