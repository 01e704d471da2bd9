import { csvCell, readStatement, type StatementColumns } from './statement.js';

const COLUMNS: StatementColumns = { reference: 'Ref', amount: 'Amount', key: 'Remark', currency: null, bookedOn: 'Day' };
const KEY = `am${'0a'.repeat(16)}`;
const HEAD = ['Day', ' Ref ', 'Amount', 'Remark'];
const read = (rows: string[][], outgoing: '+' | '-' = '-') => readStatement([HEAD, ...rows], COLUMNS, 'CNY', outgoing);
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    const { code, field, details } = error as { code: string; field: string; details: unknown };
    return { code, field, details };
  }
};

it('reads what left, with our key wherever it stands', () => {
  expect(read([['2026/11/01 10:00', 'B-1', '-1,234.50', `refund ${KEY} thanks`], ['2026-11-02', 'B-2', '80.00', ''], ['', 'B-3', '-80', '']])).toEqual([
    { line: 2, key: KEY, reference: 'B-1', amount: { minor: 123_450n, currency: 'CNY' }, bookedOn: '2026-11-01' },
    { line: 4, key: null, reference: 'B-3', amount: { minor: 8_000n, currency: 'CNY' }, bookedOn: null },
  ]);
  expect(read([['', 'B-2', '+80.00', '']], '+')).toHaveLength(1);
});

it.each(['1e3', '80.001', '1,5', '８０', '', '80 CNY', '--80', '0x10'])('an amount of %p refuses the file and names the line', (amount) => {
  expect(refusal(() => read([['', 'B-1', '-1', ''], ['', 'B-2', amount, '']]))).toEqual({ code: 'INVALID_INPUT', field: 'content', details: { line: 3, column: 'amount' } });
});

it('a day that is none, a reference that is none, a column that is none', () => {
  expect(refusal(() => read([['2026-02-30', 'B-1', '-1', '']]))).toMatchObject({ details: { line: 2, column: 'bookedOn' } });
  expect(refusal(() => read([['', ' ', '-1', '']]))).toMatchObject({ details: { line: 2, column: 'Ref' } });
  expect(refusal(() => readStatement([['Ref', 'Ref'], ['a', 'b']], COLUMNS, 'CNY', '-'))).toMatchObject({ field: 'columns.reference' });
  expect(refusal(() => readStatement([HEAD], COLUMNS, 'CNY', '-'))).toMatchObject({ field: 'content' });
  expect(refusal(() => readStatement([HEAD, ['', 'B', '-1', '']], COLUMNS, 'XXX', '-'))).toMatchObject({ details: { column: 'amount' } });
});

it.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@SUM', "'@SUM"], ['\t=1', "'\t=1"], ['＝1', "'＝1"], ['a,b', '"a,b"'], ['=a"b', `"'=a""b"`], ['BANK-1', 'BANK-1']])(
  'a spreadsheet takes %p for no formula', (text, cell) => expect(csvCell(text)).toBe(cell),
);
