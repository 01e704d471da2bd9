import { MAX_MINOR } from '../../kernel/money.js';
import { budgetExceeded, checkLimit, checkOverride, checkPeriod, isWarned, leftOf, type BudgetUse } from './budget.js';

const use = (more: Partial<BudgetUse> = {}): BudgetUse => ({
  currency: 'CNY', limitMinor: 10_000n, overriddenMinor: 0n, reservedMinor: 0n, committedMinor: 0n, ...more,
});
const code = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return [(error as { code: string }).code, (error as { field: string }).field];
  }
};

describe('a budget', () => {
  it('warns from exactly 80 % of the limit and its overrides on', () => {
    expect(isWarned(use({ reservedMinor: 7_999n }))).toBe(false);
    expect(isWarned(use({ reservedMinor: 3_000n, committedMinor: 5_000n }))).toBe(true);
    expect(isWarned(use({ reservedMinor: 8_000n, overriddenMinor: 1n }))).toBe(false);
    expect(isWarned(use({ limitMinor: 0n }))).toBe(true);
  });

  it('is exceeded by an amount of its currency, and by no more in all than is accepted anywhere', () => {
    const over = (minor: bigint, more: Partial<BudgetUse> = {}, currency = 'CNY') => code(() => checkOverride({ minor, currency }, use(more)));
    expect(over(1n)).toBeUndefined();
    expect([over(0n), over(-1n), over(1n, {}, 'USD')]).toEqual([['INVALID_INPUT', 'amount.amount'], ['INVALID_INPUT', 'amount.amount'], ['INVALID_INPUT', 'amount.currency']]);
    expect(over(MAX_MINOR - 5n, { overriddenMinor: 5n })).toBeUndefined();
    expect(over(MAX_MINOR - 4n, { overriddenMinor: 5n })).toEqual(['INVALID_INPUT', 'amount.amount']);
  });

  it('has left what is neither held nor owed', () => {
    expect(leftOf(use({ overriddenMinor: 500n, reservedMinor: 200n, committedMinor: 300n }))).toBe(10_000n);
  });

  it('says what is left when it refuses', () => {
    expect(budgetExceeded(use({ reservedMinor: 9_000n }), 1_001n, { budgetId: 'b' }).details).toEqual({
      budgetId: 'b', currency: 'CNY', limit: '100.00', overridden: '0.00', reserved: '90.00', committed: '0.00', left: '10.00', asked: '10.01',
    });
  });

  it.each([
    ['MONTH', '2026-02-01', null, { startsOn: '2026-02-01', endsOn: '2026-02-28' }],
    ['MONTH', '2028-02-01', '2028-02-29', { startsOn: '2028-02-01', endsOn: '2028-02-29' }],
    ['MONTH', '2026-13-01', null, ['INVALID_INPUT', 'startsOn']],
    ['MONTH', '2026-02-02', null, ['INVALID_INPUT', 'startsOn']],
    ['MONTH', '2026-02-01', '2026-02-27', ['INVALID_INPUT', 'endsOn']],
    ['QUARTER', '2026-10-01', null, { startsOn: '2026-10-01', endsOn: '2026-12-31' }],
    ['QUARTER', '2026-11-01', null, ['INVALID_INPUT', 'startsOn']],
    ['NAMED', '2026-11-11', '2026-11-11', { startsOn: '2026-11-11', endsOn: '2026-11-11' }],
    ['NAMED', '2026-11-11', '2026-11-10', ['INVALID_INPUT', 'endsOn']],
    ['NAMED', '2026-11-11', '2027-11-11', { startsOn: '2026-11-11', endsOn: '2027-11-11' }],
    ['NAMED', '2026-11-11', '2027-11-12', ['INVALID_INPUT', 'endsOn']],
    ['NAMED', '2026-11-11', null, ['INVALID_INPUT', 'endsOn']],
    ['NAMED', '2026-02-01', '2026-02-30', ['INVALID_INPUT', 'endsOn']],
    ['NAMED', '1999-11-11', '1999-11-12', ['INVALID_INPUT', 'startsOn']],
    ['NAMED', '2026-02-30', '2026-03-01', ['INVALID_INPUT', 'startsOn']],
    ['NAMED', '２０２６-11-11', '2026-11-12', ['INVALID_INPUT', 'startsOn']],
  ] as const)('%s from %s to %s', (period, startsOn, endsOn, expected) => {
    expect(code(() => checkPeriod(period, startsOn, endsOn))).toEqual(expected);
  });

  it('is not lowered below what is held and owed', () => {
    const used = use({ reservedMinor: 4_000n, committedMinor: 3_000n, overriddenMinor: 1_000n });
    expect(code(() => checkLimit(6_000n, used))).toBeUndefined();
    expect(() => checkLimit(5_999n, used)).toThrow(expect.objectContaining({ code: 'BUDGET_EXCEEDED', field: 'limit.amount', details: { least: '60.00' } }));
    expect(code(() => checkLimit(-1n, null))).toEqual(['INVALID_INPUT', 'limit.amount']);
    expect(code(() => checkLimit(0n, null))).toBeUndefined();
  });
});
