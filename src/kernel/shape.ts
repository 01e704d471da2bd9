import type { Text } from './error.js';
import { problemsOf, type Problem } from './problem.js';

/** What is wrong with a value of unknown JSON at a path; empty when it is as it should be. */
export type Check = (value: unknown, path: string) => readonly Problem[];

const wrong = problemsOf({
  WRONG_TYPE: { en: 'This must be {}.', zh: '此处应为 {}。' },
  WRONG_LENGTH: { en: 'Write 1 to {} characters that can be printed.', zh: '请填写 1 至 {} 个可显示的字符。' },
  UNKNOWN_KEY: { en: 'There is no such key: {}.', zh: '没有这个字段：{}。' },
  UNKNOWN_WORD: { en: 'Use one of {}.', zh: '应为以下之一：{}。' },
  OUT_OF_RANGE: { en: 'Use a whole number from {}.', zh: '应为整数，范围 {}。' },
  EMPTY: { en: 'Name at least one here.', zh: '此处至少填写一项。' },
  TOO_MANY: { en: 'Name at most {} here.', zh: '此处最多填写 {} 项。' },
});

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const anything: Check = () => [];

export const flag: Check = (value, path) => (typeof value === 'boolean' ? [] : [wrong(path, 'WRONG_TYPE', 'true / false')]);

export function oneOf(words: readonly string[]): Check {
  return (value, path) => (typeof value === 'string' && words.includes(value) ? [] : [wrong(path, 'UNKNOWN_WORD', words.join(', '))]);
}

/** Both ends inclusive. */
export function whole(least: number, most: number): Check {
  return (value, path) => (Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? [] : [wrong(path, 'OUT_OF_RANGE', `${least} - ${most}`)]);
}

/** One line of so many characters at most, not blank. */
export function text(most: number): Check {
  return (value, path) => {
    const fits = typeof value === 'string' && value.trim() !== '' && [...value].length <= most && !/[\p{Cc}\p{Cs}]/u.test(value);
    return fits ? [] : [wrong(path, 'WRONG_LENGTH', String(most))];
  };
}

/** A text written in a certain way, which `how` tells. */
export function matching(pattern: RegExp, how: Text): Check {
  return (value, path) => (typeof value === 'string' && pattern.test(value) ? [] : [{ path, code: 'WRONG_FORM', text: how }]);
}

/** Left out, or null: not asked. */
export function optional(check: Check): Check {
  return (value, path) => (value === undefined || value === null ? [] : check(value, path));
}

export function list(each: Check, most: number): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return [wrong(path, 'WRONG_TYPE', '[ ]')];
    return value.length > most ? [wrong(path, 'TOO_MANY', String(most))] : value.flatMap((one, at) => each(one, `${path}.${at}`));
  };
}

/** Never empty: an empty list reads like "any" to one and like "none" to another. */
export function filledList(each: Check, most: number): Check {
  const check = list(each, most);
  return (value, path) => (Array.isArray(value) && value.length === 0 ? [wrong(path, 'EMPTY')] : check(value, path));
}

/** An object of just these keys, since whoever wrote another expects something of it; those of `left` may be left out. */
export function object(required: Readonly<Record<string, Check>>, left: Readonly<Record<string, Check>> = {}): Check {
  const known: Readonly<Record<string, Check>> = { ...required, ...left };
  return (value, path) => {
    if (!isObject(value)) return [wrong(path, 'WRONG_TYPE', '{ }')];
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const strange = Object.keys(value).filter((key) => !Object.hasOwn(known, key)).map((key) => wrong(at(key), 'UNKNOWN_KEY', key.slice(0, 40)));
    const asked = Object.entries(known).filter(([key]) => value[key] !== undefined || Object.hasOwn(required, key));
    return [...strange, ...asked.flatMap(([key, check]) => check(value[key], at(key)))];
  };
}

/** Never empty, for the same reason as a list: of keys that may all be left out, at least one. */
export function filledObject(left: Readonly<Record<string, Check>>): Check {
  const check = object({}, left);
  return (value, path) => (isObject(value) && Object.keys(value).length === 0 ? [wrong(path, 'EMPTY')] : check(value, path));
}

/** One of several objects, told apart by the word under `tag`. */
export function variant(tag: string, kinds: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isObject(value)) return [wrong(path, 'WRONG_TYPE', '{ }')];
    const kind = value[tag];
    const check = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return check ? check(value, path) : [wrong(`${path}.${tag}`, 'UNKNOWN_WORD', Object.keys(kinds).join(', '))];
  };
}
