import { DomainError, invalid } from '../../kernel/error.js';
import type { LegType } from './leg.js';

/**
 * What shows that a leg was carried out. MESSAGE and INSPECTION are set by the product alone: an explanation was accepted, goods came back and were inspected.
 * RETURN_WAYBILL_SIGNED is found on returns of before the product followed goods itself; nothing is proved by it any more.
 */
export const PROOF_KINDS = [
  'PLATFORM_REFUND_ID', 'BANK_REF', 'ALIPAY_REF', 'RETURN_WAYBILL_SIGNED', 'WAYBILL_DELIVERED', 'REPAIR_ORDER_DONE', 'COUPON_ID', 'PLATFORM_ACK',
  'MESSAGE', 'INSPECTION',
] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

const PAID: readonly ProofKind[] = ['PLATFORM_REFUND_ID', 'BANK_REF', 'ALIPAY_REF'];

/** The proofs each type of leg accepts. A repair is back with the customer, not merely mended in the workshop, unless it was done on site. */
export const PROOFS_OF: Readonly<Record<LegType, readonly ProofKind[]>> = {
  EXPLANATION: ['MESSAGE'],
  REFUND: PAID,
  PARTIAL_REFUND: PAID,
  FREIGHT: PAID,
  PRICE_DIFFERENCE: PAID,
  PAYOUT: PAID,
  RETURN: ['INSPECTION'],
  EXCHANGE: ['WAYBILL_DELIVERED'],
  RESHIP: ['WAYBILL_DELIVERED'],
  REPAIR: ['WAYBILL_DELIVERED', 'REPAIR_ORDER_DONE'],
  COUPON: ['COUPON_ID'],
  GIFT: ['WAYBILL_DELIVERED', 'PLATFORM_ACK'],
  EXTENDED_RECEIPT: ['PLATFORM_ACK'],
};

export interface ProofInput {
  readonly kind: ProofKind;
  readonly ref: string;
}

// A reference somebody else's system printed: plain characters only, so that one reference is never written in two ways.
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{2,99}$/;

/** The proof as it is kept. A kind that proves nothing for this type of leg, or a malformed reference, is refused. */
export function checkProof(type: LegType, proof: ProofInput): ProofInput {
  const allowed = PROOFS_OF[type].filter((kind) => kind !== 'MESSAGE' && kind !== 'INSPECTION');
  if (!allowed.some((kind) => kind === proof.kind)) {
    throw new DomainError(
      'INVALID_INPUT',
      { en: `A ${type} leg is not proved by this.`, zh: `该凭证类型不能证明 ${type} 项已完成。` },
      'proofKind',
      { allowed },
    );
  }
  return { kind: proof.kind, ref: reference(proof.ref, 'proofRef') };
}

/** 3 to 100 letters, digits and `. _ : / # -`, beginning with a letter or digit; blanks around it are dropped. */
export function reference(value: string, field: string): string {
  const trimmed = value.trim();
  if (REFERENCE.test(trimmed)) return trimmed;
  throw invalid(field, {
    en: 'Write the reference as printed: 3 to 100 letters, digits and . _ : / # -',
    zh: '请按原样填写编号：3 至 100 个字母、数字或 . _ : / # -',
  });
}
