import type { Problem } from '../../kernel/problem.js';
import { flag, isObject, list, matching, object, oneOf, type Check } from '../../kernel/shape.js';
import { KINDS, STEPS } from '../../kernel/words.js';
import { FLAG_CONDITIONS } from './condition.js';
import type { ProcessDefinition } from './definition.js';
import { definitionProblem as problem } from './publish-problem.js';
import { isRequirementCode, REQUIREMENTS } from './requirements.js';
import { isSkipReason } from './skips.js';

/** More than any process needs; they keep a hostile definition from costing the walk its time. */
const MOST = { requires: 40, skips: 20, anyOf: 8, after: 7, steps: 14, depth: 2 };
const MOST_HOURS = 24 * 90;

const named = (isKnown: (name: string) => boolean, code: 'UNKNOWN_STEP' | 'UNKNOWN_REQUIREMENT' | 'UNKNOWN_SKIP_REASON'): Check => (value, path) =>
  (typeof value === 'string' && isKnown(value) ? [] : [problem(path, code, shown(value))]);
const step = named((name) => (STEPS as readonly string[]).includes(name), 'UNKNOWN_STEP');
const family = matching(/^\w{1,40}$/, { en: 'Name a family by 1 to 40 letters, digits and underscores.', zh: '请填写 1 至 40 个字母、数字或下划线。' });
const flags = Object.fromEntries(FLAG_CONDITIONS.map((name) => [name, flag]));
const tooDeep: Check = (_value, path) => [problem(path, 'TOO_MANY', String(MOST.depth))];
const conditionAt = (depth: number): Check =>
  object({}, { ...flags, reasonFamily: family, anyOf: depth === MOST.depth ? tooDeep : list(conditionAt(depth + 1), MOST.anyOf) });
/** Left out it is a condition too: always. */
const condition = conditionAt(0);

const hours: Check = (value, path) =>
  (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_HOURS ? [] : [problem(path, 'HOURS_OUT_OF_RANGE', String(MOST_HOURS))]);
const form = object({ code: named(isRequirementCode, 'UNKNOWN_REQUIREMENT') }, { when: condition, notBefore: step, hours });
const requirement: Check = (value, path) => {
  const { code, hours: waits } = isObject(value) ? value : {};
  const unused = typeof code === 'string' && isRequirementCode(code) && waits !== undefined && REQUIREMENTS[code].hours === undefined;
  return [...form(value, path), ...(unused ? [problem(`${path}.hours`, 'HOURS_UNUSED', code)] : [])];
};
const skip = object({ reason: named(isSkipReason, 'UNKNOWN_SKIP_REASON'), by: oneOf(['AGENT', 'SUPERVISOR']) }, { when: condition });
const rule = object(
  { step, after: list(step, MOST.after), requires: list(requirement, MOST.requires), skips: list(skip, MOST.skips) }, { floatsWhen: condition },
);
const kind = object({ steps: list(rule, MOST.steps) });
const kinds: Check = (value, path) => {
  const missing = isObject(value) ? KINDS.filter((name) => value[name] === undefined) : [];
  return [...object({}, Object.fromEntries(KINDS.map((name) => [name, kind])))(value, path), ...missing.map((name) => problem(path, 'KIND_MISSING', name))];
};
const definition = object({ kinds });

/** Whether unknown JSON reads as a definition in our words. Its problems are all those of form; order and sense are asked afterwards. */
export function shapeProblems(input: unknown): { problems: readonly Problem[]; definition?: ProcessDefinition } {
  const problems = definition(input, '');
  return problems.length > 0 ? { problems } : { problems, definition: input as ProcessDefinition };
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}
