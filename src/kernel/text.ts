import { invalid } from './error.js';

// Tab, line feed and carriage return may stand in a text of several lines; every other control character, and the ones that reorder what a
// reader sees (bidirectional overrides), may not. NUL cannot even be stored. A lone surrogate is no character.
// eslint-disable-next-line no-control-regex -- naming them is the point
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
const LINE_BREAK = /[\t\n\r]/;

export interface TextLimit {
  readonly max: number;
  /** 1 unless said otherwise; 0 lets an empty text through. */
  readonly min?: number;
  /** False: one line only. */
  readonly lines?: boolean;
}

/** The text without surrounding space, or a refusal that names the field. Lengths are counted in UTF-16 units, as clients count them. */
export function cleanText(value: string, field: string, limit: TextLimit): string {
  const text = value.trim();
  const min = limit.min ?? 1;
  if (text.length < min) throw invalid(field, { en: 'This may not be empty.', zh: '此项不能为空。' });
  if (text.length > limit.max) {
    throw invalid(field, { en: `Use at most ${limit.max} characters.`, zh: `最多 ${limit.max} 个字符。` });
  }
  if (FORBIDDEN.test(text) || (!limit.lines && LINE_BREAK.test(text))) {
    throw invalid(field, { en: 'Control characters are not allowed here.', zh: '此处不允许控制字符。' });
  }
  return text;
}

/** The same for an optional value: null and undefined pass as null. */
export function cleanOptional(value: string | null | undefined, field: string, limit: TextLimit): string | null {
  return value === null || value === undefined ? null : cleanText(value, field, limit);
}
