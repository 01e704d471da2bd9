import { invalid } from '../../kernel/error.js';
import { OUR_FAULTS, type Fault } from '../../kernel/words.js';
import { GOODS_LEGS, type LegType } from './leg.js';

/** Who bears the freight of goods that travel because of the offer. NONE: nothing travels, or a third party bears it. */
export const FREIGHT_PAYERS = ['MERCHANT', 'CUSTOMER', 'NONE'] as const;
export type FreightPayer = (typeof FREIGHT_PAYERS)[number];

/** What travels: nothing (REFUND_ONLY), goods back, or goods out again. */
export type RequestType = 'REFUND_ONLY' | 'RETURN_REFUND' | 'EXCHANGE' | 'RESHIP' | 'REPAIR';

/**
 * Who should bear the freight. A fault of ours, our supplier's or our carrier's is never the customer's to pay for, and doubt counts for the customer;
 * a change of mind and misuse are; a platform's own mistake is borne by neither side. NO_FAULT with goods travelling is a matter of preference.
 */
export function proposedFreightPayer(fault: Fault, requestType: RequestType): FreightPayer {
  if (requestType === 'REFUND_ONLY' || fault === 'PLATFORM') return 'NONE';
  if (OUR_FAULTS.has(fault) || fault === 'UNDETERMINED') return 'MERCHANT';
  return 'CUSTOMER';
}

/** The movement of goods the legs of an offer amount to. */
export function requestTypeOf(legs: readonly { readonly type: LegType }[]): RequestType {
  const has = (type: LegType): boolean => legs.some((leg) => leg.type === type);
  if (has('EXCHANGE')) return 'EXCHANGE';
  if (has('REPAIR')) return 'REPAIR';
  if (has('RETURN')) return 'RETURN_REFUND';
  return has('RESHIP') ? 'RESHIP' : 'REFUND_ONLY';
}

/** The payer the agent chose, or the proposed one. `merchantOwes`: goods come back, and a rule puts their way on us. Refused: a payer of nothing, freight paid by nobody, and our own fault at the customer's cost. */
export function freightPayer(chosen: FreightPayer | null, fault: Fault, legs: readonly { readonly type: LegType }[], merchantOwes = false): FreightPayer {
  const reimburses = legs.some((leg) => leg.type === 'FREIGHT');
  const travels = legs.some((leg) => GOODS_LEGS.has(leg.type));
  const proposed = reimburses || merchantOwes ? 'MERCHANT' : proposedFreightPayer(fault, requestTypeOf(legs));
  const payer = chosen ?? proposed;
  if (payer === proposed) return payer;
  const refused = (en: string, zh: string): Error => invalid('freightPayer', { en, zh });
  if (reimburses) throw refused('A freight leg pays the customer back, so the merchant is the payer.', '方案含运费补偿，运费应由商家承担。');
  if (!travels) throw refused('Nothing travels in this offer, so nobody pays freight.', '该方案不涉及寄送，无需指定运费承担方。');
  if (payer === 'NONE') throw refused('Goods travel in this offer; say who pays the freight.', '该方案涉及寄送，请指定运费承担方。');
  if (payer === 'CUSTOMER' && (OUR_FAULTS.has(fault) || merchantOwes)) {
    throw refused('The customer does not pay this freight: the fault is on our side, or the rule says so.', '责任在我方或规则规定由商家承担，不得由顾客承担运费。');
  }
  return payer;
}
