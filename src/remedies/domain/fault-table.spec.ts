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

  it.each<[string, Partial<FaultCase>, string]>([
    ['a parcel that is lost', { reasonFamily: 'TRANSIT', parcelFacts: ['LOST'] }, 'CARRIER'],
    ['late shipping', { reasonFamily: 'LATENESS', parcelFacts: ['SHIPPED_LATE'] }, 'MERCHANT'],
    ['a parcel opened before the courier', { reasonFamily: 'TRANSIT', evidence: ['COURIER_WITNESSED_OPENING', 'PACKING_VIDEO'] }, 'CARRIER'],
    ['a packing video without that', { reasonFamily: 'TRANSIT', evidence: ['PACKING_VIDEO'] }, 'WAREHOUSE'],
    ['a page that says something else', { reasonFamily: 'DESCRIPTION', evidence: ['PAGE_SNAPSHOT'] }, 'MERCHANT'],
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
