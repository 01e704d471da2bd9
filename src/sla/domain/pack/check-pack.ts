import type { Problem } from '../../../kernel/problem.js';
import { anything, flag, list, matching, object, oneOf, optional, text, variant, whole, type Check } from '../../../kernel/shape.js';
import { dayOf, zoneOf } from '../../../calendar/domain/index.js';
import { toMillis } from '../../../kernel/instant.js';
import { CURRENCY_DECIMALS, isCurrency, parseMoney } from '../../../kernel/money.js';
import { mayNameZone } from '../../../kernel/zone-name.js';
import { DUE_FROM, DUE_UNITS } from './due-rule.js';
import { neverLess } from './never-less.js';
import { packProblem as problem } from './pack-problem.js';
import { isWithin, type PackRow, type PolicyPack } from './pack.js';
import { BASES, CERTAINTIES, EXTERNAL_KINDS, OUTCOMES, PACK_EVENTS, PAYERS, PAYOUT_BASES, RIGHTS } from './words.js';

const MOST_ROWS = 300;
const id = matching(/^[a-z][a-z0-9.-]{0,59}$/, { en: 'Use small letters, digits, dots and hyphens, at most 60.', zh: '仅限小写字母、数字、点和连字符，最多 60 个字符。' });
export const region = matching(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, { en: 'Write a region as CN, CN-65, EU or *.', zh: '地区请写作 CN、CN-65、EU 或 *。' });
export const service = matching(/^[A-Z][A-Z0-9_]{0,39}$/, { en: 'Use capitals, digits and underscores, at most 40.', zh: '仅限大写字母、数字和下划线，最多 40 个字符。' });
const timeOfDay = matching(/^([01]\d|2[0-3]):[0-5]\d$/, { en: 'Write a time as 08:00.', zh: '时间请写作 08:00。' });
const words = object({ en: text(400), zh: text(400) });

const instant: Check = (value, path) => {
  const written = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && !Number.isNaN(toMillis(value));
  return written ? [] : [problem(path, 'NOT_AN_INSTANT')];
};

const zone: Check = (value, path) => (typeof value === 'string' && mayNameZone(value) && zoneOf(value) ? [] : [problem(path, 'UNKNOWN_ZONE')]);

/** A day that is in the calendar. */
export const day: Check = (value, path) => (typeof value === 'string' && dayOf(value) !== undefined ? [] : [problem(path, 'NOT_A_DAY')]);

/** Ten years at most: nothing here lasts longer, and a slip of the pen does. */
const MOST: Readonly<Record<string, number>> = { HOURS: 87_600, DAYS: 3_650, WORKDAYS: 400 };

export const dueRule: Check = (value, path) => {
  const { unit = '', between } = (value ?? {}) as { unit?: string; between?: { opens: string; closes: string } };
  const form = object({ from: oneOf(DUE_FROM), unit: oneOf(DUE_UNITS), amount: whole(1, MOST[unit] ?? 400) }, {
    plusShipTime: optional(flag), inOpeningHours: optional(flag), rolls: optional(flag), notBefore: optional(instant),
    between: optional(object({ opens: timeOfDay, closes: timeOfDay })),
  });
  return [...form(value, path), ...(between && between.opens >= between.closes ? [problem(`${path}.between`, 'BACKWARDS')] : [])];
};

export const payoutFormula: Check = (value, path) => {
  const known = (value ?? {}) as { currency?: unknown; shares?: unknown; fixed?: unknown; min?: unknown; max?: unknown };
  const currency = typeof known.currency === 'string' && isCurrency(known.currency) ? known.currency : null;
  const minor = (written: unknown): bigint => (typeof written === 'string' && currency !== null ? minorOf(written, currency) : 0n);
  const amount = optional((written, at) => (minor(written) > 0n ? [] : [problem(at, 'BAD_AMOUNT')]));
  const form = object({ currency: oneOf(Object.keys(CURRENCY_DECIMALS)) }, {
    fixed: amount, min: amount, max: amount, dailyMax: amount,
    shares: optional(list(object({ basisPoints: whole(1, 1_000_000), of: oneOf(PAYOUT_BASES) }), 4)),
  });
  const hasShares = Array.isArray(known.shares) && known.shares.length > 0;
  return [
    ...form(value, path),
    ...(hasShares === Boolean(known.fixed) ? [problem(path, 'SHARES_OR_FIXED')] : []),
    ...(minor(known.max) > 0n && minor(known.min) > minor(known.max) ? [problem(`${path}.max`, 'MOST_BELOW_LEAST')] : []),
  ];
};

/** 0n: it is no amount of the currency. */
function minorOf(written: string, currency: string): bigint {
  try {
    return parseMoney(written, currency).minor;
  } catch {
    return 0n;
  }
}

const span = { from: optional(day), to: optional(day) };
const override = object({ title: words, from: day, to: day, due: dueRule }, { exceptEnrolled: optional(service) });
const overrides = optional(list(override, 60));
const required = { kind: anything, id, title: words, basis: oneOf(BASES), certainty: oneOf(CERTAINTIES), source: text(300), startsWith: oneOf(PACK_EVENTS) };
const left = { ...span, regions: optional(list(region, 60)), enrolment: optional(service), exceptEnrolled: optional(list(service, 20)), note: optional(words) };
const row = variant('kind', {
  DEADLINE: object(
    { ...required, concerns: oneOf(Object.keys(EXTERNAL_KINDS)), due: dueRule, missed: object({ outcome: oneOf(OUTCOMES), certainty: oneOf(CERTAINTIES) }) },
    { ...left, overrides },
  ),
  PAYOUT: object({ ...required, pays: payoutFormula }, left),
  WINDOW: object({
    ...required, right: oneOf(RIGHTS), lasts: dueRule, returnFreight: oneOf(PAYERS), outboundFreight: oneOf(PAYERS),
    exclusions: list(object({ code: service, title: words, needsConsent: flag }), 60),
  }, { ...left, overrides, brokenFreeFreight: optional(oneOf(PAYERS)) }),
} satisfies Readonly<Record<PackRow['kind'], Check>>);

const packOf = (platforms: readonly string[]): Check => object(
  { id, version: text(40), region, timeZone: zone, title: words, source: text(300), rows: list(row, MOST_ROWS) },
  { platforms: optional(list(oneOf(platforms), platforms.length)) },
);

/**
 * What would keep this JSON from being published as a pack; empty: nothing. `law`: the pack of this id that comes with the product, whose
 * statutory rows another version may better and not worsen or leave out.
 */
export function packProblems(body: unknown, platforms: readonly string[], law: PolicyPack | undefined): readonly Problem[] {
  const form = packOf(platforms)(body, '');
  if (form.length > 0) return form;
  const pack = body as PolicyPack;
  const ids = pack.rows.map((each) => each.id);
  return [
    ...ids.flatMap((each, at) => (ids.indexOf(each) < at ? [problem(`rows.${at}.id`, 'ID_TWICE', each)] : [])),
    ...pack.rows.flatMap((each, at) => backwards(each, `rows.${at}`)),
    ...(law ? lessThanLaw(pack, law) : []),
  ];
}

function backwards(each: PackRow, path: string): readonly Problem[] {
  const spans = [[each, path], ...('overrides' in each ? (each.overrides ?? []).map((one, at) => [one, `${path}.overrides.${at}`] as const) : [])] as const;
  return spans.flatMap(([{ from, to }, at]) => (from && to && from > to ? [problem(`${at}.to`, 'BACKWARDS')] : []));
}

function lessThanLaw(pack: PolicyPack, law: PolicyPack): readonly Problem[] {
  const statutory = law.rows.filter(({ basis }) => basis === 'STATUTORY');
  const rows = statutory.flatMap((owed) => {
    const at = pack.rows.findIndex(({ id: rowId, kind }) => rowId === owed.id && kind === owed.kind);
    const given = pack.rows[at];
    return given ? neverLess(given, owed).map((less) => problem(`rows.${at}.${less}`, 'LESS_THAN_LAW')) : [problem('rows', 'LAW_LEFT_OUT', owed.id)];
  });
  return statutory.length === 0 ? [] : [...fewerPlaces(pack, law).map((path) => problem(path, 'LESS_THAN_LAW')), ...rows];
}

/** Where a law would hold for fewer shops than it does: elsewhere, or on some platforms only. */
function fewerPlaces({ region: place, platforms }: PolicyPack, law: PolicyPack): readonly string[] {
  const fewer = platforms && !law.platforms?.every((platform) => platforms.includes(platform));
  return [...(isWithin(law.region, place) ? [] : ['region']), ...(fewer ? ['platforms'] : [])];
}
