import { DomainError, type Text } from '../../kernel/error.js';
import { isCurrency, parseMoney, type Money } from '../../kernel/money.js';

export interface PolicyProblem {
  /** Dotted path in the body. */
  readonly path: string;
  readonly text: Text;
}

const MAX_RULES = 200;
const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export type Body = Readonly<Record<string, unknown>>;

/** Reads a body as it was published or is to be. Every problem is collected, so that one look mends them all. */
export class PolicyReading {
  readonly problems: PolicyProblem[] = [];

  wrong(path: string, en: string, zh: string): void {
    this.problems.push({ path, text: { en, zh } });
  }

  object(value: unknown, path: string, keys: readonly string[]): Body {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(path, 'Give an object.', '此处应为对象。');
      return {};
    }
    for (const key of Object.keys(value)) if (!keys.includes(key)) this.wrong(`${path}.${key}`.replace(/^\./, ''), 'Unknown key.', '未知字段。');
    return value as Body;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0 && value.length <= MAX_RULES) return value;
    this.wrong(path, `Give a list of 1 to ${MAX_RULES}.`, `此处应为 1 至 ${MAX_RULES} 项的列表。`);
    return [];
  }

  word<W extends string>(value: unknown, path: string, words: readonly W[]): W | null {
    if (words.some((word) => word === value)) return value as W;
    this.wrong(path, `Use one of ${words.join(', ')}.`, `可用值：${words.join('、')}。`);
    return null;
  }

  words<W extends string>(value: unknown, path: string, words: readonly W[]): readonly W[] | null {
    if (value === undefined || value === null) return null;
    return this.list(value, path).flatMap((one, at) => this.word(one, `${path}.${at}`, words) ?? []);
  }

  ids(value: unknown, path: string): readonly string[] {
    return this.list(value, path).flatMap((one, at) => {
      if (typeof one === 'string' && ID.test(one)) return one;
      this.wrong(`${path}.${at}`, 'Not an id.', '不是有效的编号。');
      return [];
    });
  }

  name(value: unknown, path: string, taken: Set<string>): string {
    if (typeof value !== 'string' || !NAME.test(value)) this.wrong(path, 'Use small letters, digits and -, up to 80.', '请使用小写字母、数字和短横线，最多 80 个字符。');
    else if (taken.has(value)) this.wrong(path, 'This name is used twice.', '名称重复。');
    else taken.add(value);
    return String(value);
  }

  whole(value: unknown, path: string, most: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
    this.wrong(path, `Give a whole number from 1 to ${most}.`, `请填写 1 至 ${most} 的整数。`);
    return 1;
  }

  money(value: unknown, path: string): Money | null {
    if (value === null || value === undefined) return null;
    const { amount, currency } = this.object(value, path, ['amount', 'currency']);
    if (typeof amount === 'string' && typeof currency === 'string' && isCurrency(currency)) {
      try {
        const money = parseMoney(amount, currency);
        if (money.minor >= 0n) return money;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        this.wrong(path, error.text.en, error.text.zh);
        return null;
      }
    }
    this.wrong(path, 'Give an amount from zero up as text, with its currency.', '请以文本填写不小于零的金额及其币种。');
    return null;
  }
}
