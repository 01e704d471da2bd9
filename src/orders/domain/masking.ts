// What of a customer is shown to whom has no clear contact data before them. Enough stays to recognise somebody on the phone, not enough to call them.

const HAN = /\p{Script=Han}/u;
const HIDDEN = '***';
/** Country codes written without a blank after them; any code is understood with one. Longest first. */
const COUNTRY_CODE = /^\+(852|853|886|971|86|81|82|65|60|66|84|63|62|91|61|64|44|49|33|39|34|31|7|1)/;

/** `张三丰` is `张**`, `John Smith` is `J*** S***`. The number of stars tells nothing of the length. */
export function maskName(name: string): string {
  if (HAN.test(name)) return `${firstOf(name)}**`;
  return name.split(/\s+/).filter(Boolean).slice(0, 3).map((part) => firstOf(part) + HIDDEN).join(' ');
}

/** `+86 138****5678`: country code, then the first three and last four digits of a long number, fewer of a shorter one. */
export function maskPhone(phone: string): string {
  const written = /^\+\d{1,3}(?=[\s-])/.exec(phone)?.[0] ?? COUNTRY_CODE.exec(phone)?.[0] ?? '';
  const digits = phone.slice(written.length).replace(/\D/g, '');
  const prefix = written === '' ? '' : `${written} `;
  if (digits.length >= 11) return `${prefix}${digits.slice(0, 3)}****${digits.slice(-4)}`;
  if (digits.length >= 8) return `${prefix}****${digits.slice(-4)}`;
  if (digits.length >= 6) return `${prefix}****${digits.slice(-2)}`;
  return `${prefix}****`;
}

/** `j***@example.com`. What is no address is hidden whole. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? HIDDEN : `${firstOf(email)}${HIDDEN}${email.slice(at)}`;
}

/** A city's name holds no street, district or village, and is none of the 超市 and 市场 that stand in streets. */
const CHINESE_PLACE = /^(?:中国)?(?<province>[\p{Script=Han}]{2,8}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?)?(?<city>(?:(?![路街巷弄道区县村号])\p{Script=Han}){2,8}?(?:(?<!超)市(?!场)|自治州|地区|盟))?/u;

/** Province and city of a Chinese address, town and country of another; streets, numbers and postcodes never. */
export function maskAddress(address: string): string {
  const kept = HAN.test(address) ? chinesePlace(address) : latinPlace(address);
  return kept === '' ? HIDDEN : `${kept}${HAN.test(address) ? '' : ' '}${HIDDEN}`;
}

function chinesePlace(address: string): string {
  const groups = CHINESE_PLACE.exec(address.replace(/\s/g, ''))?.groups ?? {};
  return `${groups['province'] ?? ''}${groups['city'] ?? ''}`;
}

/** The last two parts at most, never the first: it holds house and street. Words with a digit go. */
function latinPlace(address: string): string {
  return address
    .split(/[,\n]/)
    .slice(1)
    .slice(-2)
    .map((part) => part.split(/\s+/).filter((word) => word !== '' && !/\p{Nd}/u.test(word)).join(' '))
    .filter((part) => part !== '')
    .join(', ');
}

/** `t***8`; a short account is hidden whole. */
export function maskAccount(account: string): string {
  const letters = [...account];
  return letters.length < 6 ? HIDDEN : `${letters[0]}${HIDDEN}${letters.at(-1)}`;
}

/** Hides phone numbers in a text that is otherwise no personal data (a carrier's "out for delivery, courier 138..."). */
export function maskNumbers(text: string): string {
  return text.replace(/\+?\p{Nd}(?:[\s.-]?\p{Nd}){6,}/gu, HIDDEN);
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
