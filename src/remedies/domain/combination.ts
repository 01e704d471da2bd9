import { invalid } from '../../kernel/error.js';
import { IN_KIND } from './cap.js';
import type { LegInput, LegType } from './leg.js';

/** Types of which an offer has at most one leg. REFUND and PARTIAL_REFUND exclude each other. */
const ONCE: readonly (readonly LegType[])[] = [
  ['EXPLANATION'], ['REFUND', 'PARTIAL_REFUND'], ['FREIGHT'], ['PRICE_DIFFERENCE'], ['EXTENDED_RECEIPT'],
];
/** What the customer may be asked to send goods back for. */
const FOR_A_RETURN: ReadonlySet<LegType> = new Set(['REFUND', 'PARTIAL_REFUND', 'EXCHANGE', 'RESHIP', 'REPAIR']);

/** Legs that contradict or double each other are refused at `legs`, naming the later leg where there is one. */
export function checkCombination(legs: readonly LegInput[]): void {
  const has = (test: (type: LegType) => boolean): boolean => legs.some((leg) => test(leg.type));
  for (const group of ONCE) {
    const [, second] = legs.flatMap((leg, index) => (group.includes(leg.type) ? [index] : []));
    if (second !== undefined) {
      throw invalid(`legs.${second}.type`, { en: `An offer has one ${group.join(' or ')} leg.`, zh: `同一方案只能有一项 ${group.join(' 或 ')}。` });
    }
  }
  if (has((type) => type === 'RETURN') && !has((type) => FOR_A_RETURN.has(type))) {
    throw invalid('legs', {
      en: 'Nobody sends goods back for nothing: add a refund, an exchange, a reship or a repair.',
      zh: '请顾客退回商品的同时，须提供退款、换货、补发或维修。',
    });
  }
  // The money for goods given again or mended is not given back in full besides.
  if (has((type) => type === 'REFUND') && has((type) => IN_KIND.has(type))) {
    throw invalid('legs', {
      en: 'A refund in full and goods again would settle the same loss twice; offer a partial refund or one of the two.',
      zh: '全额退款与换货、补发、维修不能同时提供，请改为部分退款或二选一。',
    });
  }
  refuseSameLineTwice(legs);
}

/** A line is returned once, and made good in kind once. */
function refuseSameLineTwice(legs: readonly LegInput[]): void {
  const seen = new Set<string>();
  legs.forEach((leg, index) => {
    if (leg.orderLineId === null) return;
    const key = `${IN_KIND.has(leg.type) ? 'IN_KIND' : leg.type}:${leg.orderLineId}`;
    if (seen.has(key)) throw invalid(`legs.${index}.orderLineId`, { en: 'This line has such a leg already.', zh: '该商品行已有同类处理。' });
    seen.add(key);
  });
}
