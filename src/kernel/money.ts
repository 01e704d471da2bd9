import { invalid } from './error.js';

/** Integer minor units and an ISO 4217 currency: 80 yuan is `{ minor: 8000n, currency: 'CNY' }`. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** Currencies we trade in, with their decimals (ISO 4217). A currency outside this table is refused. */
export const CURRENCY_DECIMALS: Readonly<Record<string, number>> = {
  CNY: 2, HKD: 2, TWD: 2, USD: 2, EUR: 2, GBP: 2, SGD: 2, AUD: 2, CAD: 2, MYR: 2, THB: 2, PHP: 2, NZD: 2, CHF: 2,
  JPY: 0, KRW: 0, VND: 0, KWD: 3, BHD: 3, JOD: 3, OMR: 3, TND: 3,
};

/** The largest amount accepted anywhere: fits a signed 64-bit column with room to add. */
export const MAX_MINOR = 10n ** 15n;

const AMOUNT = /^-?\d{1,13}(\.\d{1,3})?$/;

export function isCurrency(code: string): boolean {
  return Object.hasOwn(CURRENCY_DECIMALS, code);
}

/** Reads `"80.00"` in the currency's own decimals; more decimals than the currency has, exponents or other digits are refused. */
export function parseMoney(amount: string, currency: string, field?: string): Money {
  if (!isCurrency(currency)) throw invalid(field, { en: 'Unknown currency.', zh: '不支持的币种。' });
  const decimals = CURRENCY_DECIMALS[currency] ?? 0;
  const [whole = '', fraction = ''] = amount.split('.');
  if (!AMOUNT.test(amount) || fraction.length > decimals) {
    throw invalid(field, {
      en: `Write the amount as digits with at most ${decimals} decimals.`,
      zh: `金额请写成数字，最多 ${decimals} 位小数。`,
    });
  }
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (minor > MAX_MINOR || minor < -MAX_MINOR) throw invalid(field, { en: 'The amount is too large.', zh: '金额过大。' });
  return { minor, currency };
}

/** `"80.00"`: always with the currency's own decimals. */
export function formatAmount(money: Money): string {
  const decimals = CURRENCY_DECIMALS[money.currency] ?? 0;
  const digits = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(decimals + 1, '0');
  const sign = money.minor < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Splits an amount over parts in proportion to their weights. The parts add up to the whole to the last minor unit: each gets its share rounded down,
 * and what is left goes, one unit each, to the largest remainders (of equal ones to the first). Without any weight all parts weigh the same.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n || weights.some((weight) => weight < 0n)) throw new Error('amounts and weights are not negative');
  if (weights.length === 0) {
    if (total === 0n) return [];
    throw new Error('an amount needs somebody to get it');
  }
  const sum = weights.reduce((one, other) => one + other, 0n);
  if (sum === 0n) return allocate(total, weights.map(() => 1n));
  const parts = weights.map((weight) => (total * weight) / sum);
  const left = Number(total - parts.reduce((one, other) => one + other, 0n));
  const byRemainder = weights.map((weight, at) => ({ at, rest: (total * weight) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1));
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}

/** What the first `part` of `of` equal pieces make of an amount, rounded down: differences of it add up to the whole, however it is taken apart. */
export function portion(whole: bigint, part: number, of: number): bigint {
  return (whole * BigInt(part)) / BigInt(of);
}
