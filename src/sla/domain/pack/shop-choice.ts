import type { Text } from '../../../kernel/error.js';
import type { Instant } from '../../../kernel/instant.js';
import type { Problem } from '../../../kernel/problem.js';
import { list, object, optional, text } from '../../../kernel/shape.js';
import { day, dueRule, payoutFormula, region, service } from './check-pack.js';
import { neverShorter, type DueRule } from './due-rule.js';
import { favours, paysAsMuch } from './never-less.js';
import { packProblem as problem } from './pack-problem.js';
import { isWithin, rowsInForce, type DueOverride, type PackRow, type PayoutFormula, type PolicyPack } from './pack.js';

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
  /** Calendar of the hours it is open towards the platform; null: around the clock. */
  readonly openingHoursCalendarId?: string | null;
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
    if ((!chosen && pack.platforms) || !isWithin(choice.region, pack.region)) return [];
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
const form = object({
  region, enrolments: list(service, 40),
  packs: list(object({ packId: WORD, off: list(WORD, 300), enableUnverified: list(WORD, 300) }), 40),
  rules: list(object({ packId: WORD, rowId: WORD, title: object({ en: text(200), zh: text(200) }) }, {
    from: optional(day), to: optional(day), due: optional(dueRule), pays: optional(payoutFormula),
  }), 200),
}, { openingHoursCalendarId: optional(WORD) });

/** What would keep this choice from being saved; empty: nothing. */
export function choiceProblems(body: unknown, packs: readonly PolicyPack[]): readonly Problem[] {
  const malformed = form(body, '');
  if (malformed.length > 0) return malformed;
  const choice = body as ShopChoice;
  return [
    ...choice.packs.flatMap((each, at) => chosenProblems(each, at, choice.packs, packs)),
    ...choice.rules.flatMap((rule, at) => ruleProblems(rule, `rules.${at}`, packs)),
  ];
}

function chosenProblems({ packId, off, enableUnverified }: PackChoice, at: number, chosen: readonly PackChoice[], packs: readonly PolicyPack[]): readonly Problem[] {
  const path = `packs.${at}`;
  const pack = packs.find(({ id }) => id === packId);
  if (!pack) return [problem(`${path}.packId`, 'UNKNOWN_PACK', packId)];
  const rowProblems = (ids: readonly string[], under: string, wrong: (row: PackRow) => 'LAW_SWITCHED_OFF' | 'VERIFIED_ALREADY' | null): readonly Problem[] =>
    ids.flatMap((id, nth) => {
      const row = pack.rows.find((each) => each.id === id);
      const code = row ? wrong(row) : 'UNKNOWN_ROW';
      return code ? [problem(`${path}.${under}.${nth}`, code, id)] : [];
    });
  return [
    ...(chosen.findIndex((other) => other.packId === packId) < at ? [problem(`${path}.packId`, 'ID_TWICE', packId)] : []),
    ...rowProblems(off, 'off', ({ basis }) => (basis === 'STATUTORY' ? 'LAW_SWITCHED_OFF' : null)),
    ...rowProblems(enableUnverified, 'enableUnverified', ({ certainty }) => (certainty === 'UNVERIFIED' ? null : 'VERIFIED_ALREADY')),
  ];
}

/** A platform's own deadline may become any; what the buyer is given by a law or a platform only more. */
function ruleProblems({ packId, rowId, from, to, due, pays }: ShopRule, path: string, packs: readonly PolicyPack[]): readonly Problem[] {
  const row = packs.find(({ id }) => id === packId)?.rows.find(({ id }) => id === rowId);
  if (!row) return [problem(`${path}.rowId`, 'UNKNOWN_ROW', rowId)];
  const dates = from && to && from > to ? [problem(`${path}.to`, 'BACKWARDS')] : [];
  if (row.kind === 'PAYOUT') {
    if (!pays || due || from || to) return [...dates, problem(path, 'PAYOUT_ONLY')];
    return paysAsMuch(pays, row.pays) ? [] : [problem(`${path}.pays`, 'LESS_THAN_ROW')];
  }
  if (!due || pays) return [...dates, problem(path, 'TIME_ONLY')];
  const less = (row.kind === 'WINDOW' && !neverShorter(due, row.lasts)) || (row.kind === 'DEADLINE' && row.basis === 'STATUTORY' && !favours(due, row));
  return less ? [...dates, problem(`${path}.due`, 'LESS_THAN_ROW')] : dates;
}
