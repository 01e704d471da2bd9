import { toMillis } from '../../../kernel/instant.js';
import { CURRENCY_DECIMALS, isCurrency, parseMoney } from '../../../kernel/money.js';
import { DUE_FROM, DUE_UNITS } from './due-rule.js';
import { neverLess } from './never-less.js';
import type { PackRow, PolicyPack } from './pack.js';
import { day, flag, listOf, matching, objectOf, oneOf, optional, problemsOf, text, whole, type PackProblem, type Report, type Shape } from './shape.js';
import { BASES, CERTAINTIES, EXTERNAL_KINDS, OUTCOMES, PACK_EVENTS, PAYERS, PAYOUT_BASES, RIGHTS } from './words.js';

const MOST_ROWS = 300;
const id = matching(/^[a-z][a-z0-9.-]{0,59}$/, 'Use small letters, digits, dots and hyphens, at most 60.', '仅限小写字母、数字、点和连字符，最多 60 个字符。');
const region = matching(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, 'Write a region as CN, CN-65, EU or *.', '地区请写作 CN、CN-65、EU 或 *。');
const service = matching(/^[A-Z][A-Z0-9_]{0,39}$/, 'Use capitals, digits and underscores, at most 40.', '仅限大写字母、数字和下划线，最多 40 个字符。');
const timeOfDay = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as 08:00.', '时间请写作 08:00。');
const words: Shape = objectOf({ en: text(400), zh: text(400) });

const instant: Shape = (value, path, report) => {
  const written = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && !Number.isNaN(toMillis(value));
  if (!written) report(path, 'Write an instant as 2026-03-03T16:00:00.000Z.', '时刻请写作 2026-03-03T16:00:00.000Z。');
};

const zone: Shape = (value, path, report) => {
  try {
    if (typeof value !== 'string' || !/^[A-Za-z]/.test(value)) throw new RangeError('no zone');
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    report(path, 'Name an IANA time zone, e.g. Asia/Shanghai.', '请填写 IANA 时区，例如 Asia/Shanghai。');
  }
};

/** Ten years at most: nothing here lasts longer, and a slip of the pen does. */
const MOST: Readonly<Record<string, number>> = { HOURS: 87_600, DAYS: 3_650, WORKDAYS: 400 };

export const dueRule: Shape = (value, path, report) => {
  const unit = (value as { unit?: string } | null)?.unit ?? '';
  objectOf({
    from: oneOf(DUE_FROM), unit: oneOf(DUE_UNITS), amount: whole(1, MOST[unit] ?? 400), plusShipTime: optional(flag), inOpeningHours: optional(flag),
    rolls: optional(flag), notBefore: optional(instant), between: optional(objectOf({ opens: timeOfDay, closes: timeOfDay })),
  })(value, path, report);
  const between = (value as { between?: { opens: string; closes: string } } | null)?.between;
  if (between && between.opens >= between.closes) report(`${path}.between`, 'The hours of the day open before they close.', '开始时间应早于结束时间。');
};

export const payoutFormula: Shape = (value, path, report) => {
  const known = (typeof value === 'object' && value !== null ? value : {}) as { currency?: unknown; shares?: unknown[]; fixed?: unknown; min?: unknown; max?: unknown };
  const currency = typeof known.currency === 'string' && isCurrency(known.currency) ? known.currency : null;
  const amount: Shape = (written, at, say) => {
    if (typeof written !== 'string' || currency === null || !isAmount(written, currency)) say(at, 'Write an amount above zero in the decimals of the currency.', '请按币种的小数位数填写大于零的金额。');
  };
  objectOf({
    currency: oneOf(Object.keys(CURRENCY_DECIMALS)), fixed: optional(amount), min: optional(amount), max: optional(amount), dailyMax: optional(amount),
    shares: optional(listOf(objectOf({ basisPoints: whole(1, 1_000_000), of: oneOf(PAYOUT_BASES) }), 4)),
  })(value, path, report);
  const shares = Array.isArray(known.shares) ? known.shares.length : 0;
  if ((shares > 0) === Boolean(known.fixed)) report(path, 'Give either shares or a fixed amount.', '比例与固定金额须二选一。');
  if (currency && typeof known.min === 'string' && typeof known.max === 'string' && isAmount(known.min, currency) && isAmount(known.max, currency)
    && parseMoney(known.min, currency).minor > parseMoney(known.max, currency).minor) {
    report(`${path}.max`, 'The most is not below the least.', '上限不得低于下限。');
  }
};

function isAmount(written: string, currency: string): boolean {
  try {
    return parseMoney(written, currency).minor > 0n;
  } catch {
    return false;
  }
}

const span = { from: optional(day), to: optional(day) };
const override = objectOf({ title: words, from: day, to: day, due: dueRule, exceptEnrolled: optional(service) });
const common = {
  kind: oneOf(['DEADLINE', 'PAYOUT', 'WINDOW']), id, title: words, basis: oneOf(BASES), certainty: oneOf(CERTAINTIES), source: text(300), ...span,
  regions: optional(listOf(region, 60)), enrolment: optional(service), exceptEnrolled: optional(listOf(service, 20)), note: optional(words),
};
const ROWS: Readonly<Record<PackRow['kind'], Shape>> = {
  DEADLINE: objectOf({
    ...common, startsWith: oneOf(PACK_EVENTS), concerns: oneOf(Object.keys(EXTERNAL_KINDS)), due: dueRule,
    missed: objectOf({ outcome: oneOf(OUTCOMES), certainty: oneOf(CERTAINTIES) }), overrides: optional(listOf(override, 60)),
  }),
  PAYOUT: objectOf({ ...common, startsWith: oneOf(PACK_EVENTS), pays: payoutFormula }),
  WINDOW: objectOf({
    ...common, right: oneOf(RIGHTS), startsWith: oneOf(PACK_EVENTS), lasts: dueRule, overrides: optional(listOf(override, 60)),
    exclusions: listOf(objectOf({ code: service, title: words, needsConsent: flag }), 60), returnFreight: oneOf(PAYERS), outboundFreight: oneOf(PAYERS),
  }),
};

const row: Shape = (value, path, report) => {
  const kind = (value as { kind?: PackRow['kind'] } | null)?.kind;
  if (kind === undefined || !Object.hasOwn(ROWS, kind)) return oneOf(Object.keys(ROWS))(kind, `${path}.kind`, report);
  ROWS[kind](value, path, report);
};

const PACK = (platforms: readonly string[]): Shape => objectOf({
  id, version: text(40), platforms: optional(listOf(oneOf(platforms), platforms.length)), region, timeZone: zone, title: words, source: text(300), rows: listOf(row, MOST_ROWS),
});

/**
 * What would keep this JSON from being published as a pack; empty: nothing. `law`: the pack of this id that comes with the product, whose
 * statutory rows another version may better and not worsen or leave out.
 */
export function packProblems(body: unknown, platforms: readonly string[], law: PolicyPack | undefined): PackProblem[] {
  const form = problemsOf((report) => PACK(platforms)(body, '', report));
  if (form.length > 0) return form;
  const pack = body as PolicyPack;
  return problemsOf((report) => {
    refuseTwice(pack, report);
    pack.rows.forEach((each, at) => refuseBackwards(each, `rows.${at}`, report));
    if (law) refuseLess(pack, law, report);
  });
}

function refuseTwice({ rows }: PolicyPack, report: Report): void {
  const seen = new Set<string>();
  rows.forEach(({ id: rowId }, at) => {
    if (seen.has(rowId)) report(`rows.${at}.id`, 'Another row has this id.', '该行编号重复。');
    seen.add(rowId);
  });
}

function refuseBackwards(each: PackRow, path: string, report: Report): void {
  const spans = [[each, path], ...('overrides' in each ? (each.overrides ?? []).map((one, at) => [one, `${path}.overrides.${at}`] as const) : [])] as const;
  for (const [{ from, to }, at] of spans) if (from && to && from > to) report(`${at}.to`, 'It ends before it begins.', '结束日期早于开始日期。');
}

function refuseLess(pack: PolicyPack, law: PolicyPack, report: Report): void {
  for (const owed of law.rows.filter(({ basis }) => basis === 'STATUTORY')) {
    const at = pack.rows.findIndex(({ id: rowId, kind }) => rowId === owed.id && kind === owed.kind);
    const given = pack.rows[at];
    if (!given) report('rows', `A law gives the row ${owed.id}; it cannot be left out.`, `${owed.id} 为法定规则，不能删除。`);
    else neverLess(given, owed, `rows.${at}`, report);
  }
}
