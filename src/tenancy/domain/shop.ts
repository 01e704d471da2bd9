import { invalid } from '../../kernel/error.js';
import { isCurrency } from '../../kernel/money.js';
import { cleanText } from '../../kernel/text.js';
import { mayNameZone } from '../../kernel/zone-name.js';

export const PLATFORMS = [
  'TAOBAO', 'TMALL', 'JD', 'PDD', 'DOUYIN', 'KUAISHOU', 'XIAOHONGSHU', 'WECHAT', 'SHOPIFY', 'AMAZON', 'EBAY', 'OWN', 'OTHER',
] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface ShopData {
  readonly externalId: string;
  readonly name: string;
  readonly platform: Platform;
  readonly timeZone: string;
  readonly currency: string;
  /** The shop's own telephone numbers, as they are written in messages: a message may hold them although they look like somebody's. */
  readonly contactNumbers?: readonly string[] | null;
}

/** What is kept of a shop beside its columns. */
export interface ShopSettings {
  readonly contactNumbers?: readonly string[];
}

const NAME = { max: 100 };
export const MOST_CONTACT_NUMBERS = 20;
// Digits with single blanks, dots, dashes or brackets between them; a country code in front.
const NUMBER = /^\+?\(?\d(?:[ .()-]{0,2}\d){4,19}$/;

export function checkShopName(name: string): string {
  return cleanText(name, 'name', NAME);
}

export function checkTeamName(name: string): string {
  return cleanText(name, 'name', NAME);
}

/** A place of the IANA zone database, `Asia/Shanghai`. An offset such as `+08:00` is no zone, and neither is CST. */
export function checkTimeZone(zone: string): string {
  try {
    if (!mayNameZone(zone)) throw new RangeError('an offset or an abbreviation');
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw invalid('timeZone', { en: 'Name an IANA time zone, e.g. Asia/Shanghai.', zh: '请填写 IANA 时区，例如 Asia/Shanghai。' });
  }
}

function checkCurrency(code: string): string {
  if (isCurrency(code)) return code;
  throw invalid('currency', { en: 'Name a supported ISO 4217 currency, e.g. CNY.', zh: '请填写支持的 ISO 4217 币种，例如 CNY。' });
}

/** Up to 20 telephone numbers of 5 to 20 digits, each once. The first that is none is refused at `contactNumbers.N`. */
export function checkContactNumbers(numbers: readonly string[]): string[] {
  if (numbers.length > MOST_CONTACT_NUMBERS) {
    throw invalid('contactNumbers', { en: `Name at most ${MOST_CONTACT_NUMBERS} numbers.`, zh: `最多 ${MOST_CONTACT_NUMBERS} 个号码。` });
  }
  const byDigits = new Map<string, string>();
  for (const [at, given] of numbers.entries()) {
    const number = given.trim();
    if (!NUMBER.test(number)) throw invalid(`contactNumbers.${at}`, { en: 'Write a telephone number of 5 to 20 digits.', zh: '请填写 5 至 20 位数字的电话号码。' });
    const digits = number.replace(/\D/g, '');
    byDigits.set(digits, byDigits.get(digits) ?? number);
  }
  return [...byDigits.values()];
}

/** The shop as it is kept; the first value that cannot be is refused with its field. */
export function checkShop(input: ShopData): ShopData & { readonly contactNumbers: readonly string[] } {
  return {
    externalId: cleanText(input.externalId, 'externalId', NAME),
    name: checkShopName(input.name),
    platform: input.platform,
    timeZone: checkTimeZone(input.timeZone),
    currency: checkCurrency(input.currency),
    contactNumbers: checkContactNumbers(input.contactNumbers ?? []),
  };
}
