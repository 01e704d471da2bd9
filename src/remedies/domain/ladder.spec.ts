import fc from 'fast-check';
import { FAULTS } from '../../kernel/words.js';
import { DEFAULT_LADDERS, proposedOffers, type LadderCase } from './ladder.js';
import { MONEY_LEGS } from './leg.js';

const CASE: LadderCase = { fault: 'SUPPLIER', family: 'QUALITY', disputedMinor: 10_000n, leftMinor: 10_000n, inKindMinor: 0n, declined: [] };
const rungs = (more: Partial<LadderCase>): string[] => proposedOffers(DEFAULT_LADDERS, { ...CASE, ...more }).map(({ rung }) => rung);

describe('the ladder', () => {
  it('proposes the rungs above what the customer did not take', () => {
    expect(rungs({})).toEqual(['PART', 'MORE', 'EXCHANGE', 'RETURN']);
    expect(rungs({ declined: [['PARTIAL_REFUND']] })).toEqual(['MORE', 'EXCHANGE', 'RETURN']);
    expect(rungs({ declined: [['PARTIAL_REFUND'], ['PARTIAL_REFUND']] })).toEqual(['EXCHANGE', 'RETURN']);
    for (const both of [['RETURN', 'REFUND'], ['REFUND', 'RETURN']] as const) expect(rungs({ declined: [both] })).toEqual([]);
    expect(rungs({ declined: [['RETURN', 'COUPON']] })).toEqual(['PART', 'MORE', 'EXCHANGE', 'RETURN']);
  });

  it('says amounts of what was paid for the goods in dispute, and never more than is left', () => {
    const [part, more] = proposedOffers(DEFAULT_LADDERS, CASE);
    expect([part?.legs, more?.legs]).toEqual([[{ type: 'PARTIAL_REFUND', amountMinor: 1_000n }], [{ type: 'PARTIAL_REFUND', amountMinor: 3_000n }]]);
    expect(proposedOffers(DEFAULT_LADDERS, { ...CASE, leftMinor: 500n })[1]?.legs).toEqual([{ type: 'PARTIAL_REFUND', amountMinor: 500n }]);
    expect(rungs({ leftMinor: 0n })).toEqual(['EXCHANGE']);
  });

  it('counts goods given without a right to them against what is left, unless goods come back for them', () => {
    const missing = { fault: 'WAREHOUSE', family: 'FULFILMENT', leftMinor: 4_000n } as const;
    const coupons = (inKindMinor: bigint) => proposedOffers(DEFAULT_LADDERS, { ...CASE, ...missing, inKindMinor }).map(({ rung, legs }) => [rung, ...legs.flatMap(({ amountMinor }) => amountMinor ?? [])]);
    expect(coupons(3_700n)).toEqual([['RESHIP'], ['RESHIP_AND_COUPON', 300n], ['REFUND', 4_000n]]);
    expect(coupons(4_000n)).toEqual([['RESHIP'], ['REFUND', 4_000n]]);
    expect(coupons(4_001n)).toEqual([['REFUND', 4_000n]]);
    expect(rungs({ leftMinor: 0n, inKindMinor: 4_000n })).toEqual(['EXCHANGE']);
    const alone = { ladders: [{ code: 'X', faults: [], families: [], rungs: [{ code: 'E', legs: ['EXCHANGE' as const], percent: null }] }] };
    expect([4_000n, 4_001n].map((inKindMinor) => proposedOffers(alone, { ...CASE, ...missing, inKindMinor }).length)).toEqual([1, 0]);
    expect(proposedOffers({ ladders: [] }, CASE)).toEqual([]);
  });

  it.each<[Partial<LadderCase>, string]>([
    [{ fault: 'CUSTOMER_PREFERENCE', family: 'PREFERENCE' }, 'EXCHANGE'], [{ fault: 'WAREHOUSE', family: 'FULFILMENT' }, 'RESHIP'], [{ fault: 'NO_FAULT', family: 'QUALITY' }, 'EXPLAIN'],
    [{ fault: null, family: 'LATENESS' }, 'EXTEND'], [{ fault: 'MERCHANT', family: 'PRICE' }, 'DIFFERENCE'], [{ fault: 'MERCHANT', family: 'SERVICE' }, 'COUPON'], [{ fault: null, family: null }, 'PART'],
  ])('begins for %p at %s', (more, first) => expect(rungs(more)[0]).toBe(first));

  it('law: each refusal of the next rung leads to one that stands higher, until there is none', () => {
    fc.assert(fc.property(fc.constantFrom(...FAULTS), fc.constantFrom('QUALITY', 'LATENESS', 'FULFILMENT', 'PRICE', 'SERVICE'), (fault, family) => {
      const declined: (readonly (typeof DEFAULT_LADDERS)['ladders'][number]['rungs'][number]['legs'][number][])[] = [];
      let left = rungs({ fault, family, declined }).length;
      for (let next = proposedOffers(DEFAULT_LADDERS, { ...CASE, fault, family, declined })[0]; next; ) {
        declined.push(next.legs.map(({ type }) => type));
        const after = proposedOffers(DEFAULT_LADDERS, { ...CASE, fault, family, declined });
        expect(after.length).toBeLessThan(left);
        expect(after.every(({ legs }) => legs.every(({ type, amountMinor }) => MONEY_LEGS.has(type) === (amountMinor !== null)))).toBe(true);
        left = after.length;
        next = after[0];
      }
    }));
  });
});
