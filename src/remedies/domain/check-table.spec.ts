import { publishableTable, tableProblems, type TableKind } from './check-table.js';
import { DEFAULT_FAULT_TABLE } from './default-fault-table.js';
import { DEFAULT_LADDERS } from './ladder.js';

type Json = Readonly<Record<string, unknown>>;
const row = (more: Json = {}): Json => ({ code: 'ROW', when: { kinds: ['RETURN_EXCHANGE'] }, fault: 'CARRIER', confidence: 70, ...more });
const shares = (...parts: readonly [string, number][]): Json => row({ shares: parts.map(([fault, percent]) => ({ fault, percent })) });
const ladder = (more: Json = {}): Json => ({ code: 'LADDER', faults: [], families: [], rungs: [rung()], ...more });
const rung = (more: Json = {}): Json => ({ code: 'RUNG', legs: ['COUPON'], percent: 5, ...more });

const told = (kind: TableKind, body: unknown) => tableProblems(kind, body).map(({ path, code }) => `${code} ${path}`);

it('the product’s own tables may be published, and are answered as they are', () => {
  expect(publishableTable('FAULT', DEFAULT_FAULT_TABLE)).toBe(DEFAULT_FAULT_TABLE);
  expect(publishableTable('LADDER', DEFAULT_LADDERS)).toBe(DEFAULT_LADDERS);
});

it.each<[string, unknown, string[]]>([
  ['no rows', { rows: [] }, ['EMPTY rows']],
  ['too many rows', { rows: Array.from({ length: 201 }, () => row()) }, ['TOO_MANY rows']],
  ['something nobody reads', { rows: [row({ odd: true })], more: 1 }, ['UNKNOWN_KEY more', 'UNKNOWN_KEY rows.0.odd']],
  ['a code in small letters', { rows: [row({ code: 'a' })] }, ['WRONG_FORM rows.0.code']],
  ['a code twice', { rows: [row(), row()] }, ['CODE_TWICE rows.1.code']],
  ['a code of the product’s own', { rows: [row({ code: 'REASON' })] }, ['CODE_TAKEN rows.0.code']],
  ['a row for everything', { rows: [row({ when: {} })] }, ['EMPTY rows.0.when']],
  ['a list that never holds', { rows: [row({ when: { kinds: [], families: ['QUALITY'] } })] }, ['EMPTY rows.0.when.kinds']],
  ['a word in the place of a list', { rows: [row({ when: { kinds: 'x' } })] }, ['WRONG_TYPE rows.0.when.kinds']],
  ['a misspelt word in every list of known ones', {
    rows: [row(), row({ code: 'TWO', when: Object.fromEntries(['kinds', 'families', 'goodsStates', 'stages', 'parcel', 'inspected', 'evidence', 'without'].map((part) => [part, ['LOSST']])) })],
  }, ['kinds', 'families', 'goodsStates', 'stages', 'parcel', 'inspected', 'evidence', 'without'].map((part) => `UNKNOWN_WORD rows.1.when.${part}.0`)],
  ['a fact of parcels among the stages', { rows: [row({ when: { stages: ['SIGNED', 'AT_STATION'] } })] }, ['UNKNOWN_WORD rows.0.when.stages.1']],
  ['nobody at fault', { rows: [row({ fault: 'NOBODY' })] }, ['UNKNOWN_WORD rows.0.fault']],
  ['no confidence', { rows: [row({ confidence: 0 })] }, ['OUT_OF_RANGE rows.0.confidence']],
  ['shares of 99', { rows: [shares(['CARRIER', 50], ['SUPPLIER', 49])] }, ['SHARES_SUM rows.0.shares']],
  ['half a percent', { rows: [shares(['CARRIER', 50.5], ['SUPPLIER', 49.5])] }, ['OUT_OF_RANGE rows.0.shares.0.percent', 'OUT_OF_RANGE rows.0.shares.1.percent']],
  ['one side that shares', { rows: [shares(['CARRIER', 100])] }, ['SHARES_TOO_FEW rows.0.shares']],
  ['a side that shares twice', { rows: [shares(['CARRIER', 50], ['CARRIER', 50])] }, ['SHARES_TOO_FEW rows.0.shares']],
  ['shares without the main side', { rows: [shares(['MERCHANT', 50], ['SUPPLIER', 50])] }, ['SHARES_WITHOUT_SIDE rows.0.shares']],
])('a table of faults with %s is refused', (_what, body, problems) => {
  expect(told('FAULT', body)).toEqual(problems);
});

it.each<[string, unknown, string[]]>([
  ['no list', { ladders: 'none' }, ['WRONG_TYPE ladders']],
  ['no ladders', { ladders: [] }, ['EMPTY ladders']],
  ['a code twice', { ladders: [ladder(), ladder()] }, ['CODE_TWICE ladders.1.code']],
  ['no rungs', { ladders: [ladder({ rungs: [] })] }, ['EMPTY ladders.0.rungs']],
  ['a rung of no legs', { ladders: [ladder({ rungs: [rung({ legs: [] })] })] }, ['EMPTY ladders.0.rungs.0.legs']],
  ['a leg twice', { ladders: [ladder({ rungs: [rung({ legs: ['COUPON', 'COUPON'] })] })] }, ['LEG_TWICE ladders.0.rungs.0.legs']],
  ['an unknown leg', { ladders: [ladder({ rungs: [rung({ legs: ['HUG'] })] })] }, ['UNKNOWN_WORD ladders.0.rungs.0.legs.0']],
  ['an unknown family', { ladders: [ladder({ families: ['QUALITY', 'QUALTY'] })] }, ['UNKNOWN_WORD ladders.0.families.1']],
  ['nothing of it', { ladders: [ladder({ rungs: [rung({ percent: 0 })] })] }, ['OUT_OF_RANGE ladders.0.rungs.0.percent']],
])('ladders with %s are refused', (_what, body, problems) => {
  expect(told('LADDER', body)).toEqual(problems);
});

it.each<[string, string[], string]>([
  ['kinds', ['RETURN_EXCHANGE', 'LOGISTICS', 'COMPLAINT'], 'Use one of RETURN_EXCHANGE, LOGISTICS, COMPLAINT.'],
  ['stages', ['NOT_SHIPPED', 'ON_THE_WAY', 'SIGNED'], 'Use one of NOT_SHIPPED, ON_THE_WAY, SIGNED.'],
  ['parcel', ['LOST', 'DAMAGED', 'RETURNED', 'AT_STATION', 'STALLED', 'SHIPPED_LATE', 'NOT_PICKED_UP'], 'Use one of LOST, DAMAGED, RETURNED, AT_STATION, STALLED, SHIPPED_LATE, NOT_PICKED_UP.'],
  ['inspected', ['INTACT', 'OPENED', 'USED', 'DAMAGED', 'WRONG_ITEM', 'EMPTY'], 'Use one of INTACT, OPENED, USED, DAMAGED, WRONG_ITEM, EMPTY.'],
])('the %s that are taken are those a refusal names', (part, known, said) => {
  expect(told('FAULT', { rows: [row({ when: { [part]: known } })] })).toEqual([]);
  expect(tableProblems('FAULT', { rows: [row({ when: { [part]: ['NONE'] } })] }).map(({ text }) => text.en)).toEqual([said]);
});

it('reasons are the shop’s own words', () => {
  expect(told('FAULT', { rows: [row({ when: { reasons: ['OURS_ALONE'] } })] })).toEqual([]);
});

it('a refusal names every problem with its path, in both languages', () => {
  const refused = () => publishableTable('FAULT', { rows: [row({ code: 'REASON', shares: [{ fault: 'SUPPLIER', percent: 99 }] }), row({ code: 'REASON' })] });
  const said = { en: expect.stringMatching(/^[\x20-\x7e]+$/), zh: expect.stringMatching(/[\u4e00-\u9fff]/) };
  expect(refused).toThrow(expect.objectContaining({
    code: 'RULE_INVALID', field: 'body',
    details: { problems: ['rows.1.code', 'rows.0.code', 'rows.0.shares', 'rows.0.shares', 'rows.0.shares', 'rows.1.code'].map((path) => expect.objectContaining({ path, text: said }) as unknown) },
  }));
});
