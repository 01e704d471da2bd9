import { DomainError } from '../../kernel/error.js';
import { localDay } from '../../calendar/domain/index.js';
import type { Instant } from '../../kernel/instant.js';
import { CURRENCY_DECIMALS, formatAmount, type Money } from '../../kernel/money.js';

/**
 * What the message that carries an offer must state, so that the customer holds in writing what was offered:
 * - every amount of its legs, as a number beside its currency: `¥80`, `80元`, `80.00 CNY`, `1,280.50 yuan` (full-width digits count);
 * - the promised day as the shop's calendar shows it: `2026-11-25`, `2026/11/25`, `11月25日`, `25 November`, `Nov 25`. A bare `11/25` is read
 *   differently by different people and does not count. An offer that only explains promises no deed and needs no day.
 */
export interface Stated {
  readonly amounts: readonly Money[];
  /** null: no day is promised. */
  readonly fulfilBy: Instant | null;
  /** The shop's. */
  readonly timeZone: string;
}

// Marks that leave no doubt to a customer of that currency; every currency's ISO code counts besides.
const MARKS: Readonly<Record<string, readonly string[]>> = {
  CNY: ['¥', 'RMB', '元', '块', 'yuan', '人民币'],
  HKD: ['HK$', '港元', '港币'], TWD: ['NT$', '元', '新台币', '新台幣'], USD: ['US$', '$', '美元', '美金', 'dollars'],
  EUR: ['€', '欧元', 'euros', 'euro'], GBP: ['£', '英镑', 'pounds'], JPY: ['¥', '円', '日元', 'yen'], KRW: ['₩', '韩元', '원', 'won'],
  SGD: ['S$', '新元'], AUD: ['A$', '澳元'], CAD: ['C$', '加元'], NZD: ['NZ$', '纽元'], MYR: ['RM'], THB: ['฿', '泰铢'], PHP: ['₱'], VND: ['₫', '越南盾'],
};
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;
const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;

/** Refuses a text that lacks an amount or the day, with each missing thing in the form it could be written: `details.missing`. */
export function checkOfferText(text: string, stated: Stated): void {
  const words = plain(text);
  const missing: string[] = stated.amounts.filter((money) => !statesAmount(words, money)).map((money) => `${formatAmount(money)} ${money.currency}`);
  if (stated.fulfilBy !== null) {
    const day = localDay(stated.fulfilBy, stated.timeZone);
    if (!statesDay(words, day)) missing.push(day);
  }
  if (missing.length === 0) return;
  throw new DomainError(
    'INVALID_INPUT',
    { en: `The message must state: ${missing.join(', ')}.`, zh: `消息须写明：${missing.join('、')}。` },
    'body',
    { missing: [...new Set(missing)] },
  );
}

/** Full-width digits and signs become plain ones; the Chinese comma separates clauses, never thousands. */
function plain(text: string): string {
  return text.replaceAll('，', ' ').normalize('NFKC').replace(/\s*([年月日号])\s*/g, '$1');
}

function statesAmount(text: string, { minor, currency }: Money): boolean {
  const marks = [currency, ...(MARKS[currency] ?? [])].map(escape).join('|');
  const mark = String.raw`(?<![A-Za-z])(?:${marks})`;
  // No digit, separator or range sign may touch the number: "50-80元" and "180元" do not state 80.
  const alone = String.raw`(?<![\d.,~–-])${NUMBER}(?!\d|[.,]\d)`;
  const forms = [`${mark}\\s*${NUMBER}(?!\\d|[.,]\\d|\\s*[~–-]\\s*\\d)`, `${alone}\\s*(?:${marks})(?![A-Za-z])`];
  return forms.some((form) => [...text.matchAll(new RegExp(form, 'giu'))].some((match) => minorOf(match[1] ?? '', currency) === minor));
}

function minorOf(number: string, currency: string): bigint | undefined {
  const [whole = '', fraction = ''] = number.replaceAll(',', '').split('.');
  const decimals = CURRENCY_DECIMALS[currency] ?? 0;
  const kept = fraction.replace(/0+$/, '');
  return kept.length > decimals || whole.length > 16 ? undefined : BigInt(whole + kept.padEnd(decimals, '0'));
}

function statesDay(text: string, day: string): boolean {
  const [year = '', month = '', date = ''] = day.split('-');
  const [m, d] = [Number(month), Number(date)];
  const name = MONTHS[m - 1] ?? '';
  const word = `(?<![a-z])(?:${name}|${name.slice(0, 3)}\\.?)`;
  const ordinal = `(?<![\\d-])0?${d}(?:st|nd|rd|th)?`;
  const ofYear = `(?!,?\\s*(?!${year})\\d{4})`;
  const forms = [
    `(?<!\\d)${year}(?<sign>[-/.])0?${m}\\k<sign>0?${d}(?!\\d)`,
    `(?:(?<!\\d)${year}年|(?<![\\d年]))0?${m}月0?${d}[日号]`,
    `${word}\\s*0?${d}(?:st|nd|rd|th)?(?!\\d)${ofYear}`,
    `${ordinal}\\s*(?:of\\s+)?${word}(?![a-z])${ofYear}`,
  ];
  return forms.some((form) => new RegExp(form, 'iu').test(text));
}

function escape(text: string): string {
  return text.replace(/[$.]/g, '\\$&');
}
