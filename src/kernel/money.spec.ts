import fc from 'fast-check';
import { allocate, CURRENCY_DECIMALS, formatAmount, isCurrency, MAX_MINOR, parseMoney, portion } from './money.js';

const currency = fc.constantFrom(...Object.keys(CURRENCY_DECIMALS));

it.each([['80', 'CNY', 8_000n], ['80.5', 'CNY', 8_050n], ['-0.01', 'CNY', -1n], ['80', 'JPY', 80n], ['0.001', 'KWD', 1n], ['10000000000000', 'CNY', null], ['9999999999999.99', 'CNY', 999_999_999_999_999n]])(
  '%s %s is %p minor units', (amount, of, minor) => {
    if (minor === null) expect(() => parseMoney(amount, of, 'at')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'at' }));
    else expect(parseMoney(amount, of)).toEqual({ minor, currency: of });
  },
);

it.each([['80.001', 'CNY'], ['80.0', 'JPY'], ['80.0001', 'KWD'], ['1e3', 'CNY'], ['+1', 'CNY'], ['.5', 'CNY'], ['1.', 'CNY'], ['1.2.3', 'CNY'], ['８０', 'CNY'], ['', 'CNY'], ['1', 'XXX'], ['1', 'toString']])(
  '%j %s is no amount', (amount, of) => expect(() => parseMoney(amount, of)).toThrow('INVALID_INPUT'),
);

it('accepts as much as fits and no more, either way', () => {
  for (const sign of ['', '-']) {
    expect(parseMoney(`${sign}1000000000000.000`, 'KWD').minor).toBe(sign === '' ? MAX_MINOR : -MAX_MINOR);
    expect(() => parseMoney(`${sign}1000000000000.001`, 'KWD')).toThrow('INVALID_INPUT');
  }
  expect(isCurrency('KWD')).toBe(true);
});

it('law: what is written is read back, with the currency’s own decimals', () => {
  // Thirteen digits are taken in, whatever the currency; longer sums are only written.
  fc.assert(fc.property(fc.bigInt(1n - 10n ** 13n, 10n ** 13n - 1n), currency, (minor, of) => {
    const written = formatAmount({ minor, currency: of });
    expect(written.split('.')[1]?.length ?? 0).toBe(CURRENCY_DECIMALS[of]);
    expect(parseMoney(written, of)).toEqual({ minor, currency: of });
  }));
  expect([formatAmount({ minor: -5n, currency: 'CNY' }), formatAmount({ minor: 0n, currency: 'CNY' }), formatAmount({ minor: -80n, currency: 'JPY' })]).toEqual(['-0.05', '0.00', '-80']);
});

describe('an amount that is split', () => {
  it('goes by weight, and what is left to the largest remainders, of equal ones to the first', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(101n, [1n, 1n, 1n])).toEqual([34n, 34n, 33n]);
    expect(allocate(10n, [1n, 2n, 3n])).toEqual([2n, 3n, 5n]);
    expect(allocate(5n, [0n, 0n])).toEqual([3n, 2n]);
    expect(allocate(0n, [])).toEqual([]);
  });

  it('is not negative, and has somebody to get it', () => {
    expect(() => allocate(-1n, [1n])).toThrow();
    expect(() => allocate(1n, [1n, -1n])).toThrow();
    expect(() => allocate(1n, [])).toThrow();
  });

  it('into pieces rounds each part down', () => {
    expect([portion(100n, 1, 3), portion(100n, 2, 3), portion(100n, 3, 3)]).toEqual([33n, 66n, 100n]);
  });
});
