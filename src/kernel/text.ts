import { invalid } from './error.js';

export interface TextRule {
  /** Longest accepted, in code points after trimming. */
  readonly max: number;
  /** True: line breaks and tabs are kept. */
  readonly lines?: boolean;
}

// Control characters (NUL cannot even be stored), halves of a character, and the marks that turn the direction of what follows.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** Text as it is kept: trimmed and in composed form (NFC). Empty, too long or unprintable text is refused at `field`. */
export function cleanText(value: string, field: string, rule: TextRule): string {
  const text = value.normalize('NFC').trim();
  if (text === '') throw invalid(field, { en: 'Write something here.', zh: '此处不能为空。' });
  // A code point takes at most two units, so a far longer text is refused without being walked.
  if (text.length > rule.max * 2 || [...text].length > rule.max) {
    throw invalid(field, { en: `Write at most ${rule.max} characters.`, zh: `最多 ${rule.max} 个字符。` });
  }
  if (UNPRINTABLE.test(rule.lines ? text.replace(/[\r\n\t]/g, '') : text)) {
    throw invalid(field, { en: 'The text holds characters that cannot be printed.', zh: '文本含有不可显示的字符。' });
  }
  return text;
}

/** The same where nothing may stand; absent and blank are null. */
export function optionalText(value: string | null | undefined, field: string, rule: TextRule): string | null {
  return value === null || value === undefined || value.trim() === '' ? null : cleanText(value, field, rule);
}

/** What stands in the place of words that were redacted. The same everywhere, so that it tells nothing. The database knows it too. */
export const REDACTED = '[Redacted / 内容已删除]';
