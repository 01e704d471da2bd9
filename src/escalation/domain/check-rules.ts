import { ROLES } from '../../kernel/actor.js';
import { parseMoney } from '../../kernel/money.js';
import { EMOTIONS, KINDS, SEVERITIES, STEPS } from '../../kernel/words.js';
import { ALERTS } from '../../conversation/domain/alerts.js';
import { CLOCK_KINDS, REMINDERS } from '../../sla/domain/clock.js';
import { DEPARTMENTS } from '../../tasks/domain/task.js';
import { TAG } from '../../tickets/domain/opening.js';
import { CHANNELS, PRIORITIES } from '../../tickets/domain/ticket.js';
import { loopsIn } from './loops.js';
import { problem, type Problem } from './problem.js';
import { OUTSIDERS, type Level, type Rule, type RuleSet } from './rule.js';
import { flag, list, object, oneOf, text, variant, whole, type Check } from './shape.js';

const MOST_RULES = 100;
const MOST_LEVELS = 5;
const MOST_ACTIONS = 10;
/** 90 days either way. */
const FARTHEST_MINUTES = 129_600;
const TAGGED = text(40, TAG);
const ID = text(64);
const always: Check = () => [];
const is = (word: string): Check => oneOf([word]);
const roles = ROLES.filter((role) => role !== 'INTEGRATION');

const clockKinds = list(oneOf(CLOCK_KINDS.filter((kind) => !REMINDERS.includes(kind))), 30);
const steps = list(oneOf(STEPS), STEPS.length);
const trigger = variant('on', {
  CLOCK_BREACHED: object({ on: always }, { kinds: clockKinds, steps }),
  CLOCK_WARNED: object({ on: always }, { kinds: clockKinds, steps, level: whole(1, 10) }),
  SEVERITY: object({ on: always, is: oneOf(SEVERITIES) }),
  EMOTION: object({ on: always, is: oneOf(EMOTIONS) }),
  REPEATED_CONTACT: object({ on: always, times: whole(2, 50) }),
  REPEATED_TICKETS: object({ on: always, times: whole(2, 50), days: whole(1, 365) }),
  REOPENED: object({ on: always, times: whole(1, 20) }),
  PROMISE_BROKEN: object({ on: always, times: whole(1, 20) }),
  OUTSIDER: object({ on: always, who: list(oneOf(OUTSIDERS), OUTSIDERS.length) }),
  AMOUNT: object({ on: always, of: oneOf(['ORDER', 'OFFER']), atLeast: text(20), currency: text(3) }),
  KEYWORD: object({ on: always, classes: list(oneOf(ALERTS), ALERTS.length) }),
  TAGGED: object({ on: always, tag: TAGGED }),
  UNASSIGNED: object({ on: always }),
});

const condition = object({}, {
  shops: list(ID, 200), kinds: list(oneOf(KINDS), 10), priorities: list(oneOf(PRIORITIES), 10), severities: list(oneOf(SEVERITIES), 10),
  emotions: list(oneOf(EMOTIONS), 10), teams: list(ID, 200), channels: list(oneOf(CHANNELS), 20), tags: list(TAGGED, 50),
});

const recipients = {
  ASSIGNEE: object({ type: always }),
  MEMBER: object({ type: always, memberId: ID }),
  ROLE: object({ type: always, role: oneOf(roles) }),
  ON_DUTY: object({ type: always, role: oneOf(roles) }),
};
const action = variant('type', {
  NOTIFY: object({ type: always, to: variant('type', recipients) }, { hold: flag }),
  REASSIGN: object({ type: always, to: variant('type', { ...recipients, TEAM: object({ type: is('TEAM'), teamId: ID }) }) }),
  RAISE_PRIORITY: object({ type: always, to: oneOf(PRIORITIES) }),
  REQUIRE_SUPERVISOR: object({ type: always }),
  OPEN_TASK: object({ type: always, department: oneOf(Object.keys(DEPARTMENTS)), question: text(2_000), withinMinutes: whole(1, FARTHEST_MINUTES) }),
  ADD_TAG: object({ type: always, tag: TAGGED }),
  WEBHOOK: object({ type: always, name: text(60, /^[a-z][a-z0-9._-]*$/) }),
});

const level = object({ actions: list(action, MOST_ACTIONS) }, {
  afterMinutes: whole(-FARTHEST_MINUTES, FARTHEST_MINUTES), afterPercent: whole(-100, 1_000), acknowledgeWithinMinutes: whole(1, FARTHEST_MINUTES),
});
const ruleSet = object({
  rules: list(object({
    key: text(40, /^[a-z][a-z0-9-]*$/), title: object({ en: text(200), zh: text(200) }), trigger, levels: list(level, MOST_LEVELS),
  }, { when: condition }), MOST_RULES),
});

/** Everything that speaks against publishing this JSON as a rule set; empty when nothing does. Form first: the rest makes no sense before it is right. */
export function checkRules(input: unknown): Problem[] {
  const malformed = ruleSet(input, '');
  if (malformed.length > 0) return malformed;
  const { rules } = input as RuleSet;
  return [...twice(rules), ...rules.flatMap((rule, at) => ruleProblems(rule, `rules.${at}`)), ...circular(rules)];
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
  const clock = deadline || on.on === 'CLOCK_WARNED';
  const offsets = levels.flatMap((one, at) => offsetProblems(one, `${path}.levels.${at}`, { clock, deadline, last: at === levels.length - 1 }));
  return [...offsets, ...order(levels, path), ...(on.on === 'AMOUNT' ? amountProblems(on.atLeast, on.currency, `${path}.trigger.atLeast`) : [])];
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
