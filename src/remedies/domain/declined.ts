import { DomainError } from '../../kernel/error.js';
import type { RefusalReason } from './refusal.js';
import type { LineQuantity } from './refund.js';
import { inReturnWindow, isExcluded, rightsOn, type Right, type RightsCase } from './rights.js';

/**
 * The rights of the customer a refusal touches; refusing those takes an approval, granting them takes none. A reason the facts contradict is refused at once:
 * nobody is told that a window has closed which is open, or that goods are excluded which are not.
 */
export function declinedRights(reason: RefusalReason, lines: readonly LineQuantity[], at: RightsCase): Right[] {
  if (reason === 'OUT_OF_TIME' && inReturnWindow(at)) {
    throw new DomainError(
      'STATE_CONFLICT', { en: 'The time for this demand has not passed.', zh: '该诉求仍在有效期内。' }, 'refusal.reason',
      { state: 'IN_TIME', until: at.terms?.until ?? null, rule: at.terms?.rule ?? null },
    );
  }
  if (reason === 'EXCLUDED_GOODS' && !lines.some(({ orderLineId }) => isExcluded(orderLineId, at))) {
    throw new DomainError(
      'STATE_CONFLICT', { en: 'None of these goods is excluded from the return without a reason.', zh: '这些商品均不属于不适用无理由退货的商品。' }, 'refusal.reason',
      { state: 'NOT_EXCLUDED', rule: at.terms?.rule ?? null },
    );
  }
  return rightsOn(lines, at);
}
