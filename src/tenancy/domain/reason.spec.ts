import fc from 'fast-check';
import { FAULTS, KINDS } from '../../kernel/words.js';
import { DEFAULT_REASONS } from './default-reasons.js';
import { checkReason, EVIDENCE_KINDS, FREIGHT_PAYERS, REASON_FAMILIES, type ReasonData } from './reason.js';

const reason: ReasonData = {
  kind: 'COMPLAINT', code: 'B', parentCode: null, family: 'SERVICE', labelEn: 'B', labelZh: '乙', defaultFault: 'MERCHANT', evidenceWanted: [], freightPayer: 'NONE',
  active: true, position: 0,
};
const refusedAt = (field: string): Error => expect.objectContaining({ code: 'INVALID_INPUT', field }) as Error;

describe('checkReason', () => {
  const others = [{ code: 'A', parentCode: null }, { code: 'B', parentCode: 'A' }, { code: 'C', parentCode: 'B' }];

  it('keeps a sound reason, trimmed', () => {
    expect(checkReason({ ...reason, parentCode: 'A', labelEn: ' Late ' }, others)).toMatchObject({ parentCode: 'A', labelEn: 'Late' });
  });

  it.each(['', 'lower', '1A', 'A-B', 'A B', 'X'.repeat(51), 'Ａ'])('refuses the code %j', (code) => {
    expect(() => checkReason({ ...reason, code }, others)).toThrow(refusedAt('code'));
  });

  it('refuses a parent that is missing, itself, or below it', () => {
    for (const parentCode of ['NOWHERE', 'B', 'C']) expect(() => checkReason({ ...reason, parentCode }, others)).toThrow(refusedAt('parentCode'));
    expect(() => checkReason({ ...reason, code: 'NEW', parentCode: 'NEW' }, others)).toThrow(refusedAt('parentCode'));
  });

  it('ends even where the tree on record is broken', () => {
    expect(() => checkReason({ ...reason, code: 'Z', parentCode: 'C' }, [{ code: 'C', parentCode: 'GONE' }])).toThrow(refusedAt('parentCode'));
  });

  it('refuses evidence named twice, an empty label and a position out of range', () => {
    expect(() => checkReason({ ...reason, evidenceWanted: ['PHOTO', 'PHOTO'] }, [])).toThrow(refusedAt('evidenceWanted'));
    expect(() => checkReason({ ...reason, labelZh: ' ' }, [])).toThrow(refusedAt('labelZh'));
    for (const position of [-1, 10_001]) expect(() => checkReason({ ...reason, position }, [])).toThrow(refusedAt('position'));
    expect(checkReason({ ...reason, position: 10_000 }, [])).toMatchObject({ position: 10_000 });
  });

  it('law: whatever is upserted in whatever order, the accepted reasons are a forest', () => {
    const code = fc.constantFrom('A', 'B', 'C', 'D', 'E');
    fc.assert(fc.property(fc.array(fc.record({ code, parentCode: fc.option(code) }), { maxLength: 30 }), (attempts) => {
      const kept = new Map<string, string | null>();
      for (const attempt of attempts) {
        try {
          checkReason({ ...reason, ...attempt }, [...kept].map(([one, parentCode]) => ({ code: one, parentCode })));
          kept.set(attempt.code, attempt.parentCode);
        } catch {
          continue; // refused: the forest stays
        }
      }
      for (const start of kept.keys()) {
        let steps = 0;
        for (let at = kept.get(start) ?? null; at !== null; at = kept.get(at) ?? null) expect((steps += 1)).toBeLessThanOrEqual(kept.size);
      }
    }));
  });
});

describe('the reasons every shop starts with', () => {
  it('pass the check a shop’s own reasons pass, parents before children', () => {
    for (const kind of KINDS) {
      const known: ReasonData[] = [];
      for (const one of DEFAULT_REASONS.filter((candidate) => candidate.kind === kind)) known.push(checkReason(one, known));
      expect(new Set(known.map((one) => one.code)).size).toBe(known.length);
    }
  });

  it('use only words of the vocabulary', () => {
    for (const one of DEFAULT_REASONS) {
      expect(REASON_FAMILIES).toContain(one.family);
      expect(FAULTS).toContain(one.defaultFault);
      expect(FREIGHT_PAYERS).toContain(one.freightPayer);
      expect(EVIDENCE_KINDS).toEqual(expect.arrayContaining([...one.evidenceWanted]));
    }
  });

  it('stand in the order they are written in, among the branches and below each', () => {
    for (const { kind, parentCode } of DEFAULT_REASONS) {
      const positions = DEFAULT_REASONS.filter((one) => one.kind === kind && one.parentCode === parentCode).map(({ position }) => position);
      expect(positions).toEqual(positions.map((_, at) => at + (parentCode === null ? 0 : 1)));
    }
  });

  it.each([
    ['RETURN_EXCHANGE', ['SEVEN_DAY_RETURN', 'WRONG_SIZE_CHOSEN', 'STYLE_DISLIKED', 'DUPLICATE_ORDER', 'DEFECTIVE', 'DOES_NOT_WORK', 'FADES_OR_SHRINKS', 'ALLERGY', 'EXPIRED',
      'COLOUR_DIFFERS', 'MATERIAL_DIFFERS', 'WRONG_ITEM', 'ITEM_MISSING', 'EMPTY_PARCEL', 'GIFT_MISSING', 'REFUSED_DAMAGED', 'SHIPPED_LATE', 'NEVER_ARRIVED', 'NO_TRACE',
      'COUNTERFEIT', 'FREIGHT_REFUND', 'INVOICE', 'OTHER']],
    ['LOGISTICS', ['WHERE_IS_IT', 'URGE', 'NOT_PICKED_UP', 'STALLED', 'SIGNED_NOT_RECEIVED', 'LOCKER_NO_CONSENT', 'DAMAGED_ON_ARRIVAL', 'LOST', 'MISROUTED',
      'RETURNED_TO_SENDER', 'ADDRESS_CHANGE', 'INTERCEPT', 'CUSTOMS', 'RETURN_PARCEL_QUERY']],
    ['COMPLAINT', ['GOODS_QUALITY', 'COUNTERFEIT', 'NOT_AS_DESCRIBED', 'SERVICE_ATTITUDE', 'SLOW_REPLY', 'BROKEN_PROMISE', 'PRICE', 'INVOICE', 'PRIVACY', 'DELIVERY',
      'REFUND_DELAY', 'SAFETY_INJURY', 'HARASSMENT']],
  ])('have a leaf for every sort of %s there is', (kind, sorts) => {
    const ofKind = DEFAULT_REASONS.filter((one) => one.kind === kind);
    const leaves = ofKind.filter(({ code }) => !ofKind.some(({ parentCode }) => parentCode === code)).map(({ code }) => code);
    expect(leaves.sort()).toEqual([...sorts].sort());
  });

  it('charge the customer for a change of mind and nothing else', () => {
    const charged = DEFAULT_REASONS.filter((one) => one.freightPayer === 'CUSTOMER');
    expect(new Set(charged.map((one) => one.family))).toEqual(new Set(['PREFERENCE']));
    expect(DEFAULT_REASONS.filter((one) => one.family === 'PREFERENCE')).toEqual(charged);
  });
});
