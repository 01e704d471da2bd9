import type { Text } from '../../../kernel/error.js';

/** Why a pack, or what a shop chose of packs, cannot be saved. `path` leads into the JSON: `rows.3.due.amount`. */
export interface PackProblem {
  readonly path: string;
  readonly text: Text;
}

export type Report = (path: string, en: string, zh: string) => void;
/** Looks at one value of unknown JSON and reports what is wrong with it. */
export type Shape = (value: unknown, path: string, report: Report) => void;

/** Runs a check and gathers what it reports. */
export function problemsOf(check: (report: Report) => void): PackProblem[] {
  const problems: PackProblem[] = [];
  check((path, en, zh) => problems.push({ path, text: { en, zh } }));
  return problems;
}

export const text = (max: number): Shape => (value, path, report) => {
  if (typeof value !== 'string' || value.trim() === '' || [...value].length > max) report(path, `Write 1 to ${max} characters.`, `请填写 1 至 ${max} 个字符。`);
};

export const matching = (pattern: RegExp, en: string, zh: string): Shape => (value, path, report) => {
  if (typeof value !== 'string' || !pattern.test(value)) report(path, en, zh);
};

export const oneOf = (words: readonly string[]): Shape => (value, path, report) => {
  if (typeof value !== 'string' || !words.includes(value)) report(path, `Use one of ${words.join(', ')}.`, `应为以下之一：${words.join('、')}。`);
};

export const whole = (least: number, most: number): Shape => (value, path, report) => {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    report(path, `Use a whole number from ${least} to ${most}.`, `应为 ${least} 至 ${most} 的整数。`);
  }
};

export const flag: Shape = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'Use true or false.', '应为 true 或 false。');
};

export const optional = (shape: Shape): Shape => (value, path, report) => {
  if (value !== undefined && value !== null) shape(value, path, report);
};

export const listOf = (shape: Shape, most: number): Shape => (value, path, report) => {
  if (!Array.isArray(value)) report(path, 'Use a list.', '应为列表。');
  else if (value.length > most) report(path, `At most ${most} entries.`, `最多 ${most} 项。`);
  else value.forEach((each, at) => shape(each, `${path}.${at}`, report));
};

/** An object of exactly these keys; what is no key of it is refused, since whoever wrote it expects something of it. */
export const objectOf = (shapes: Readonly<Record<string, Shape>>): Shape => (value, path, report) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return report(path, 'Use an object.', '应为对象。');
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const key of Object.keys(value)) if (!Object.hasOwn(shapes, key)) report(at(key), 'There is no such key.', '没有这个字段。');
  for (const [key, shape] of Object.entries(shapes)) shape((value as Record<string, unknown>)[key], at(key), report);
};

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/** A day that is in the calendar. */
export const day: Shape = (value, path, report) => {
  if (typeof value !== 'string' || !DAY_TEXT.test(value) || !isRealDay(value)) report(path, 'Write a day as 2026-02-10.', '日期请写作 2026-02-10。');
};

function isRealDay(value: string): boolean {
  const [year = 0, month = 0, date = 0] = value.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return date >= 1 && date <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}
