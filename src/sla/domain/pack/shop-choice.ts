import type { Text } from '../../../kernel/error.js';
import type { Instant } from '../../../kernel/instant.js';
import { dueRule, payoutFormula } from './check-pack.js';
import { neverShorter, type DueRule } from './due-rule.js';
import { favours, paysAsMuch } from './never-less.js';
import { rowsInForce, type DueOverride, type PackRow, type PayoutFormula, type PolicyPack } from './pack.js';
import { day, listOf, matching, objectOf, optional, problemsOf, text, type PackProblem, type Report } from './shape.js';

/** A pack a shop goes by, and which of its rows. */
export interface PackChoice {
  readonly packId: string;
  /** Rows switched off. What rests on a law stays on. */
  readonly off: readonly string[];
  /** Rows without a source that somebody stands for. */
  readonly enableUnverified: readonly string[];
}

/** Another time or payout for a row, from the shop: a festival the platform announced, or more than the row gives. */
export interface ShopRule {
  readonly packId: string;
  readonly rowId: string;
  readonly title: Text;
  /** First and last day; null: always. */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly due?: DueRule | null;
  readonly pays?: PayoutFormula | null;
}

export interface ShopChoice {
  /** Where the shop sells: `CN`, `EU-DE`. */
  readonly region: string;
  /** Services of the platform the shop joined. */
  readonly enrolments: readonly string[];
  readonly packs: readonly PackChoice[];
  readonly rules: readonly ShopRule[];
}

export interface ShopPlace {
  readonly platform: string;
  readonly currency: string;
}

const HOME: Readonly<Record<string, string>> = { CNY: 'CN', EUR: 'EU', GBP: 'GB', USD: 'US' };

/** What a shop goes by until somebody chooses: the packs of its platform, in the region its currency tells, with no unverified row. */
export function usualChoice({ platform, currency }: ShopPlace, packs: readonly PolicyPack[]): ShopChoice {
  const own = packs.filter(({ platforms }) => platforms?.includes(platform));
  return { region: HOME[currency] ?? '*', enrolments: [], packs: own.map(({ id }) => ({ packId: id, off: [], enableUnverified: [] })), rules: [] };
}

export interface HeldRow {
  readonly pack: PolicyPack;
  readonly row: PackRow;
}

/** Every row that holds for a shop at an instant, with its own rules applied. Laws of its region hold whether or not it chose their pack. */
export function heldRows(packs: readonly PolicyPack[], choice: ShopChoice, at: Instant): HeldRow[] {
  return packs.flatMap((pack) => {
    const chosen = choice.packs.find(({ packId }) => packId === pack.id);
    if (!chosen && pack.platforms) return [];
    const inRegion = pack.region === '*' || choice.region === pack.region || choice.region.startsWith(`${pack.region}-`);
    if (!inRegion) return [];
    return rowsInForce(pack, { ...choice, at, off: chosen?.off ?? [], enableUnverified: chosen?.enableUnverified ?? [] })
      .filter(({ basis }) => chosen !== undefined || basis === 'STATUTORY')
      .map((row) => ({ pack, row: withRules(row, choice.rules.filter(({ packId, rowId }) => packId === pack.id && rowId === row.id)) }));
  });
}

function withRules(row: PackRow, rules: readonly ShopRule[]): PackRow {
  if (row.kind === 'PAYOUT') return { ...row, pays: rules.find(({ pays }) => pays)?.pays ?? row.pays };
  const overrides = rules.flatMap(({ title, from, to, due }): DueOverride[] => (due ? [{ title, from: from ?? '0001-01-01', to: to ?? '9999-12-31', due }] : []));
  return overrides.length === 0 ? row : { ...row, overrides: [...overrides, ...(row.overrides ?? [])] };
}

const WORD = text(60);
const CHOICE = objectOf({
  region: matching(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, 'Write a region as CN, CN-65, EU or *.', '地区请写作 CN、CN-65、EU 或 *。'),
  enrolments: listOf(matching(/^[A-Z][A-Z0-9_]{0,39}$/, 'Use capitals, digits and underscores, at most 40.', '仅限大写字母、数字和下划线，最多 40 个字符。'), 40),
  packs: listOf(objectOf({ packId: WORD, off: listOf(WORD, 300), enableUnverified: listOf(WORD, 300) }), 40),
  rules: listOf(objectOf({
    packId: WORD, rowId: WORD, title: objectOf({ en: text(200), zh: text(200) }), from: optional(day), to: optional(day), due: optional(dueRule), pays: optional(payoutFormula),
  }), 200),
});

/** What would keep this choice from being saved; empty: nothing. */
export function choiceProblems(body: unknown, packs: readonly PolicyPack[]): PackProblem[] {
  const form = problemsOf((report) => CHOICE(body, '', report));
  if (form.length > 0) return form;
  const choice = body as ShopChoice;
  return problemsOf((report) => {
    choice.packs.forEach((each, at) => checkChosen(each, at, choice, packs, report));
    choice.rules.forEach((rule, at) => checkRule(rule, `rules.${at}`, packs, report));
  });
}

function checkChosen({ packId, off, enableUnverified }: PackChoice, at: number, choice: ShopChoice, packs: readonly PolicyPack[], report: Report): void {
  const path = `packs.${at}`;
  const pack = packs.find(({ id }) => id === packId);
  if (!pack) return report(`${path}.packId`, 'There is no such pack.', '没有这个规则包。');
  if (choice.packs.findIndex((other) => other.packId === packId) < at) report(`${path}.packId`, 'The pack is named twice.', '规则包重复。');
  const rowOf = (id: string): PackRow | undefined => pack.rows.find((row) => row.id === id);
  off.forEach((id, n) => {
    const row = rowOf(id);
    if (!row) report(`${path}.off.${n}`, 'The pack has no such row.', '规则包中没有这一行。');
    else if (row.basis === 'STATUTORY') report(`${path}.off.${n}`, 'A law cannot be switched off.', '法定规则不能关闭。');
  });
  enableUnverified.forEach((id, n) => {
    const row = rowOf(id);
    if (!row) report(`${path}.enableUnverified.${n}`, 'The pack has no such row.', '规则包中没有这一行。');
    else if (row.certainty !== 'UNVERIFIED') report(`${path}.enableUnverified.${n}`, 'This row has a source and is on.', '该行已有来源，默认启用。');
  });
}

/** A platform's own deadline may become any; what the buyer is given by a law or a platform only more. */
function checkRule({ packId, rowId, from, to, due, pays }: ShopRule, path: string, packs: readonly PolicyPack[], report: Report): void {
  const row = packs.find(({ id }) => id === packId)?.rows.find(({ id }) => id === rowId);
  if (!row) return report(`${path}.rowId`, 'There is no such row.', '没有这一行。');
  if (from && to && from > to) report(`${path}.to`, 'It ends before it begins.', '结束日期早于开始日期。');
  const less = (at: string): void => report(`${path}.${at}`, 'This gives the buyer less than the row does.', '低于该规则给予消费者的标准。');
  if (row.kind === 'PAYOUT') {
    if (!pays || due || from || to) return report(path, 'A payout takes another formula, at all times.', '赔付规则只能整体改为另一公式。');
    if (!paysAsMuch(pays, row.pays)) less('pays');
    return;
  }
  if (!due || pays) return report(path, 'A deadline or window takes another time.', '时限或期间规则只能改为另一时间。');
  if (row.kind === 'WINDOW' && !neverShorter(due, row.lasts)) less('due');
  if (row.kind === 'DEADLINE' && row.basis === 'STATUTORY' && !favours(due, row)) less('due');
}
