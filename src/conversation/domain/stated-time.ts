import { DAY, HOUR, MINUTE, type Millis } from '../../kernel/instant.js';
import { normalize } from './normalized-text.js';
import { TIME } from './lexicon-signals.js';
import { findAll } from './word-list.js';

const HAN_NUMBERS: Readonly<Record<string, number>> = { 半: 0.5, 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 };
const ENGLISH_NUMBERS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, ten: 10, half: 0.5 };
const UNITS: readonly (readonly [RegExp, Millis])[] = [
  [/(?:分钟|min(?:ute)?s?)$/u, MINUTE], [/(?:小时|钟头|hours?|hrs?)$/u, HOUR], [/(?:天|days?)$/u, DAY],
];

/**
 * The longest plain duration a text names ("within 30 minutes", 两小时内), or null when it names none or any other kind of time (a weekday, an
 * hour of the day, working days), which cannot be compared without knowing where the customer is.
 */
export function statedDuration(text: string): Millis | null {
  const normalized = normalize(text).text;
  const durations = findAll(normalized, TIME).map(({ start, end }) => durationOf(normalized.slice(start, end)));
  return durations.length === 0 || durations.includes(null) ? null : Math.max(...(durations as Millis[]));
}

function durationOf(words: string): Millis | null {
  const unit = UNITS.find(([pattern]) => pattern.test(words));
  if (!unit || /工作日|working|business|半(?:小时|天)?.+半|[今明后]天/u.test(words)) return null;
  const count = countOf(words);
  return count === null ? null : count * unit[1];
}

function countOf(words: string): number | null {
  const digits = /^\d+(?:\.\d)?/u.exec(words);
  if (digits) return Number(digits[0]) + (/半/u.test(words) ? 0.5 : 0);
  const english = /^[a-z]+/u.exec(words);
  if (english) return ENGLISH_NUMBERS[english[0]] ?? null;
  const [first = '', second = ''] = words;
  return /[一二三四五六七八九十]/u.test(second) ? null : (HAN_NUMBERS[first] ?? null);
}
