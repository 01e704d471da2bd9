import { parseMoney, type Money } from '../../kernel/money.js';
import type { Problem } from '../../kernel/problem.js';
import { anything, filledList, isObject, matching, object, oneOf, whole, type Check } from '../../kernel/shape.js';
import { authorityProblem } from './authority-problem.js';

const MAX_RULES = 200;
const NAME = matching(/^[a-z0-9][a-z0-9-]{0,79}$/, { en: 'Use small letters, digits and -, up to 80.', zh: '请使用小写字母、数字和短横线，最多 80 个字符。' });
const ID = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { en: 'Not an id.', zh: '不是有效的编号。' });
export type Body = Readonly<Record<string, unknown>>;

/** Reads a body as it was published or is to be, with what was left out filled in. Every problem is collected, so that one look mends them all. */
export class PolicyReading {
  readonly problems: Problem[] = [];

  wrong(...problem: Parameters<typeof authorityProblem>): void {
    this.problems.push(authorityProblem(...problem));
  }

  object(value: unknown, path: string, keys: readonly string[]): Body {
    this.fits(object({}, Object.fromEntries(keys.map((key) => [key, anything]))), value, path);
    return isObject(value) ? value : {};
  }

  list(value: unknown, path: string): readonly unknown[] {
    return this.fits(filledList(anything, MAX_RULES), value, path) ? (value as unknown[]) : [];
  }

  word<W extends string>(value: unknown, path: string, words: readonly W[]): W | null {
    return this.fits(oneOf(words), value, path) ? (value as W) : null;
  }

  words<W extends string>(value: unknown, path: string, words: readonly W[]): readonly W[] | null {
    if (value === undefined || value === null) return null;
    return this.list(value, path).flatMap((one, at) => this.word(one, `${path}.${at}`, words) ?? []);
  }

  ids(value: unknown, path: string): readonly string[] {
    return this.list(value, path).filter((one, at): one is string => this.fits(ID, one, `${path}.${at}`));
  }

  name(value: unknown, path: string, taken: Set<string>): string {
    const name = String(value);
    if (this.fits(NAME, value, path) && taken.has(name)) this.wrong(path, 'NAME_TWICE', name);
    taken.add(name);
    return name;
  }

  whole(value: unknown, path: string, most: number): number {
    return this.fits(whole(1, most), value, path) ? (value as number) : 1;
  }

  money(value: unknown, path: string): Money | null {
    if (value === null || value === undefined) return null;
    const { amount, currency } = this.object(value, path, ['amount', 'currency']);
    const money = typeof amount === 'string' && typeof currency === 'string' ? moneyOf(amount, currency) : null;
    if (money === null) this.wrong(path, 'BAD_AMOUNT');
    return money;
  }

  private fits(check: Check, value: unknown, path: string): boolean {
    const found = check(value, path);
    this.problems.push(...found);
    return found.length === 0;
  }
}

/** From zero up; null: it is no such amount of the currency. */
function moneyOf(amount: string, currency: string): Money | null {
  try {
    const money = parseMoney(amount, currency);
    return money.minor >= 0n ? money : null;
  } catch {
    return null; // parseMoney says why in its own words; here it is one problem among others
  }
}
