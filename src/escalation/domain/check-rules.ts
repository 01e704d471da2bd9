import { ROLES } from '../../kernel/actor.js';
import { CURRENCY_DECIMALS, parseMoney } from '../../kernel/money.js';
import type { Problem } from '../../kernel/problem.js';
import { anything, filledList, filledObject, flag, matching, object, oneOf, text, variant, whole } from '../../kernel/shape.js';
import { EMOTIONS, KINDS, SEVERITIES, STEPS } from '../../kernel/words.js';
import { ALERTS } from '../../conversation/domain/alerts.js';
import { CLOCK_KINDS, REMINDERS } from '../../sla/domain/clock.js';
import { DEPARTMENTS } from '../../tasks/domain/task.js';
import { TAG } from '../../tickets/domain/opening.js';
import { CHANNELS, PRIORITIES } from '../../tickets/domain/ticket.js';
import { loopsIn } from './loops.js';
import { problem } from './problem.js';
import { OUTSIDERS, type Level, type Rule, type RuleSet } from './rule.js';

const MOST_RULES = 100;
const MOST_LEVELS = 5;
const MOST_ACTIONS = 10;
/** 90 days either way. */
const FARTHEST_MINUTES = 129_600;
const TAGGED = matching(TAG, { en: 'Write a tag: 1 to 40 letters, digits, _, ., : and -, a letter or digit first.', zh: '标签须为 1 至 40 个文字、数字、_、.、: 或 -，且以文字或数字开头。' });
const KEY = matching(/^[a-z][a-z0-9-]{0,39}$/, { en: 'Write a key: 1 to 40 small letters, digits and -, a letter first.', zh: '标识须为 1 至 40 个小写字母、数字或 -，且以字母开头。' });
const NAME = matching(/^[a-z][a-z0-9._-]{0,59}$/, { en: 'Write a name: 1 to 60 small letters, digits, ., _ and -, a letter first.', zh: '名称须为 1 至 60 个小写字母、数字、.、_ 或 -，且以字母开头。' });
const ID = text(64);
const roles = ROLES.filter((role) => role !== 'INTEGRATION');

const clockKinds = filledList(oneOf(CLOCK_KINDS.filter((kind) => !REMINDERS.includes(kind))), 30);
const steps = filledList(oneOf(STEPS), STEPS.length);
const trigger = variant('on', {
  CLOCK_BREACHED: object({ on: anything }, { kinds: clockKinds, steps }),
  CLOCK_WARNED: object({ on: anything }, { kinds: clockKinds, steps, level: whole(1, 10) }),
  SEVERITY: object({ on: anything, is: oneOf(SEVERITIES) }),
  EMOTION: object({ on: anything, is: oneOf(EMOTIONS) }),
  REPEATED_CONTACT: object({ on: anything, times: whole(2, 50) }),
  REPEATED_TICKETS: object({ on: anything, times: whole(2, 50), days: whole(1, 365) }),
  REOPENED: object({ on: anything, times: whole(1, 20) }),
  PROMISE_BROKEN: object({ on: anything, times: whole(1, 20) }),
  OUTSIDER: object({ on: anything, who: filledList(oneOf(OUTSIDERS), OUTSIDERS.length) }),
  AMOUNT: object({ on: anything, of: oneOf(['ORDER', 'OFFER']), atLeast: text(20), currency: oneOf(Object.keys(CURRENCY_DECIMALS)) }),
  KEYWORD: object({ on: anything, classes: filledList(oneOf(ALERTS), ALERTS.length) }),
  TAGGED: object({ on: anything, tag: TAGGED }),
  UNASSIGNED: object({ on: anything }),
});

const condition = filledObject({
  shops: filledList(ID, 200), kinds: filledList(oneOf(KINDS), 10), priorities: filledList(oneOf(PRIORITIES), 10), severities: filledList(oneOf(SEVERITIES), 10),
  emotions: filledList(oneOf(EMOTIONS), 10), teams: filledList(ID, 200), channels: filledList(oneOf(CHANNELS), 20), tags: filledList(TAGGED, 50),
});

const recipients = {
  ASSIGNEE: object({ type: anything }),
  MEMBER: object({ type: anything, memberId: ID }),
  ROLE: object({ type: anything, role: oneOf(roles) }),
  ON_DUTY: object({ type: anything, role: oneOf(roles) }),
};
const action = variant('type', {
  NOTIFY: object({ type: anything, to: variant('type', recipients) }, { hold: flag }),
  REASSIGN: object({ type: anything, to: variant('type', { ...recipients, TEAM: object({ type: anything, teamId: ID }) }) }),
  RAISE_PRIORITY: object({ type: anything, to: oneOf(PRIORITIES) }),
  REQUIRE_SUPERVISOR: object({ type: anything }),
  OPEN_TASK: object({ type: anything, department: oneOf(Object.keys(DEPARTMENTS)), question: text(2_000), withinMinutes: whole(1, FARTHEST_MINUTES) }),
  ADD_TAG: object({ type: anything, tag: TAGGED }),
  WEBHOOK: object({ type: anything, name: NAME }),
});

const level = object({ actions: filledList(action, MOST_ACTIONS) }, {
  afterMinutes: whole(-FARTHEST_MINUTES, FARTHEST_MINUTES), afterPercent: whole(-100, 1_000), acknowledgeWithinMinutes: whole(1, FARTHEST_MINUTES),
});
const ruleSet = object({
  rules: filledList(object({
    key: KEY, title: object({ en: text(200), zh: text(200) }), trigger, levels: filledList(level, MOST_LEVELS),
  }, { when: condition }), MOST_RULES),
});

/** Everything that speaks against publishing this JSON as a rule set; empty when nothing does. Form first: the rest makes no sense before it is right. */
export function checkRules(input: unknown): readonly Problem[] {
  const malformed = ruleSet(input, '');
  if (malformed.length > 0) return malformed;
  const { rules } = input as RuleSet;
  return [...twice(rules), ...rules.flatMap((rule, at) => ruleProblems(rule, `rules.${at}`)), ...circular(rules)];
}

/** What may well be meant and is worth a thought; publishing goes through. `assigns`: some shop gives out its tickets by itself. */
export function warningsAbout({ rules }: RuleSet, { assigns }: { readonly assigns: boolean }): readonly Problem[] {
  return assigns && !rules.some(({ trigger: { on } }) => on === 'UNASSIGNED') ? [{ ...problem('rules', 'NOBODY_TOLD'), warning: true }] : [];
}

function twice(rules: readonly Rule[]): Problem[] {
  return rules.flatMap(({ key }, at) => (rules.findIndex((other) => other.key === key) < at ? [problem(`rules.${at}.key`, 'KEY_TWICE', key)] : []));
}

function circular(rules: readonly Rule[]): Problem[] {
  const loops = loopsIn(rules);
  return rules.flatMap(({ key }, at) => {
    const way = loops.get(key);
    return way ? [problem(`rules.${at}`, 'TRIGGERS_ITSELF', way.join(' -> '))] : [];
  });
}

function ruleProblems(rule: Rule, path: string): Problem[] {
  const { trigger: on, levels } = rule;
  const deadline = on.on === 'CLOCK_BREACHED';
  const clock = on.on === 'CLOCK_BREACHED' || on.on === 'CLOCK_WARNED';
  const offsets = levels.flatMap((one, at) => offsetProblems(one, `${path}.levels.${at}`, { clock, deadline, last: at === levels.length - 1 }));
  const never = clock && on.steps && on.kinds && !on.kinds.includes('STEP') ? [problem(`${path}.trigger.steps`, 'NO_SUCH_CLOCK')] : [];
  return [...never, ...offsets, ...order(levels, path), ...(on.on === 'AMOUNT' ? amountProblems(on.atLeast, on.currency, `${path}.trigger.atLeast`) : [])];
}

function offsetProblems(one: Level, path: string, rule: { clock: boolean; deadline: boolean; last: boolean }): Problem[] {
  const { afterMinutes, afterPercent, acknowledgeWithinMinutes } = one;
  const problems: Problem[] = [];
  if ((afterMinutes === undefined) === (afterPercent === undefined)) problems.push(problem(path, 'BOTH_OFFSETS'));
  if (afterPercent !== undefined && !rule.clock) problems.push(problem(`${path}.afterPercent`, 'NEEDS_CLOCK'));
  if ((afterMinutes ?? 0) < 0 && !rule.deadline) problems.push(problem(`${path}.afterMinutes`, 'NEEDS_CLOCK'));
  if ((afterPercent ?? 0) < 0 && !rule.deadline) problems.push(problem(`${path}.afterPercent`, 'NEEDS_CLOCK'));
  if (acknowledgeWithinMinutes !== undefined && !rule.last) problems.push(problem(`${path}.acknowledgeWithinMinutes`, 'NOT_LAST'));
  return problems;
}

/** Minutes with minutes and percentages with percentages; of one of each only their sides of the due time can be compared, and zero is zero. */
function order(levels: readonly Level[], path: string): Problem[] {
  return levels.flatMap((next, at) => {
    const before = levels[at - 1];
    if (!before) return [];
    const [a, b] = [before.afterMinutes ?? before.afterPercent ?? 0, next.afterMinutes ?? next.afterPercent ?? 0];
    const alike = (before.afterMinutes === undefined) === (next.afterMinutes === undefined);
    const later = alike ? b > a : a <= 0 && b >= 0 && a !== b;
    return later ? [] : [problem(`${path}.levels.${at}`, 'NOT_LATER')];
  });
}

function amountProblems(amount: string, currency: string, path: string): Problem[] {
  try {
    return parseMoney(amount, currency).minor > 0n ? [] : [problem(path, 'BAD_AMOUNT')];
  } catch {
    return [problem(path, 'BAD_AMOUNT')]; // parseMoney says the same in its own words; here it is one problem among others
  }
}
