import { invalid } from '../../kernel/error.js';
import { DAY, toMillis, type Instant } from '../../kernel/instant.js';
import { parseMoney } from '../../kernel/money.js';

const EARLIEST = toMillis('2000-01-01T00:00:00.000Z');
const AHEAD = 2 * 366 * DAY;
const MAX_QUANTITY = 1_000_000;

/** An instant of this trade: from 2000 on, and at most two years ahead of `now`. */
export function checkInstant(value: Instant | null | undefined, field: string, now: Instant): Instant | null {
  if (value === null || value === undefined) return null;
  const at = toMillis(value);
  if (at >= EARLIEST && at <= toMillis(now) + AHEAD) return value;
  throw invalid(field, { en: 'Use a time from the year 2000 to two years from now.', zh: '时间应在 2000 年至今后两年之间。' });
}

/** Minor units of an amount that is not negative, as the text the database takes. */
export function checkAmount(amount: string, currency: string, field: string): string {
  const { minor } = parseMoney(amount, currency, field);
  if (minor < 0n) throw invalid(field, { en: 'The amount cannot be negative.', zh: '金额不能为负数。' });
  return minor.toString();
}

export function checkQuantity(quantity: number, field: string): number {
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY) return quantity;
  throw invalid(field, { en: `Use a whole number from 1 to ${MAX_QUANTITY}.`, zh: `数量应为 1 至 ${MAX_QUANTITY} 的整数。` });
}
