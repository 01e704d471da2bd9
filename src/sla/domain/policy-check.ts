import { LONGEST_WORK } from '../../calendar/domain/index.js';
import { DAY, SECOND, type Millis } from '../../kernel/instant.js';
import { isCurrency } from '../../kernel/money.js';
import { refuseProblems, type Problem } from '../../kernel/problem.js';
import { KINDS, SEVERITIES } from '../../kernel/words.js';
import { thresholds, type HoldRule, type PauseRule, type PolicyConditions, type PolicyRule, type PolicyTarget, type SlaPolicy } from './policy.js';
import { policyProblem as problem } from './policy-problem.js';
import { orderProblems } from './policy-reach.js';

/** What the merchant has, and the words of other features that a condition may name. */
export interface KnownToPolicy {
  readonly shops: ReadonlySet<string>;
  readonly calendars: ReadonlySet<string>;
  readonly platforms: ReadonlySet<string>;
  readonly subtypes: ReadonlySet<string>;
  readonly priorities: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

/** A target of more than a year is a slip of the pen; so is one of nothing. */
export const LONGEST_TARGET: Millis = LONGEST_WORK;
const MOST_RULES = 100;
const MOST_WARNINGS = 10;
const MOST_VALUES = 200;
const MOST_SHOP_CALENDARS = 1_000;
const LONGEST_VALUE = 60;
/** Paths lead into what was sent, where ids and durations go by the names of the API. */
const NAME_IN_INPUT: Readonly<Record<string, string>> = { shops: 'shopIds' };
const MINOR = /^\d{1,15}$/;
/** Internal waits are our time, not the customer's. */
const STOPS: ReadonlySet<string> = new Set(['WAITING_ON_CUSTOMER', 'PLATFORM_INTERVENTION']);

/** Everything that speaks against publishing this policy; empty when it may be published. */
export function policyProblems(policy: SlaPolicy, known: KnownToPolicy): Problem[] {
  const { rules } = policy;
  if (rules.length === 0) return [problem('rules', 'NO_RULES')];
  if (rules.length > MOST_RULES) return [problem('rules', 'TOO_MANY', String(MOST_RULES))];
  const form = rules.flatMap((rule, at) => ruleProblems(rule, `rules.${at}`, known));
  const names = rules.map((rule) => rule.name.trim());
  const twice = names.flatMap((name, at) => (name !== '' && names.indexOf(name) < at ? [problem(`rules.${at}.name`, 'NAME_TWICE', name)] : []));
  const found = [...form, ...twice, ...idleHolds(policy), ...shopCalendarProblems(policy, known)];
  return found.length > 0 ? found : orderProblems(policy);
}

/** The policy once nothing speaks against it; POLICY_INVALID with `details.problems` otherwise. */
export function publishable(policy: SlaPolicy, known: KnownToPolicy): SlaPolicy {
  refuseProblems(policyProblems(policy, known), 'POLICY_INVALID', { en: 'This policy cannot be published; see the problems.', zh: '该策略无法发布，请查看问题列表。' }, 'rules');
  return { ...policy, rules: policy.rules.map((rule) => ({ ...rule, name: rule.name.trim() })) };
}

function ruleProblems(rule: PolicyRule, path: string, known: KnownToPolicy): Problem[] {
  const length = [...rule.name.trim()].length;
  const targets = rule.targets.map(({ target }) => target);
  return [
    ...(length < 1 || length > 60 ? [problem(`${path}.name`, 'NAME_MISSING')] : []),
    ...(rule.when ? conditionProblems(rule.when, `${path}.when`, known) : []),
    ...(targets.length === 0 ? [problem(`${path}.targets`, 'NO_TARGETS')] : []),
    ...targets.flatMap((target, at) => (targets.indexOf(target) < at ? [problem(`${path}.targets.${at}.target`, 'TARGET_TWICE', target)] : [])),
    ...rule.targets.flatMap((target, at) => targetProblems(target, `${path}.targets.${at}`, known)),
    ...budgetProblems(rule.holds ?? [], `${path}.holds`),
  ];
}

/** A budget for what stops no clock limits nothing: a slip of the pen. */
function idleHolds({ rules }: SlaPolicy): Problem[] {
  const stops = new Set(rules.flatMap(({ targets }) => targets.flatMap(({ pauses }) => pauses.map(({ reason }) => reason))));
  return rules.flatMap(({ holds = [] }, at) => holds.flatMap(({ reason }, nth) => (
    STOPS.has(reason) && !stops.has(reason) ? [problem(`rules.${at}.holds.${nth}.reason`, 'HOLD_STOPS_NOTHING', reason)] : []
  )));
}

/** Each shop once; and calendars of shops, and targets that go by them, only together: one without the other is a slip of the pen. */
function shopCalendarProblems({ rules, shopCalendars = [] }: SlaPolicy, known: KnownToPolicy): Problem[] {
  if (shopCalendars.length > MOST_SHOP_CALENDARS) return [problem('shopCalendars', 'TOO_MANY', String(MOST_SHOP_CALENDARS))];
  const asks = rules.flatMap(({ targets }, at) => targets.flatMap(({ byShop }, nth) => (byShop ? [`rules.${at}.targets.${nth}.shopCalendar`] : [])));
  const shops = shopCalendars.map(({ shop }) => shop);
  return [
    ...(shopCalendars.length > 0 && asks.length === 0 ? [problem('shopCalendars', 'SHOP_CALENDARS_IDLE')] : []),
    ...(shopCalendars.length === 0 ? asks.map((path) => problem(path, 'NO_SHOP_CALENDARS')) : []),
    ...shopCalendars.flatMap(({ shop, calendar }, at) => [
      ...(known.shops.has(shop) ? [] : [problem(`shopCalendars.${at}.shopId`, 'UNKNOWN_SHOP')]),
      ...(shops.indexOf(shop) < at ? [problem(`shopCalendars.${at}.shopId`, 'SHOP_TWICE')] : []),
      ...(known.calendars.has(calendar) ? [] : [problem(`shopCalendars.${at}.calendarId`, 'UNKNOWN_CALENDAR')]),
    ]),
  ];
}

function conditionProblems(when: PolicyConditions, path: string, known: KnownToPolicy): Problem[] {
  const { amount, ...lists } = when;
  const words: Readonly<Record<string, ReadonlySet<string>>> = {
    ...known, kinds: new Set(KINDS), severities: new Set(SEVERITIES),
  };
  const given = Object.entries(lists).filter((entry): entry is [string, readonly string[]] => entry[1] !== undefined);
  if (given.length === 0 && !amount) return [problem(path, 'EMPTY_CONDITION')];
  const found = given.flatMap(([name, values]) => listProblems(values, `${path}.${NAME_IN_INPUT[name] ?? name}`, name === 'shops' ? 'UNKNOWN_SHOP' : 'UNKNOWN_VALUE', words[name]));
  return amount ? [...found, ...amountProblems(amount, `${path}.amount`)] : found;
}

function listProblems(values: readonly string[], path: string, unknown: 'UNKNOWN_SHOP' | 'UNKNOWN_VALUE', words?: ReadonlySet<string>): Problem[] {
  if (values.length === 0) return [problem(path, 'EMPTY_CONDITION')];
  if (values.length > MOST_VALUES) return [problem(path, 'TOO_MANY', String(MOST_VALUES))];
  return values.flatMap((value, at) => {
    const here = `${path}.${at}`;
    if (words ? !words.has(value) : value.trim() === '' || [...value].length > LONGEST_VALUE) return [problem(here, unknown, unknown === 'UNKNOWN_SHOP' ? '' : value.slice(0, LONGEST_VALUE))];
    return values.indexOf(value) < at ? [problem(here, 'VALUE_TWICE', value)] : [];
  });
}

function amountProblems({ currency, atLeast, below }: NonNullable<PolicyConditions['amount']>, path: string): Problem[] {
  const ends = [atLeast, below].filter((end) => end !== null);
  const sound = isCurrency(currency) && ends.length > 0 && ends.every((end) => MINOR.test(end));
  return sound && (ends.length < 2 || BigInt(atLeast ?? 0) < BigInt(below ?? 0)) ? [] : [problem(path, 'AMOUNT_INVALID')];
}

function targetProblems(target: PolicyTarget, path: string, known: KnownToPolicy): Problem[] {
  const { durationMs, calendar, warnings, pauses } = target;
  const found: Problem[] = [];
  if (!lasts(durationMs)) found.push(problem(`${path}.seconds`, 'DURATION_OUT_OF_RANGE', String(LONGEST_TARGET / DAY)));
  if (calendar !== null && !known.calendars.has(calendar)) found.push(problem(`${path}.calendarId`, 'UNKNOWN_CALENDAR'));
  if (warnings.length > MOST_WARNINGS) found.push(problem(`${path}.warnings`, 'TOO_MANY', String(MOST_WARNINGS)));
  warnings.forEach((warning, at) => {
    const value = 'percent' in warning ? warning.percent : warning.beforeMs;
    const sound = 'percent' in warning ? value > 0 && value <= 100 : Number.isSafeInteger(value) && value > 0 && value < durationMs;
    const said = 'percent' in warning ? `${value} %` : `${value / SECOND} s`;
    if (Number.isNaN(value)) found.push(problem(`${path}.warnings.${at}`, 'WARNING_UNCLEAR'));
    else if (!sound) found.push(problem(`${path}.warnings.${at}`, 'WARNING_OUT_OF_RANGE', said));
    const [left] = thresholds({ durationMs, warnings: [warning] });
    const same = warnings.slice(0, at).some((other) => thresholds({ durationMs, warnings: [other] })[0] === left);
    if (sound && same) found.push(problem(`${path}.warnings.${at}`, 'WARNING_TWICE', said));
  });
  if (target.target === 'HOLDING_REPLY') pauses.forEach((_, at) => found.push(problem(`${path}.pauses.${at}`, 'PAUSE_OF_PROMISE')));
  return [...found, ...budgetProblems(pauses, `${path}.pauses`)];
}

function budgetProblems(budgets: readonly (PauseRule | HoldRule)[], path: string): Problem[] {
  return budgets.flatMap(({ reason, budgetMs }, at) => {
    const here = `${path}.${at}`;
    return [
      ...(STOPS.has(reason) ? [] : [problem(`${here}.reason`, 'PAUSE_INTERNAL', reason)]),
      ...(budgets.findIndex((other) => other.reason === reason) < at ? [problem(`${here}.reason`, 'PAUSE_TWICE', reason)] : []),
      ...(budgetMs === null || lasts(budgetMs) ? [] : [problem(`${here}.budgetSeconds`, 'BUDGET_OUT_OF_RANGE', String(LONGEST_TARGET / DAY))]),
    ];
  });
}

function lasts(durationMs: Millis): boolean {
  return Number.isSafeInteger(durationMs) && durationMs >= SECOND && durationMs <= LONGEST_TARGET;
}
