import { DomainError } from '../../kernel/error.js';
import type { LegType } from './leg.js';
import type { ProofKind } from './proof.js';

/**
 * Where the goods of a leg are. AUTHORISED: agreed. ISSUED: the customer has address or label. SHIPPED: the customer handed them over. RECEIVED: with us.
 * INSPECTED: every piece looked at. RESTOCKED, WRITTEN_OFF: what became of them. REFUNDED: and the money went back. REPAIRED: mended. RESHIPPED: sent to the
 * customer. DELIVERED: with the customer. EXPIRED: never sent back in time. CANCELLED: called off.
 */
export const STAGES = [
  'AUTHORISED', 'ISSUED', 'SHIPPED', 'IN_TRANSIT', 'RECEIVED', 'INSPECTED', 'RESTOCKED', 'WRITTEN_OFF', 'REFUNDED', 'REPAIRED', 'RESHIPPED', 'DELIVERED',
  'EXPIRED', 'CANCELLED',
] as const;
export type Stage = (typeof STAGES)[number];

export const GOODS_LEG_TYPES = ['RETURN', 'EXCHANGE', 'RESHIP', 'REPAIR'] as const;
export type GoodsLegType = (typeof GOODS_LEG_TYPES)[number];

type Course = Readonly<Partial<Record<Stage, readonly Stage[]>>>;

/** Goods on their way back to us; a parcel may be seen at any later point first. */
const INBOUND: Course = {
  AUTHORISED: ['ISSUED', 'CANCELLED'],
  ISSUED: ['SHIPPED', 'IN_TRANSIT', 'RECEIVED', 'EXPIRED', 'CANCELLED'],
  SHIPPED: ['IN_TRANSIT', 'RECEIVED', 'CANCELLED'],
  IN_TRANSIT: ['RECEIVED', 'CANCELLED'],
  RECEIVED: ['INSPECTED'],
};
const OUTBOUND: Course = { RESHIPPED: ['DELIVERED', 'CANCELLED'] };

/** Which stage follows which, by the type of leg. What is not here does not happen. */
export const COURSES: Readonly<Record<GoodsLegType, Course>> = {
  // Goods that were not accepted go back to the customer.
  RETURN: { ...INBOUND, ...OUTBOUND, INSPECTED: ['RESTOCKED', 'WRITTEN_OFF', 'RESHIPPED'], RESTOCKED: ['REFUNDED'], WRITTEN_OFF: ['REFUNDED'] },
  EXCHANGE: { ...OUTBOUND, AUTHORISED: ['RESHIPPED', 'DELIVERED', 'CANCELLED'] },
  RESHIP: { ...OUTBOUND, AUTHORISED: ['RESHIPPED', 'DELIVERED', 'CANCELLED'] },
  // What is mended on the spot never travels; what cannot be mended goes back as it is.
  REPAIR: { ...INBOUND, ...OUTBOUND, AUTHORISED: ['ISSUED', 'REPAIRED', 'CANCELLED'], INSPECTED: ['REPAIRED', 'RESHIPPED'], REPAIRED: ['RESHIPPED', 'DELIVERED'] },
};

/** At these the leg has been carried out. */
const DONE: Readonly<Record<GoodsLegType, readonly Stage[]>> = {
  RETURN: ['RESTOCKED', 'WRITTEN_OFF', 'DELIVERED'], EXCHANGE: ['DELIVERED'], RESHIP: ['DELIVERED'], REPAIR: ['DELIVERED'],
};

export function movesGoods(type: LegType): type is GoodsLegType {
  return GOODS_LEG_TYPES.some((candidate) => candidate === type);
}

export function mayMove(type: GoodsLegType, from: Stage, to: Stage): boolean {
  return COURSES[type][from]?.includes(to) ?? false;
}

/** Refuses a move the course does not have. */
export function checkMove(type: GoodsLegType, from: Stage, to: Stage): void {
  if (mayMove(type, from, to)) return;
  throw new DomainError(
    'STATE_CONFLICT', { en: `The goods of this ${type} leg are ${from}; they cannot become ${to}.`, zh: `该 ${type} 项的商品当前为 ${from}，不能变为 ${to}。` }, 'legId',
    { state: from, allowed: COURSES[type][from] ?? [] },
  );
}

/** True when the leg is carried out once its goods are there. */
export function carriesOut(type: GoodsLegType, stage: Stage): boolean {
  return DONE[type].includes(stage);
}

/**
 * Where a reference from another system puts the goods of a leg. A return takes none: it ends by what was seen of the goods that came. A repair order ends a
 * repair only where the goods never left the customer; those that did are back with them first.
 */
export function stageShownBy(type: GoodsLegType, at: Stage, kind: ProofKind): Stage {
  const mended = kind === 'REPAIR_ORDER_DONE';
  if (type === 'RETURN' || (mended && at !== 'AUTHORISED')) {
    throw new DomainError('STATE_CONFLICT', {
      en: `The goods are ${at}; this ${type} leg ends by what becomes of them.`, zh: `商品当前为 ${at}，该 ${type} 项须按商品的实际流转完成。`,
    }, 'legId', { state: at });
  }
  const to: Stage = mended ? 'REPAIRED' : 'DELIVERED';
  checkMove(type, at, to);
  return to;
}

/** Goods that have left the customer's hands are followed to their end; before that a leg may be called off. */
export function mayCallOff(type: GoodsLegType, stage: Stage): boolean {
  return mayMove(type, stage, 'CANCELLED');
}

const PARCEL_STAGES: Readonly<Record<string, Stage>> = {
  PICKED_UP: 'IN_TRANSIT', IN_TRANSIT: 'IN_TRANSIT', CUSTOMS: 'IN_TRANSIT', OUT_FOR_DELIVERY: 'IN_TRANSIT', AT_STATION: 'IN_TRANSIT',
};

/**
 * What a parcel's status says of the goods in it; null: nothing new. A locker or station is not yet receipt. Signed for means RECEIVED on the way to us
 * and DELIVERED on the way to the customer; between the two ends goods sent out stay RESHIPPED.
 */
export function stageFromParcel(type: GoodsLegType, at: Stage, status: string, outbound: boolean): Stage | null {
  const seen = status === 'SIGNED' ? (outbound ? 'DELIVERED' : 'RECEIVED') : outbound ? null : (PARCEL_STAGES[status] ?? null);
  return seen !== null && mayMove(type, at, seen) ? seen : null;
}
