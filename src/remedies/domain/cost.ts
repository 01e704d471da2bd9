import type { LegBasis, LegDraft } from './leg.js';
import type { OfferContext } from './offer.js';
import { priceOfPieces } from './line-price.js';
import { isStatutory, rightsOn } from './rights.js';
import type { Trade } from './trade.js';

/**
 * The legs with what goods sent to the customer cost: what was paid for the pieces, as far as no pieces of the line come back with the same offer. Exchanged
 * for goods that come back it costs nothing; a repair has no price here. What was paid for and never delivered is owed, and so is the exchange of
 * faulty goods that come back; everything else in kind is goodwill and counts as money does.
 */
export function withCosts(legs: readonly LegDraft[], context: Pick<OfferContext, 'trade' | 'askedAt' | 'ours' | 'terms'>): LegDraft[] {
  const { trade } = context;
  if (!trade) return [...legs];
  const returning = returnedBy(legs);
  return legs.map((leg) => {
    const { type, orderLineId, quantity } = leg;
    if ((type !== 'RESHIP' && type !== 'EXCHANGE') || orderLineId === null || quantity === null) return leg;
    return { ...leg, basis: basisInKind({ orderLineId, quantity }, returning, { ...context, trade }), amount: costOf(orderLineId, quantity - (returning.get(orderLineId) ?? 0), trade) };
  });
}

/** Pieces that go back with these legs, by line. */
export function returnedBy(legs: readonly Pick<LegDraft, 'type' | 'orderLineId' | 'quantity'>[]): ReadonlyMap<string, number> {
  const returning = new Map<string, number>();
  for (const { type, orderLineId, quantity } of legs) {
    if (type === 'RETURN' && orderLineId !== null) returning.set(orderLineId, (returning.get(orderLineId) ?? 0) + (quantity ?? 0));
  }
  return returning;
}

/** A change of mind gives the right to the money, not to other goods. */
function basisInKind(
  pieces: { readonly orderLineId: string; readonly quantity: number }, returning: ReadonlyMap<string, number>, context: Parameters<typeof rightsOn>[1],
): LegBasis {
  const rights = rightsOn([pieces], context).filter((right) => right !== 'NO_REASON_RETURN');
  return isStatutory([pieces], returning, rights) ? 'STATUTORY' : 'GOODWILL';
}

function costOf(orderLineId: string, pieces: number, trade: Trade): LegDraft['amount'] {
  const minor = pieces > 0 ? priceOfPieces(orderLineId, pieces, trade) : 0n;
  return minor > 0n ? { minor, currency: trade.currency } : null;
}
