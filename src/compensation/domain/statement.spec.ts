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
  expect(read([['', 'B-2', '+80.00']], '+')).toEqual([{ line: 2, key: null, reference: 'B-2', amount: { minor: 8_000n, currency: 'CNY' }, bookedOn: null }]);
  expect((['-', '+'] as const).map((outgoing) => read([['', 'A', '-0.01', ''], ['', 'B', '0.00', ''], ['', 'C', '0.01', '']], outgoing).map(({ reference }) => reference))).toEqual([['A'], ['C']]);
});

it('takes the currency of a line from its column, and the statement’s where the line has none; names of columns are trimmed', () => {
  const rows = [['Ref', 'Amount', 'Currency'], ['B-1', '-80', 'JPY'], ['B-2', '-80', '']];
  const columns: StatementColumns = { reference: ' Ref', amount: 'Amount ', key: null, currency: 'Currency', bookedOn: null };
  expect(readStatement(rows, columns, 'CNY', '-').map(({ amount }) => amount)).toEqual([{ minor: 80n, currency: 'JPY' }, { minor: 8_000n, currency: 'CNY' }]);
});

it('is read up to 5000 lines and references of 200 characters', () => {
  const lines = (count: number, length = 3): string[][] => Array.from({ length: count }, () => ['', 'B'.repeat(length), '-1', '']);
  expect(read(lines(5_000))).toHaveLength(5_000);
  expect(refusal(() => read(lines(5_001)))).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'content' });
  expect(read(lines(1, 200))).toHaveLength(1);
  expect(refusal(() => read(lines(1, 201)))).toMatchObject({ details: { line: 2, column: 'Ref' } });
});

it.each(['1e3', '80.001', '1,5', '８０', '', '80 CNY', '--80', '0x10'])('an amount of %p refuses the file and names the line', (amount) => {
  expect(refusal(() => read([['', 'B-1', '-1', ''], ['', 'B-2', amount, '']]))).toEqual({ code: 'INVALID_INPUT', field: 'content', details: { line: 3, column: 'amount' } });
});

it('a day that is none, a reference that is none, a column that is none', () => {
  expect(refusal(() => read([['2026-02-30', 'B-1', '-1', '']]))).toMatchObject({ details: { line: 2, column: 'bookedOn' } });
  expect(refusal(() => read([['yesterday', 'B-1', '-1', '']]))).toMatchObject({ details: { line: 2, column: 'bookedOn' } });
  expect(refusal(() => read([['', ' ', '-1', '']]))).toMatchObject({ details: { line: 2, column: 'Ref' } });
  expect(refusal(() => readStatement([['Ref', 'Ref'], ['a', 'b']], COLUMNS, 'CNY', '-'))).toMatchObject({ field: 'columns.reference' });
  expect(refusal(() => readStatement([['Day', 'Ref', 'Remark'], ['', 'a', '']], COLUMNS, 'CNY', '-'))).toEqual({ code: 'INVALID_INPUT', field: 'columns.amount', details: { names: ['Day', 'Ref', 'Remark'] } });
  expect(refusal(() => readStatement([HEAD], COLUMNS, 'CNY', '-'))).toMatchObject({ field: 'content' });
  expect(refusal(() => readStatement([HEAD, ['', 'B', '-1', '']], COLUMNS, 'XXX', '-'))).toMatchObject({ details: { column: 'amount' } });
});

it.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@SUM', "'@SUM"], ['\t=1', "'\t=1"], ['＝1', "'＝1"], ['a,b', '"a,b"'], ['=a"b', `"'=a""b"`], ['BANK-1', 'BANK-1']])(
  'a spreadsheet takes %p for no formula', (text, cell) => expect(csvCell(text)).toBe(cell),
);
