import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_PACKS } from './data/index.js';
import { neverLess, paysAsMuch } from './never-less.js';
import type { DeadlineRow, PackRow, PayoutFormula } from './pack.js';

const row = (id: string): PackRow => BUILT_IN_PACKS.filter(({ id: pack }) => pack.endsWith('-law')).flatMap(({ rows }) => rows).find((one) => one.id === id) as PackRow;
const [window, refund, back] = [row('seven-days'), row('seven-days.refund') as DeadlineRow, row('withdrawal.return') as DeadlineRow];

describe('a row that gives less than a law', () => {
  it.each<[string, PackRow, object, readonly string[]]>([
    ['begins later', { ...window, from: '2026-02-01' }, { from: '2026-02-02' }, ['from']], ['begins with it', { ...window, from: '2026-02-01' }, { from: '2026-02-01' }, []],
    ['always did', { ...window, from: '2026-02-01' }, { from: null }, []], ['ends sooner', { ...window, to: '2026-02-02' }, { to: '2026-02-01' }, ['to']],
    ['ends with it', { ...window, to: '2026-02-02' }, { to: '2026-02-02' }, []], ['holds in fewer regions', { ...window, regions: ['CN-65', 'CN-54'] }, { regions: ['CN-65'] }, ['regions']],
    ['holds in more regions', { ...window, regions: ['CN-65'] }, { regions: ['CN-65', 'CN-54'] }, []], ['holds everywhere', { ...window, regions: ['CN-65'] }, { regions: null }, []],
    ['is about something else', refund, { concerns: 'SUBMIT_EVIDENCE' }, ['concerns']], ['begins with something else', refund, { startsWith: 'RETURN_SHIPPED' }, ['startsWith']],
    ['lets the shop take longer', refund, { due: { ...refund.due, amount: refund.due.amount + 1 } }, ['due']],
    ['lets the shop take longer in a festival', refund, { overrides: [{ due: { ...refund.due, amount: refund.due.amount + 1 } }] }, ['overrides.0.due']],
    ['hurries the shop in a festival', refund, { overrides: [{ due: { ...refund.due, amount: 1 } }] }, []],
    ['hurries the buyer', back, { due: { ...back.due, amount: back.due.amount - 1 } }, ['due']], ['lets the buyer take longer', back, { due: { ...back.due, amount: back.due.amount + 1 } }, []],
    ['gives the buyer longer in a festival', window, { overrides: [{ due: { from: 'EVENT', unit: 'DAYS', amount: 30 } }] }, []],
  ])('%s', (_what, owed, change, less) => {
    expect(neverLess({ ...owed, ...change }, owed)).toEqual(less);
  });
});

describe('a formula that pays as much', () => {
  const fixed: PayoutFormula = { currency: 'CNY', fixed: '5.00' };
  const shares = (...of: readonly (readonly ['PAID' | 'LOSS', number])[]): PayoutFormula => ({ currency: 'CNY', shares: of.map(([what, basisPoints]) => ({ of: what, basisPoints })) });
  const bounded = { ...shares(['PAID', 500]), min: '5.00', max: '50.00' };

  it.each<[string, PayoutFormula, PayoutFormula, boolean]>([
    ['so much', fixed, fixed, true], ['less', { ...fixed, fixed: '4.99' }, fixed, false], ['as much of another currency', { ...fixed, currency: 'USD' }, fixed, false],
    ['a share that is never less', { ...shares(['PAID', 1]), min: '5.00' }, fixed, true], ['a share that may be less', { ...shares(['PAID', 9_000]), min: '4.99' }, fixed, false],
    ['a share without a least', shares(['PAID', 9_000]), fixed, false],
    ['the most it could be', { ...fixed, fixed: '50.00' }, bounded, true], ['less than it could be', { ...fixed, fixed: '49.99' }, bounded, false],
    ['one amount for what has no end', { ...fixed, fixed: '999.00' }, shares(['PAID', 500]), false],
    ['the same share', bounded, bounded, true], ['a lower least', { ...bounded, min: '4.99' }, bounded, false], ['a lower most', { ...bounded, max: '49.99' }, bounded, false],
    ['no most', { ...bounded, max: null }, bounded, true], ['a most where there was none', { ...bounded, max: '999.00' }, { ...bounded, max: null }, false],
    ['a most of a day', { ...bounded, dailyMax: '999.00' }, bounded, false], ['a lower most of a day', { ...bounded, dailyMax: '1.00' }, { ...bounded, dailyMax: '2.00' }, false],
    ['a higher most of a day', { ...bounded, dailyMax: '3.00' }, { ...bounded, dailyMax: '2.00' }, true],
    ['the larger share of something else', { ...bounded, shares: shares(['LOSS', 9_000]).shares ?? [] }, bounded, false],
    ['one of two shares', shares(['PAID', 500]), shares(['PAID', 500], ['LOSS', 100]), false], ['both and more', shares(['PAID', 500], ['LOSS', 200]), shares(['PAID', 400], ['LOSS', 200]), true],
  ])('%s', (_what, given, owed, expected) => {
    expect(paysAsMuch(given, owed)).toBe(expected);
  });
});
