import { invalid } from '../../kernel/error.js';
import { isCurrency } from '../../kernel/money.js';
import { cleanText } from '../../kernel/text.js';

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
}

const NAME = { max: 100 };

export function checkShopName(name: string): string {
  return cleanText(name, 'name', NAME);
}

export function checkTeamName(name: string): string {
  return cleanText(name, 'name', NAME);
}

/** A place of the IANA zone database, `Asia/Shanghai`. An offset such as `+08:00` is no zone: it knows no daylight saving. */
export function checkTimeZone(zone: string): string {
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError('an offset');
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw invalid('timeZone', { en: 'Name an IANA time zone, e.g. Asia/Shanghai.', zh: '请填写 IANA 时区，例如 Asia/Shanghai。' });
  }
}

function checkCurrency(code: string): string {
  if (isCurrency(code)) return code;
  throw invalid('currency', { en: 'Name a supported ISO 4217 currency, e.g. CNY.', zh: '请填写支持的 ISO 4217 币种，例如 CNY。' });
}

/** The shop as it is kept; the first value that cannot be is refused with its field. */
export function checkShop(input: ShopData): ShopData {
  return {
    externalId: cleanText(input.externalId, 'externalId', NAME),
    name: checkShopName(input.name),
    platform: input.platform,
    timeZone: checkTimeZone(input.timeZone),
    currency: checkCurrency(input.currency),
  };
}
