import { DomainError, invalid } from '../../kernel/error.js';
import { parseMoney, type Money } from '../../kernel/money.js';
import { isDay } from './day.js';

/** Which columns of a statement say what; names as they stand in its first line. */
export interface StatementColumns {
  readonly reference: string;
  readonly amount: string;
  /** Where our key may stand: in a column of its own or inside a remark. */
  readonly key: string | null;
  readonly currency: string | null;
  /** The day it was booked, beginning with `2026-11-01` or `2026/11/01`. */
  readonly bookedOn: string | null;
}

export interface StatementLine {
  /** In the file, from 1; the first line holds the names. */
  readonly line: number;
  readonly key: string | null;
  readonly reference: string;
  readonly amount: Money;
  readonly bookedOn: string | null;
}

export const MAX_STATEMENT_LINES = 5_000;
/** A statement, and a look at what agrees, spans at most so many days. */
export const MAX_STATEMENT_DAYS = 92;
const KEY = /am[0-9a-f]{32}/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const DAY = /^(2\d{3})[-/.](\d{2})[-/.](\d{2})/;

/**
 * The lines of a statement that say that money left: `outgoing` is the sign such amounts have in it, and lines of the other sign are left out. A line
 * that cannot be read refuses the whole file, naming line and column: half a statement would find differences that are none.
 */
export function readStatement(rows: readonly (readonly string[])[], columns: StatementColumns, currency: string, outgoing: '+' | '-'): StatementLine[] {
  const [names = [], ...body] = rows;
  if (body.length === 0) throw invalid('content', { en: 'The statement has no lines.', zh: '对账单没有内容。' });
  if (body.length > MAX_STATEMENT_LINES) {
    throw new DomainError('LIMIT_EXCEEDED', { en: `Import at most ${MAX_STATEMENT_LINES} lines at a time.`, zh: `每次最多导入 ${MAX_STATEMENT_LINES} 行。` }, 'content');
  }
  const at = indexes(names.map((name) => name.trim()), columns);
  return body.flatMap((row, index) => {
    const cell = (column: number | null): string => (column === null ? '' : (row[column] ?? '').trim());
    const line = index + 2;
    const amount = amountOf(cell(at.amount), cell(at.currency) || currency, line);
    const leaving = outgoing === '+' ? amount.minor > 0n : amount.minor < 0n;
    if (!leaving) return [];
    const reference = cell(at.reference);
    if (reference === '' || reference.length > 200) throw unreadable(line, columns.reference, { en: 'a reference of 1 to 200 characters', zh: '1 至 200 个字符的凭证编号' });
    const minor = amount.minor < 0n ? -amount.minor : amount.minor;
    return [{ line, reference, amount: { ...amount, minor }, key: KEY.exec(cell(at.key))?.[0] ?? null, bookedOn: dayOf(cell(at.bookedOn), line) }];
  });
}

type Indexes = { readonly [Column in keyof StatementColumns]: StatementColumns[Column] extends string ? number : number | null };

function indexes(names: readonly string[], columns: StatementColumns): Indexes {
  const find = (name: string, field: string): number => {
    const found = names.indexOf(name.trim());
    if (found < 0 || names.lastIndexOf(name.trim()) !== found) {
      throw new DomainError('INVALID_INPUT', { en: 'The statement has no one column of this name.', zh: '对账单中没有唯一的该列。' }, `columns.${field}`, { names: names.slice(0, 50) });
    }
    return found;
  };
  const perhaps = (name: string | null, field: string): number | null => (name === null ? null : find(name, field));
  return {
    reference: find(columns.reference, 'reference'), amount: find(columns.amount, 'amount'), key: perhaps(columns.key, 'key'),
    currency: perhaps(columns.currency, 'currency'), bookedOn: perhaps(columns.bookedOn, 'bookedOn'),
  };
}

/** `1,234.50`, `-80.00`, `+80`; grouping commas only where they belong, so that `1,5` is not read as fifteen. */
function amountOf(text: string, currency: string, line: number): Money {
  const plain = (GROUPED.test(text) ? text.replaceAll(',', '') : text).replace(/^\+/, '');
  try {
    return parseMoney(plain, currency);
  } catch {
    throw unreadable(line, 'amount', { en: 'an amount in a known currency', zh: '有效币种的金额' });
  }
}

function dayOf(text: string, line: number): string | null {
  if (text === '') return null;
  const [, year, month, day] = DAY.exec(text) ?? [];
  const written = `${year}-${month}-${day}`;
  if (!isDay(written)) throw unreadable(line, 'bookedOn', { en: 'a day such as 2026-11-01', zh: '形如 2026-11-01 的日期' });
  return written;
}

function unreadable(line: number, column: string, wanted: { en: string; zh: string }): DomainError {
  return new DomainError('INVALID_INPUT', { en: `Line ${line} should hold ${wanted.en}.`, zh: `第 ${line} 行应为${wanted.zh}。` }, 'content', { line, column });
}

/** A cell that no spreadsheet takes for a formula, quoted where it must be. Full-width signs count: some programs read them as signs too. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
