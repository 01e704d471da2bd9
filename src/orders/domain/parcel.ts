import type { Instant } from '../../kernel/instant.js';
import { cleanText, optionalText } from '../../kernel/text.js';
import { checkInstant } from './checks.js';
import { EXTERNAL_ID } from './customer.js';

export const PARCEL_DIRECTIONS = ['OUTBOUND', 'RETURN'] as const;
export type ParcelDirection = (typeof PARCEL_DIRECTIONS)[number];

export const PARCEL_STATUSES = [
  'LABELLED', 'PICKED_UP', 'IN_TRANSIT', 'CUSTOMS', 'OUT_FOR_DELIVERY', 'AT_STATION', 'SIGNED', 'REFUSED', 'RETURNING', 'RETURNED', 'LOST', 'DAMAGED',
] as const;
export type ParcelStatus = (typeof PARCEL_STATUSES)[number];

/** A parcel as the merchant's system holds it. Carrier and waybill together name it. */
export interface ParcelRecord {
  readonly externalId: string;
  readonly orderExternalId: string;
  readonly direction: ParcelDirection;
  readonly carrier: string;
  readonly waybill: string;
  readonly status: ParcelStatus;
  readonly lastEventText: string | null;
  readonly lastEventAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly signedAt: Instant | null;
  readonly signer: string | null;
}

/** A parcel as its row holds it. */
export interface Parcel extends Omit<ParcelRecord, 'orderExternalId'> {
  readonly id: string;
  readonly shopId: string;
  readonly orderId: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface ParcelInput extends Pick<ParcelRecord, 'orderExternalId' | 'carrier' | 'waybill' | 'status'> {
  readonly direction: ParcelDirection;
  readonly lastEventText?: string | null;
  readonly lastEventAt?: Instant | null;
  readonly shippedAt?: Instant | null;
  readonly signedAt?: Instant | null;
  readonly signer?: string | null;
}

/** A colon is never in a carrier's code, so two parcels never share a name. */
const CARRIER = { max: 40 };

export function checkParcel(input: ParcelInput, now: Instant): ParcelRecord {
  const carrier = cleanText(input.carrier, 'carrier', CARRIER).replaceAll(':', '-').toUpperCase();
  const waybill = cleanText(input.waybill, 'waybill', { max: 60 });
  return {
    externalId: `${carrier}:${waybill}`,
    orderExternalId: cleanText(input.orderExternalId, 'orderExternalId', EXTERNAL_ID),
    direction: input.direction,
    carrier,
    waybill,
    status: input.status,
    lastEventText: optionalText(input.lastEventText, 'lastEventText', { max: 500 }),
    lastEventAt: checkInstant(input.lastEventAt, 'lastEventAt', now),
    shippedAt: checkInstant(input.shippedAt, 'shippedAt', now),
    signedAt: checkInstant(input.signedAt, 'signedAt', now),
    signer: optionalText(input.signer, 'signer', { max: 100 }),
  };
}
