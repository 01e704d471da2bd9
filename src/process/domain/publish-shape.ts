import { FLAG_CONDITIONS } from './condition.js';
import type { ProcessDefinition } from './definition.js';
import { problem, type Problem } from './publish-problem.js';
import { isRequirementCode, REQUIREMENTS } from './requirements.js';
import { isSkipReason } from './skips.js';
import { KINDS, STEPS } from '../../kernel/words.js';

/** More than any process needs; they keep a hostile definition from costing the walk its time. */
const MOST = { requires: 40, skips: 20, anyOf: 8, after: 7, steps: 14, depth: 2 };
const MOST_HOURS = 24 * 90;

type Report = (path: string, code: Problem['code'], detail: string) => void;
type Json = Readonly<Record<string, unknown>>;

/** Whether unknown JSON reads as a definition in our words. Its problems are all those of form; order and sense are asked afterwards. */
export function shapeProblems(input: unknown): { problems: readonly Problem[]; definition?: ProcessDefinition } {
  const problems: Problem[] = [];
  const report: Report = (path, code, detail) => void problems.push(problem(path, code, detail));
  const definition = object(input, '', ['kinds'], report);
  const kinds = definition && object(definition.kinds, 'kinds', KINDS, report);
  for (const kind of kinds ? KINDS : []) {
    if (kinds?.[kind] === undefined) report('kinds', 'KIND_MISSING', kind);
    else readKind(kinds[kind], `kinds.${kind}`, report);
  }
  return problems.length > 0 ? { problems } : { problems, definition: input as ProcessDefinition };
}

function readKind(input: unknown, path: string, report: Report): void {
  const kind = object(input, path, ['steps'], report);
  if (!kind) return;
  list(kind.steps, `${path}.steps`, MOST.steps, report).forEach((step, index) => readStep(step, `${path}.steps.${index}`, report));
}

function readStep(input: unknown, path: string, report: Report): void {
  const step = object(input, path, ['step', 'after', 'floatsWhen', 'requires', 'skips'], report);
  if (!step) return;
  readStepName(step.step, `${path}.step`, report);
  list(step.after, `${path}.after`, MOST.after, report).forEach((name, index) => readStepName(name, `${path}.after.${index}`, report));
  readCondition(step.floatsWhen, `${path}.floatsWhen`, report);
  list(step.requires, `${path}.requires`, MOST.requires, report).forEach((required, index) => readRequirement(required, `${path}.requires.${index}`, report));
  list(step.skips, `${path}.skips`, MOST.skips, report).forEach((skip, index) => readSkip(skip, `${path}.skips.${index}`, report));
}

function readStepName(name: unknown, path: string, report: Report): void {
  if (!(STEPS as readonly unknown[]).includes(name)) report(path, 'UNKNOWN_STEP', shown(name));
}

function readRequirement(input: unknown, path: string, report: Report): void {
  const required = object(input, path, ['code', 'when', 'notBefore', 'hours'], report);
  if (!required) return;
  const { code, when, notBefore, hours } = required;
  if (notBefore !== undefined) readStepName(notBefore, `${path}.notBefore`, report);
  readCondition(when, `${path}.when`, report);
  if (hours !== undefined && !(Number.isInteger(hours) && (hours as number) >= 0 && (hours as number) <= MOST_HOURS)) {
    report(`${path}.hours`, 'HOURS_OUT_OF_RANGE', String(MOST_HOURS));
  }
  if (typeof code !== 'string' || !isRequirementCode(code)) report(`${path}.code`, 'UNKNOWN_REQUIREMENT', shown(code));
  else if (hours !== undefined && REQUIREMENTS[code].hours === undefined) report(`${path}.hours`, 'HOURS_UNUSED', code);
}

function readSkip(input: unknown, path: string, report: Report): void {
  const skip = object(input, path, ['reason', 'by', 'when'], report);
  if (!skip) return;
  if (typeof skip.reason !== 'string' || !isSkipReason(skip.reason)) report(`${path}.reason`, 'UNKNOWN_SKIP_REASON', shown(skip.reason));
  if (skip.by !== 'AGENT' && skip.by !== 'SUPERVISOR') report(`${path}.by`, 'WRONG_TYPE', 'AGENT / SUPERVISOR');
  readCondition(skip.when, `${path}.when`, report);
}

/** Absent is a condition too: always. */
function readCondition(input: unknown, path: string, report: Report, depth = 0): void {
  if (input === undefined) return;
  const condition = object(input, path, [...FLAG_CONDITIONS, 'reasonFamily', 'anyOf'], report);
  if (!condition) return;
  for (const flag of FLAG_CONDITIONS) {
    if (condition[flag] !== undefined && typeof condition[flag] !== 'boolean') report(`${path}.${flag}`, 'WRONG_TYPE', 'true / false');
  }
  const { reasonFamily, anyOf } = condition;
  if (reasonFamily !== undefined && (typeof reasonFamily !== 'string' || !/^\w{1,40}$/.test(reasonFamily))) {
    report(`${path}.reasonFamily`, 'WRONG_TYPE', 'A-Z 0-9 _ (1-40)');
  }
  if (anyOf === undefined) return;
  if (depth === MOST.depth) report(`${path}.anyOf`, 'TOO_MANY', String(MOST.depth));
  else list(anyOf, `${path}.anyOf`, MOST.anyOf, report).forEach((part, index) => readCondition(part, `${path}.anyOf.${index}`, report, depth + 1));
}

function object(input: unknown, path: string, keys: readonly string[], report: Report): Json | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    report(path, 'WRONG_TYPE', '{ }');
    return undefined;
  }
  for (const key of Object.keys(input)) if (!keys.includes(key)) report(path, 'UNKNOWN_KEY', shown(key));
  return input as Json;
}

function list(input: unknown, path: string, most: number, report: Report): readonly unknown[] {
  if (!Array.isArray(input)) report(path, 'WRONG_TYPE', '[ ]');
  else if (input.length > most) report(path, 'TOO_MANY', String(most));
  else return input;
  return [];
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}
