import fc from 'fast-check';
import { DEFAULT_FAULT_TABLE } from './default-fault-table.js';
import { proposeFault, type FaultCase } from './fault-table.js';

const CASE: FaultCase = {
  kind: 'RETURN_EXCHANGE', reasonCode: 'DEFECTIVE', reasonFamily: 'QUALITY', reasonFault: 'SUPPLIER', goodsState: 'RECEIVED', stage: 'SIGNED', parcelFacts: [], inspected: [],
  evidence: [],
};

describe('the proposal', () => {
  it('goes by the shop’s reason until a surer row holds', () => {
    expect(proposeFault(DEFAULT_FAULT_TABLE, CASE)).toEqual({ fault: 'SUPPLIER', shares: [], confidence: 30, rows: ['REASON'], against: [] });
    expect(proposeFault(DEFAULT_FAULT_TABLE, { ...CASE, reasonFault: null, reasonCode: null, reasonFamily: null })).toMatchObject({ fault: 'UNDETERMINED', confidence: 1 });
    expect(proposeFault(DEFAULT_FAULT_TABLE, { ...CASE, evidence: ['TEST_REPORT'] })).toMatchObject({ fault: 'SUPPLIER', confidence: 85, rows: ['TESTED'] });
  });

  it('names the rows that decided and those that say otherwise', () => {
    const found = proposeFault(DEFAULT_FAULT_TABLE, { ...CASE, inspected: ['USED'], evidence: ['TEST_REPORT'] });
    expect(found).toEqual({ fault: 'SUPPLIER', shares: [], confidence: 85, rows: ['TESTED'], against: ['FOUND_USED'] });
  });

  it('leaves a row that is less sure than the shop’s reason beside it, unless there is no such reason', () => {
    const table = { rows: [{ code: 'WEAK', when: { kinds: ['RETURN_EXCHANGE'] }, fault: 'CARRIER' as const, confidence: 29 }, { code: 'SAME', when: { kinds: ['RETURN_EXCHANGE'] }, fault: 'SUPPLIER' as const, confidence: 10 }] };
    expect(proposeFault(table, CASE)).toEqual({ fault: 'SUPPLIER', shares: [], confidence: 30, rows: ['REASON'], against: ['WEAK'] });
    expect(proposeFault(table, { ...CASE, reasonFault: null })).toMatchObject({ fault: 'CARRIER', confidence: 29, rows: ['WEAK'], against: ['SAME'] });
  });

  it('takes rows with other shares for others, and holds a row to each of its conditions', () => {
    const shares = [{ fault: 'CARRIER' as const, percent: 60 }, { fault: 'SUPPLIER' as const, percent: 40 }];
    const row = (code: string, confidence: number, when: object, more = {}) => ({ code, when, fault: 'CARRIER' as const, confidence, ...more });
    expect(proposeFault({ rows: [row('A', 90, {}, { shares }), row('B', 80, {})] }, CASE)).toMatchObject({ shares, rows: ['A'], against: ['B'] });
    for (const when of [{ goodsStates: ['NOT_RECEIVED'] }, { stages: ['NOT_SHIPPED'] }, { parcel: ['LOST'] }, { inspected: ['USED'] }, { evidence: ['TEST_REPORT'] }, { families: ['PRICE'] }, { reasons: ['ALLERGY'] }, { kinds: ['COMPLAINT'] }]) {
      expect(proposeFault({ rows: [row('A', 90, when)] }, CASE).rows).toEqual(['REASON']);
    }
    expect(proposeFault({ rows: [row('A', 90, { goodsStates: ['RECEIVED'], stages: ['SIGNED'], families: ['QUALITY'], reasons: ['DEFECTIVE'] })] }, CASE).rows).toEqual(['A']);
  });

  it.each<[string, Partial<FaultCase>, string]>([
    ['a parcel that is lost', { reasonFamily: 'TRANSIT', parcelFacts: ['LOST'] }, 'CARRIER'],
    ['late shipping', { reasonFamily: 'LATENESS', parcelFacts: ['SHIPPED_LATE'] }, 'MERCHANT'],
    ['a parcel opened before the courier', { reasonFamily: 'TRANSIT', evidence: ['COURIER_WITNESSED_OPENING', 'PACKING_VIDEO'] }, 'CARRIER'],
    ['a packing video without that', { reasonFamily: 'TRANSIT', evidence: ['PACKING_VIDEO'] }, 'WAREHOUSE'],
    ['a page that says something else', { reasonFamily: 'DESCRIPTION', evidence: ['PAGE_SNAPSHOT'] }, 'MERCHANT'],
    ['a damaged parcel', { reasonFamily: 'TRANSIT', parcelFacts: ['DAMAGED'] }, 'CARRIER'],
    ['a parcel that does not move', { reasonFamily: 'TRACKING', parcelFacts: ['STALLED'] }, 'CARRIER'],
    ['a parcel left at a station', { reasonFamily: 'DELIVERY', parcelFacts: ['AT_STATION'] }, 'CARRIER'],
    ['a parcel signed for that never came', { reasonCode: 'NEVER_ARRIVED', reasonFamily: 'DELIVERY' }, 'CARRIER'],
    ['a parcel nobody picked up', { reasonFamily: 'LATENESS', parcelFacts: ['NOT_PICKED_UP'] }, 'MERCHANT'],
    ['a parcel weighed short', { reasonFamily: 'FULFILMENT', evidence: ['WEIGHT_RECORD'] }, 'WAREHOUSE'],
    ['the photo of a waybill', { reasonFamily: 'FULFILMENT', evidence: ['WAYBILL_PHOTO'] }, 'WAREHOUSE'],
    ['goods that came wrong', { reasonFamily: 'FULFILMENT', inspected: ['WRONG_ITEM'] }, 'WAREHOUSE'],
    ['goods found damaged', { reasonFault: null, inspected: ['DAMAGED'] }, 'SUPPLIER'],
    ['goods washed against their label', { reasonCode: 'FADES_OR_SHRINKS', evidence: ['WASH_METHOD'] }, 'CUSTOMER_MISUSE'],
    ['an allergy that is shown', { reasonCode: 'ALLERGY', reasonFault: null, evidence: ['SKIN_PHOTO'] }, 'SUPPLIER'],
    ['goods a brand found genuine', { reasonFamily: 'AUTHENTICITY', evidence: ['BRAND_APPRAISAL'] }, 'UNDETERMINED'],
    ['our own chat', { reasonFamily: 'SERVICE', evidence: ['CHAT_RECORD'] }, 'MERCHANT'],
    ['a promise in our own chat', { reasonFamily: 'PROMISE', evidence: ['CHAT_RECORD'] }, 'MERCHANT'],
    ['advice on the size that was given', { reasonCode: 'WRONG_SIZE_CHOSEN', reasonFamily: 'PREFERENCE', evidence: ['SIZE_ADVICE'] }, 'CUSTOMER_PREFERENCE'],
  ])('of %s', (_what, more, fault) => {
    expect(proposeFault(DEFAULT_FAULT_TABLE, { ...CASE, ...more }).fault).toBe(fault);
  });

  it('law: the surest row that holds decides, and every row that holds is named once', () => {
    const rows = fc.uniqueArray(fc.record({
      code: fc.string({ minLength: 1 }).map((text) => `R${text}`), fault: fc.constantFrom('CARRIER' as const, 'SUPPLIER' as const), confidence: fc.integer({ min: 30, max: 100 }),
      held: fc.boolean(),
    }), { selector: ({ code }) => code });
    fc.assert(fc.property(rows, (drawn) => {
      const table = { rows: drawn.map(({ held, ...rest }) => ({ ...rest, when: { kinds: [held ? 'RETURN_EXCHANGE' : 'COMPLAINT'] } })) };
      const held = drawn.filter((one) => one.held);
      const found = proposeFault(table, CASE);
      if (held.length === 0) return expect(found.rows).toEqual(['REASON']);
      expect(found.confidence).toBe(Math.max(...held.map(({ confidence }) => confidence)));
      expect([...found.rows, ...found.against].sort()).toEqual(held.map(({ code }) => code).sort());
    }));
  });
});
