import type { Fault } from '../../kernel/words.js';
import type { FaultCondition, FaultRow, FaultTable } from './fault-table.js';

function row(code: string, when: FaultCondition, fault: Fault, confidence: number): FaultRow {
  return { code, when, fault, confidence };
}

const NOT_ARRIVED = ['DELIVERY', 'TRACKING', 'TRANSIT', 'LATENESS'];

/**
 * What a shop starts with. Source: the trade's reason matrix and its table of who bears what; a reason alone is a hint, what the carrier, the inspection and the
 * evidence say is surer. Doubt counts for the customer.
 */
export const DEFAULT_FAULT_TABLE: FaultTable = {
  rows: [
    // What the carrier says.
    row('PARCEL_LOST', { families: NOT_ARRIVED, parcel: ['LOST'] }, 'CARRIER', 95),
    row('PARCEL_DAMAGED', { families: ['TRANSIT', 'QUALITY'], parcel: ['DAMAGED'] }, 'CARRIER', 90),
    row('STALLED', { families: NOT_ARRIVED, parcel: ['STALLED'] }, 'CARRIER', 80),
    row('LEFT_AT_STATION', { families: ['DELIVERY'], parcel: ['AT_STATION'] }, 'CARRIER', 80),
    row('SIGNED_UNTIL_SHOWN', { reasons: ['SIGNED_NOT_RECEIVED', 'NEVER_ARRIVED', 'NOT_RECEIVED'], stages: ['SIGNED'] }, 'CARRIER', 55),
    row('SHIPPED_LATE', { families: ['LATENESS'], parcel: ['SHIPPED_LATE'] }, 'MERCHANT', 90),
    row('NOT_PICKED_UP', { families: ['LATENESS'], parcel: ['NOT_PICKED_UP'] }, 'MERCHANT', 85),
    // What was packed and how.
    row('PACKED_BADLY', { families: ['TRANSIT'], evidence: ['PACKING_VIDEO'], without: ['COURIER_WITNESSED_OPENING'] }, 'WAREHOUSE', 60),
    row('OPENED_BEFORE_COURIER', { families: ['TRANSIT'], evidence: ['COURIER_WITNESSED_OPENING'] }, 'CARRIER', 85),
    row('WEIGHED_SHORT', { families: ['FULFILMENT'], evidence: ['WEIGHT_RECORD', 'PACKING_VIDEO'] }, 'WAREHOUSE', 75),
    row('WRONG_OR_SHORT', { families: ['FULFILMENT'], evidence: ['WAYBILL_PHOTO'] }, 'WAREHOUSE', 65),
    row('CAME_WRONG', { families: ['FULFILMENT', 'DESCRIPTION'], inspected: ['WRONG_ITEM'] }, 'WAREHOUSE', 85),
    // The goods themselves.
    row('TESTED', { families: ['QUALITY', 'SAFETY'], evidence: ['TEST_REPORT'] }, 'SUPPLIER', 85),
    row('FOUND_USED', { families: ['PREFERENCE', 'QUALITY'], inspected: ['USED'] }, 'CUSTOMER_MISUSE', 70),
    row('FOUND_DAMAGED', { families: ['QUALITY'], inspected: ['DAMAGED'] }, 'SUPPLIER', 65),
    row('WASHED_AGAINST_LABEL', { reasons: ['FADES_OR_SHRINKS'], evidence: ['WASH_METHOD'] }, 'CUSTOMER_MISUSE', 50),
    row('ALLERGY_SHOWN', { reasons: ['ALLERGY'], evidence: ['SKIN_PHOTO', 'MEDICAL_NOTE'] }, 'SUPPLIER', 65),
    row('PAGE_DIFFERS', { families: ['DESCRIPTION', 'PROMISE', 'PRICE'], evidence: ['PAGE_SNAPSHOT'] }, 'MERCHANT', 75),
    row('OWN_SIZE', { reasons: ['WRONG_SIZE_CHOSEN'], evidence: ['SIZE_ADVICE'] }, 'CUSTOMER_PREFERENCE', 75),
    row('GENUINE', { families: ['AUTHENTICITY'], evidence: ['BRAND_APPRAISAL'] }, 'UNDETERMINED', 40),
    // Our own doing.
    row('OUR_SERVICE', { families: ['SERVICE', 'PRIVACY', 'INVOICE'], evidence: ['CHAT_RECORD'] }, 'MERCHANT', 70),
    row('OUR_PROMISE', { families: ['PROMISE'], evidence: ['CHAT_RECORD'] }, 'MERCHANT', 75),
  ],
};
