import fc from 'fast-check';
import { DEFAULT_FAULT_TABLE } from './default-fault-table.js';
import { checkLadders } from './ladder.js';
import { readTable } from './rule-shape.js';
import { checkFaultTable, proposeFault, type FaultCase, type FaultRow, type FaultTable } from './fault-table.js';

const CASE: FaultCase = {
  kind: 'RETURN_EXCHANGE', reasonCode: 'DEFECTIVE', reasonFamily: 'QUALITY', reasonFault: 'SUPPLIER', goodsState: 'RECEIVED', stage: 'SIGNED', parcelFacts: [], inspected: [],
  evidence: [],
};
const row = (more: Partial<FaultRow>): FaultRow => ({ code: 'ROW', when: { kinds: ['RETURN_EXCHANGE'] }, fault: 'CARRIER', confidence: 70, ...more });
const problemsOf = (table: FaultTable): unknown => {
  try {
    checkFaultTable(table);
    return [];
  } catch (error) {
    return (error as { details: { problems: { path: string }[] } }).details.problems.map(({ path }) => path);
  }
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

describe('a table', () => {
  it('the default one may be published', () => {
    expect(problemsOf(DEFAULT_FAULT_TABLE)).toEqual([]);
  });

  it.each<[string, FaultTable, string[]]>([
    ['no rows', { rows: [] }, ['rows']],
    ['a code twice', { rows: [row({}), row({})] }, ['rows.1.code']],
    ['a code of the product’s own', { rows: [row({ code: 'REASON' })] }, ['rows.0.code']],
    ['a row for everything', { rows: [row({ when: {} })] }, ['rows.0.when']],
    ['an empty list', { rows: [row({ when: { kinds: [], families: ['QUALITY'] } })] }, ['rows.0.when']],
    ['no confidence', { rows: [row({ confidence: 0 })] }, ['rows.0.confidence']],
    ['shares of 99', { rows: [row({ shares: [{ fault: 'CARRIER', percent: 50 }, { fault: 'SUPPLIER', percent: 49 }] })] }, ['rows.0.shares']],
    ['shares without the main side', { rows: [row({ shares: [{ fault: 'MERCHANT', percent: 50 }, { fault: 'SUPPLIER', percent: 50 }] })] }, ['rows.0.shares']],
  ])('with %s is not', (_what, table, paths) => {
    expect(problemsOf(table)).toEqual(paths);
  });
});

it('every problem of a table is told in both languages, wherever it is found', () => {
  const problems = (work: () => unknown): { path: string; text: { en: string; zh: string } }[] => {
    try {
      work();
      return [];
    } catch (error) {
      return (error as { details: { problems: { path: string; text: { en: string; zh: string } }[] } }).details.problems;
    }
  };
  const told = [
    ...problems(() => checkFaultTable({ rows: [row({ code: 'a', when: {}, fault: 'NOBODY' as never, confidence: 0, shares: [{ fault: 'CARRIER', percent: 99 }] })] })),
    ...problems(() => checkLadders({ ladders: [{ code: 'a', faults: [], families: [], rungs: [{ code: 'b', legs: [], percent: 0 }] }, { code: 'C', faults: [], families: [], rungs: [] }] })),
    ...problems(() => readTable('FAULT', { rows: [{ code: 1, when: { kinds: 'x' }, odd: true }], more: 1 })),
    ...problems(() => readTable('LADDER', { ladders: 'none' })),
  ];
  expect(told.length).toBeGreaterThanOrEqual(16);
  for (const { text } of told) {
    expect(text.en).toMatch(/^[\x20-\x7e]+$/);
    expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
  }
});
