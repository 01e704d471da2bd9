import { DomainError, invalid } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';

/**
 * Why a customer's demand is not met. `proof`: the reason claims something about the goods or the case that must be shown by an attachment of
 * the ticket; the others follow from the order or the rules themselves.
 */
export const REFUSAL_REASONS = {
  NOT_OUR_GOODS: { proof: true, text: 'The goods or the service were not ours.' },
  NO_DEFECT_FOUND: { proof: true, text: 'An inspection found nothing wrong.' },
  DAMAGED_BY_USE: { proof: true, text: 'The goods were damaged by how they were used or washed.' },
  GOODS_NOT_INTACT: { proof: true, text: 'The goods came back used, incomplete or as other goods.' },
  OUT_OF_TIME: { proof: false, text: 'The window for this demand has passed.' },
  EXCLUDED_GOODS: { proof: false, text: 'Goods of this class are excluded from this right, and the customer was told before buying.' },
  DEMAND_EXCEEDS_LOSS: { proof: false, text: 'The demand goes beyond the loss and any statutory amount.' },
} as const satisfies Record<string, { proof: boolean; text: string }>;
export type RefusalReason = keyof typeof REFUSAL_REASONS;

export interface Refusal {
  readonly reason: RefusalReason;
  /** What we can do instead, in words for the customer. */
  readonly alternative: string;
  /** Attachments of the ticket that show it. */
  readonly evidenceIds: readonly string[];
}

/** Proofs one refusal may name. */
export const MAX_EVIDENCE = 20;

/** A refusal as it may be sent: a reason, its proof where the reason asks for one, and an alternative. `onTicket`: the ticket's attachments named. */
export function checkRefusal(refusal: Refusal, onTicket: readonly string[]): Refusal {
  const alternative = cleanText(refusal.alternative, 'refusal.alternative', { max: 1000, lines: true });
  if (refusal.evidenceIds.length > MAX_EVIDENCE) {
    throw invalid('refusal.evidenceIds', { en: `Name at most ${MAX_EVIDENCE} attachments.`, zh: `最多引用 ${MAX_EVIDENCE} 个附件。` });
  }
  const unknown = refusal.evidenceIds.findIndex((id) => !onTicket.includes(id));
  if (unknown >= 0) {
    throw new DomainError('NOT_FOUND', { en: 'There is no such attachment on this ticket.', zh: '本工单没有该附件。' }, `refusal.evidenceIds.${unknown}`);
  }
  if (REFUSAL_REASONS[refusal.reason].proof && refusal.evidenceIds.length === 0) {
    throw new DomainError(
      'EVIDENCE_MISSING',
      { en: 'This reason must be shown: name the photo, video or report on the ticket.', zh: '该理由需要凭证，请引用工单中的图片、视频或检测报告。' },
      'refusal.evidenceIds',
    );
  }
  return { ...refusal, alternative };
}
