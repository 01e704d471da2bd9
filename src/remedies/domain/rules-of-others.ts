import type { ExternalKind, PackEventType } from '../../sla/domain/index.js';
import type { Stage } from './goods.js';
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

/** What the move of a leg's goods is to them. `travelsFor`: the goods legs of the same offer; goods that come back for an exchange are timed otherwise. */
export function movedEvents(type: LegType, from: Stage, to: Stage, travelsFor: readonly { readonly type: LegType }[]): PackEventType[] {
  const exchanged = travelsFor.some((leg) => leg.type === 'EXCHANGE');
  const leftTheBuyer = to === 'SHIPPED' || (to === 'IN_TRANSIT' && from !== 'SHIPPED');
  if (type === 'RETURN' && leftTheBuyer) return [exchanged ? 'EXCHANGE_RETURN_SHIPPED' : 'RETURN_SHIPPED'];
  if (type === 'RETURN' && to === 'RECEIVED') return exchanged ? ['EXCHANGE_RETURN_SIGNED'] : ['RETURN_SIGNED', 'RETURN_RECEIVED'];
  if (type === 'REPAIR' && to === 'RECEIVED') return ['REPAIR_RETURN_SIGNED'];
  return type !== 'RETURN' && to === 'RESHIPPED' ? ['REPLACEMENT_SHIPPED'] : [];
}

/** Stages that prove that the buyer sent the goods back. */
export function isSentBack(to: Stage): boolean {
  return to === 'SHIPPED' || to === 'IN_TRANSIT' || to === 'RECEIVED';
}

/** Of these a request made on the platform is answered by agreeing to it. */
const AGREED: ReadonlySet<PackEventType> = new Set(['RETURN_AGREED', 'RESHIP_AGREED']);

/** Deadlines that are met by what the merchant told the buyer: a request that is refused or agreed to has its answer. */
export function metByAnswer(event: PackEventType): readonly ExternalKind[] {
  return event === 'REQUEST_REFUSED' || AGREED.has(event) ? ['ANSWER_REQUEST'] : [];
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
