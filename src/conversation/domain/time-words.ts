import { DAY, HOUR, MINUTE, SECOND, type Millis } from '../../kernel/instant.js';
import { TIME } from './lexicon-signals.js';
import { findAll, type Match } from './word-list.js';

/** A stretch of the day a text speaks of. CLOSING is the end of its working hours. */
export type DayPart = 'DAWN' | 'MORNING' | 'NOON' | 'AFTERNOON' | 'EVENING' | 'CLOSING';
/** null: the next one that comes. */
export type Week = 'THIS' | 'NEXT' | 'AFTER_NEXT' | null;

/** A day as words name it. Weekdays count from 0, Monday; of a date without a year the next one is meant, of one without a month too. */
export type DayWord =
  | { readonly ahead: number }
  | { readonly weekday: number; readonly week: Week }
  | { readonly year: number | null; readonly month: number | null; readonly day: number };

export type TimeWord =
  | { readonly is: 'SPAN'; readonly millis: Millis }
  | { readonly is: 'WORKDAYS'; readonly count: number }
  | { readonly is: 'DAY'; readonly day: DayWord; readonly part: DayPart | null }
  | { readonly is: 'PART'; readonly part: DayPart }
  /** A time that says nothing: "a few days". */
  | { readonly is: 'VAGUE' }
  /** Minutes past midnight as they stand; `half` where am or pm stands with them. `exact`: written 08:00, so no half is left to guess. `bare`: a time only beside a day or its part. */
  | { readonly is: 'CLOCK'; readonly minutes: number; readonly half: 'AM' | 'PM' | null; readonly exact: boolean; readonly bare: boolean };

export type Mention = TimeWord & Match;

const COUNT_ZH = '\\d{1,3}(?:\\.\\d)?|[一二两三四五六七八九十]{1,3}|半|几';
const COUNT_EN = '\\d{1,3}(?:\\.\\d)?|half an?|a few|a couple of|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve';
const WEEKDAYS_EN = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS_EN = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_EN = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const UNITS: Readonly<Record<string, Millis>> = {
  秒: SECOND, 秒钟: SECOND, 分钟: MINUTE, 刻钟: 15 * MINUTE, 小时: HOUR, 钟头: HOUR, 天: DAY, 周: 7 * DAY, 星期: 7 * DAY, 礼拜: 7 * DAY,
  sec: SECOND, second: SECOND, min: MINUTE, minute: MINUTE, hr: HOUR, hour: HOUR, day: DAY, week: 7 * DAY,
};
const PARTS: Readonly<Record<string, DayPart>> = {
  凌晨: 'DAWN', 清晨: 'MORNING', 早晨: 'MORNING', 早上: 'MORNING', 早: 'MORNING', 上午: 'MORNING', 中午: 'NOON', 正午: 'NOON', 下午: 'AFTERNOON', 傍晚: 'AFTERNOON',
  晚上: 'EVENING', 晚: 'EVENING', morning: 'MORNING', noon: 'NOON', midday: 'NOON', afternoon: 'AFTERNOON', evening: 'EVENING',
};
const AHEAD: Readonly<Record<string, number>> = { 今: 0, 明: 1, 后: 2, 大后: 3, today: 0, tonight: 0, tomorrow: 1, 'day after tomorrow': 2 };
const WEEKS: Readonly<Record<string, Week>> = { 本: 'THIS', 这: 'THIS', 下: 'NEXT', 下下: 'AFTER_NEXT', this: 'THIS', next: 'NEXT' };

const VAGUE = { is: 'VAGUE' } as const;

type Captures = readonly (string | undefined)[];

/** What names a time and what it names, the wider before what it holds. */
const FORMS: readonly (readonly [string, (found: Captures) => TimeWord])[] = [
  [`(${COUNT_ZH})个?(?:工作日)|(?<![a-z])(${COUNT_EN})[ -]?(?:working|business)[ -]days?(?![a-z])`, ([, zh, en]) => {
    const count = countOf(zh ?? en ?? '');
    return count === null ? VAGUE : { is: 'WORKDAYS', count: Math.ceil(count) };
  }],
  [`(${COUNT_ZH})个?(半)?(秒钟?|分钟|刻钟|小时|钟头|天|周|星期|礼拜|个月)(半)?|(?<![a-z])(${COUNT_EN})( and a half)?[ -]?(second|sec|minute|min|hour|hr|day|week|month)s?(?![a-z])`, spanOf],
  ['(\\d{4})-(\\d{1,2})-(\\d{1,2})', ([, year, month, day]) => dateOf(Number(year), Number(month), Number(day))],
  ['(?:(\\d{4})年)?(\\d{1,2})月(\\d{1,2})[日号]?', ([, year, month, day]) => dateOf(year === undefined ? null : Number(year), Number(month), Number(day))],
  [`(?<![a-z])(${MONTH_EN})\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:| ?[ap]m)|(?<!\\d|:)(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_EN})(?![a-z])`, ([, name, day, before, named]) => (
    dateOf(null, MONTHS_EN.indexOf((name ?? named ?? '').slice(0, 3)) + 1, Number(day ?? before))
  )],
  ['(\\d{1,2})[日号](?=前|之前|以前|上午|下午|中午|晚|早)|(?<![a-z])(?:by|on|before|until) (?:the (\\d{1,2})(?:st|nd|rd|th)?|(\\d{1,2})(?:st|nd|rd|th))(?!\\d|:| ?[ap]m)', ([, zh, the, en]) => (
    dateOf(null, null, Number(zh ?? the ?? en))
  )],
  [`(?<!每)(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末])|(?<![a-z])(?:(this|next) )?(${WEEKDAYS_EN.join('|')})(?![a-z])`, ([, zh, day, en, name]) => ({
    is: 'DAY', part: null,
    day: { weekday: name === undefined ? Math.min('一二三四五六日天末'.indexOf(day ?? '日'), 6) : WEEKDAYS_EN.indexOf(name), week: WEEKS[zh ?? en ?? ''] ?? null },
  })],
  ['(下下|下|这|本)个?(?:周|星期|礼拜)|(?<![a-z])(this|next) week(?![a-z])', ([, zh, en]) => ({ is: 'DAY', part: null, day: { weekday: 6, week: WEEKS[zh ?? en ?? ''] ?? null } })],
  ['(今|明|大后|(?<![以之然])后)(?:[天日](早上?(?!点)|晚上?)?|(早|晚)上?)|(?<![a-z])(day after tomorrow|today|tonight|tomorrow)(?![a-z])', ([, zh, part, short, en]) => ({
    is: 'DAY', day: { ahead: AHEAD[zh ?? en ?? ''] ?? 0 }, part: en === 'tonight' ? 'EVENING' : (PARTS[(part ?? short ?? '').slice(0, 1)] ?? null),
  })],
  ['下班之?前|打烊前|(?<![a-z])(?:end of (?:the |this )?(?:business |working )?day|close of business|eod|cob)(?![a-z])', () => ({ is: 'PART', part: 'CLOSING' })],
  ['(?<![a-z])midnight(?![a-z])', () => ({ is: 'CLOCK', minutes: 24 * 60, half: null, exact: true, bare: false })],
  ['(凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上)(?!好)|(?<![a-z]|good )(morning|noon|midday|afternoon|evening)(?![a-z])', ([, zh, en]) => ({ is: 'PART', part: PARTS[zh ?? en ?? ''] ?? 'NOON' })],
  ['(?<![\\d:.])(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\d:])(?: ?([ap])\\.?m(?![a-z]))?', ([, hours, minutes, half]) => clockOf(hours, Number(minutes), half, false)],
  ['(?<![\\d:.])(\\d{1,2}) ?([ap])\\.?m(?![a-z])', ([, hours, half]) => clockOf(hours, 0, half, false)],
  ["(?<![\\d:.])(\\d{1,2}) ?o'clock", ([, hours]) => clockOf(hours, 0, undefined, false)],
  ['(?:(?<![\\d:.])(\\d{1,2})(?:点|时(?!间|候|长|尚))|([一二两三四五六七八九十]{1,3})点)(半|一刻|三刻|[0-5]?\\d(?!\\d))?(?:(?=分|钟|整|前|之前|以前|左右|给|联系|回|到|至)()|)', ([, digits, han, more, followed]) => (
    clockOf(digits ?? han, more === undefined ? 0 : ({ 半: 30, 一刻: 15, 三刻: 45 }[more] ?? Number(more)), undefined, (more ?? followed) === undefined)
  )],
];

const ANY = { words: new RegExp(FORMS.map(([form]) => form).join('|'), 'gu'), ...(TIME.except && { except: TIME.except }) };
const EACH = FORMS.map(([form, read]) => ({ pattern: new RegExp(form, 'uy'), read }));

/** The times a normalized text names, in their order; names of rules, services and opening hours are none. */
export function timesIn(text: string): Mention[] {
  return findAll(text, ANY).flatMap(({ start, end }) => {
    for (const { pattern, read } of EACH) {
      pattern.lastIndex = start; // in its place, so that what stands around it is seen too
      const found = pattern.exec(text);
      if (found && start + found[0].length === end) return [{ ...read(found), start, end }];
    }
    return [];
  });
}

function spanOf([, zh, before, unitZh, after, en, half, unitEn]: Captures): TimeWord {
  const [count, unit] = [countOf(zh ?? en ?? ''), UNITS[unitZh ?? unitEn ?? '']];
  return count === null || unit === undefined ? VAGUE : { is: 'SPAN', millis: (count + ((before ?? after ?? half) === undefined ? 0 : 0.5)) * unit };
}

function dateOf(year: number | null, month: number | null, day: number): TimeWord {
  return { is: 'DAY', part: null, day: { year, month, day } };
}

function clockOf(hours: string | undefined, minutes: number, half: string | undefined, bare: boolean): TimeWord {
  const count = countOf(hours ?? '');
  if (count === null || count > 24 || minutes > 59) return VAGUE;
  return { is: 'CLOCK', minutes: count * 60 + minutes, half: half === undefined ? null : half === 'a' ? 'AM' : 'PM', exact: /^0/u.test(hours ?? ''), bare };
}

const DIGITS_ZH = '〇一二三四五六七八九';
const COUNTS_EN: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, 'half a': 0.5, 'half an': 0.5, 'a couple of': 2,
};

/** null: so vague that it is none. Of two digits side by side, 两三 or 三五, the larger is meant. */
function countOf(words: string): number | null {
  if (/^\d/u.test(words)) return Number(words);
  if (/^[a-z]/u.test(words)) return COUNTS_EN[words] ?? null;
  if (words === '半') return 0.5;
  const [, tens = '', ten, units = ''] = /^([一二两三四五六七八九]?)(十?)([一二两三四五六七八九]?)$/u.exec(words) ?? [];
  const [left, right] = [digitOf(tens), digitOf(units)];
  if (ten === undefined) return null;
  if (ten !== '') return (left ?? 1) * 10 + (right ?? 0);
  return left !== null && right !== null ? Math.max(left, right) : (left ?? right);
}

function digitOf(word: string): number | null {
  return word === '' ? null : DIGITS_ZH.indexOf(word.replace('两', '二'));
}
