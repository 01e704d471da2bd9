import { problem, type Problem } from './problem.js';

/** What is wrong with a value at a path; nothing when it is as it should be. */
export type Check = (value: unknown, path: string) => Problem[];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function oneOf(words: readonly string[]): Check {
  return (value, path) => (typeof value === 'string' && words.includes(value) ? [] : [problem(path, 'UNKNOWN_WORD', words.join(', '))]);
}

export function whole(from: number, to: number): Check {
  return (value, path) => (Number.isInteger(value) && (value as number) >= from && (value as number) <= to ? [] : [problem(path, 'OUT_OF_RANGE', `${from} - ${to}`)]);
}

export function text(max: number, pattern?: RegExp): Check {
  return (value, path) => {
    const fits = typeof value === 'string' && value.trim() !== '' && value.length <= max && !/[\p{Cc}\p{Cs}]/u.test(value) && (!pattern || pattern.test(value));
    return fits ? [] : [problem(path, 'WRONG_TYPE', `text, 1 - ${max}${pattern ? ` ${pattern.source}` : ''}`)];
  };
}

export const flag: Check = (value, path) => (typeof value === 'boolean' ? [] : [problem(path, 'WRONG_TYPE', 'true / false')]);

/** Never empty: an empty list reads like "any" to one and like "none" to another. */
export function list(each: Check, most: number): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return [problem(path, 'WRONG_TYPE', '[ ]')];
    if (value.length === 0) return [problem(path, 'EMPTY')];
    if (value.length > most) return [problem(path, 'TOO_MANY', String(most))];
    return value.flatMap((one, at) => each(one, `${path}.${at}`));
  };
}

/** An object of just these keys; those of `optional` may be left out. */
export function object(required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  const known: Readonly<Record<string, Check>> = { ...required, ...optional };
  return (value, path) => {
    if (!isObject(value)) return [problem(path, 'WRONG_TYPE', '{ }')];
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const strange = Object.keys(value).filter((key) => !Object.hasOwn(known, key)).map((key) => problem(at(key), 'UNKNOWN_KEY', key.slice(0, 40)));
    const wrong = Object.entries(known).flatMap(([key, check]) =>
      (value[key] === undefined && Object.hasOwn(optional, key) && !Object.hasOwn(required, key) ? [] : check(value[key], at(key))));
    return [...strange, ...wrong];
  };
}

/** One of several objects, told apart by the word under `tag`. */
export function variant(tag: string, kinds: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isObject(value)) return [problem(path, 'WRONG_TYPE', '{ }')];
    const kind = value[tag];
    const check = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return check ? check(value, path) : [problem(`${path}.${tag}`, 'UNKNOWN_WORD', Object.keys(kinds).join(', '))];
  };
}
