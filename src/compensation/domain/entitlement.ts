import type { RefusalReason } from '../../remedies/domain/refusal.js';
import type { ReasonFamily } from '../../tenancy/domain/reason.js';

/** What a customer has a right to under law or a platform's rules, once it is as they say: goods that are wrong, late, lost, false or returned in time. */
const OWED: ReadonlySet<ReasonFamily> = new Set([
  'PREFERENCE', 'QUALITY', 'DESCRIPTION', 'FULFILMENT', 'TRANSIT', 'DELIVERY', 'LATENESS', 'AUTHENTICITY', 'SAFETY',
]);

/**
 * True when this refusal turns down a right, and not only what goes beyond it. `declined`: the rights that hold on the order by its own data; where
 * those say nothing (the window has passed, the goods are excluded), the reason still claims a right, and somebody else looks at the claim.
 */
export function refusesEntitlement(refusal: RefusalReason | null, family: ReasonFamily | null, declined: readonly string[]): boolean {
  if (declined.length > 0) return true;
  return refusal !== null && refusal !== 'DEMAND_EXCEEDS_LOSS' && family !== null && OWED.has(family);
}
