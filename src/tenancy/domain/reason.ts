import { invalid } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import type { Fault, Kind } from '../../kernel/words.js';

/** What a reason is about, whatever a shop calls it: process rules and reports go by it. */
export const REASON_FAMILIES = [
  'PREFERENCE', 'QUALITY', 'DESCRIPTION', 'FULFILMENT', 'TRANSIT', 'DELIVERY', 'TRACKING', 'LATENESS', 'AUTHENTICITY', 'SERVICE', 'PROMISE',
  'PRICE', 'INVOICE', 'PRIVACY', 'SAFETY', 'OTHER',
] as const;
export type ReasonFamily = (typeof REASON_FAMILIES)[number];

export const FREIGHT_PAYERS = ['MERCHANT', 'CUSTOMER', 'BY_FINDING', 'NONE'] as const;
export type FreightPayer = (typeof FREIGHT_PAYERS)[number];

/** What may be asked for as proof. */
export const EVIDENCE_KINDS = [
  'PHOTO', 'VIDEO', 'LABEL_PHOTO', 'BATCH_NUMBER', 'TEST_REPORT', 'PAGE_SNAPSHOT', 'WAYBILL_PHOTO', 'WEIGHT_RECORD', 'PACKING_VIDEO', 'BOX_PHOTO',
  'COURIER_WITNESSED_OPENING', 'PROOF_OF_DELIVERY', 'STATION_LOG', 'CUSTOMER_STATEMENT', 'TRACE_SNAPSHOT', 'PURCHASE_CHAIN', 'BRAND_APPRAISAL',
  'WASH_METHOD', 'SIZE_ADVICE', 'SKIN_PHOTO', 'MEDICAL_NOTE', 'CHAT_RECORD', 'PAYMENT_RECORD', 'UNUSED_GOODS', 'OTHER',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Why a customer turns to us, as data of one shop. A reason without a parent heads a branch of the tree. */
export interface ReasonData {
  readonly kind: Kind;
  readonly code: string;
  readonly parentCode: string | null;
  readonly family: ReasonFamily;
  readonly labelEn: string;
  readonly labelZh: string;
  /** Whose fault it is until a finding says otherwise. */
  readonly defaultFault: Fault;
  readonly evidenceWanted: readonly EvidenceKind[];
  readonly freightPayer: FreightPayer;
  readonly active: boolean;
  /** Order among its siblings, smallest first. */
  readonly position: number;
}

const CODE = /^[A-Z][A-Z0-9_]{0,49}$/;
const LABEL = { max: 100 };

/**
 * The reason as it is kept, checked against the shop's other reasons of the same kind. A parent that is missing, or that would make the tree
 * a circle, is refused.
 */
export function checkReason(input: ReasonData, others: readonly Pick<ReasonData, 'code' | 'parentCode'>[]): ReasonData {
  if (!CODE.test(input.code)) {
    throw invalid('code', { en: 'Use up to 50 capitals, digits and underscores, a letter first.', zh: '请使用大写字母、数字和下划线，以字母开头，最多 50 个字符。' });
  }
  const parents = new Map(others.map((reason) => [reason.code, reason.parentCode]));
  for (let at = input.parentCode; at !== null; at = parents.get(at) ?? null) {
    if (at === input.code) throw invalid('parentCode', { en: 'A reason cannot stand below itself.', zh: '原因不能成为自身的下级。' });
    if (!parents.has(at)) throw invalid('parentCode', { en: 'There is no such reason of this kind in the shop.', zh: '该店铺此类型下没有这个原因。' });
  }
  if (new Set(input.evidenceWanted).size !== input.evidenceWanted.length) {
    throw invalid('evidenceWanted', { en: 'Name each kind of evidence once.', zh: '同一种凭证只需填写一次。' });
  }
  if (input.position < 0 || input.position > 10_000) {
    throw invalid('position', { en: 'Use a position from 0 to 10000.', zh: '排序值应在 0 至 10000 之间。' });
  }
  return { ...input, labelEn: cleanText(input.labelEn, 'labelEn', LABEL), labelZh: cleanText(input.labelZh, 'labelZh', LABEL) };
}
