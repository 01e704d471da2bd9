import type { KindProcess, StepRule } from './definition.js';
import type { Problem } from '../../kernel/problem.js';
import { definitionProblem as problem } from './publish-problem.js';
import { STEPS, type Step } from '../../kernel/words.js';

/** Whether all seven steps are there and are completed in their order, which only SOOTHE may run ahead of. */
export function orderProblems({ steps }: KindProcess, path: string): readonly Problem[] {
  const present = presenceProblems(steps, `${path}.steps`);
  if (present.length > 0) return present;
  const cycle = findCycle(steps);
  if (cycle) return [problem(`${path}.steps.${STEPS.indexOf(cycle[0] ?? 'RESPOND')}.after`, 'CYCLE', cycle.join(' -> '))];
  return steps.flatMap((rule, index) => ruleProblems(rule, index, steps, `${path}.steps.${index}`));
}

function presenceProblems(steps: readonly StepRule[], path: string): readonly Problem[] {
  const names = steps.map(({ step }) => step);
  const problems = STEPS.filter((step) => !names.includes(step)).map((step) => problem(path, 'STEP_MISSING', step));
  names.forEach((step, index) => {
    if (names.indexOf(step) !== index) problems.push(problem(`${path}.${index}.step`, 'STEP_TWICE', step));
  });
  if (problems.length > 0) return problems;
  const misplaced = names.findIndex((step, index) => step !== STEPS[index]);
  return misplaced < 0 ? [] : [problem(`${path}.${misplaced}.step`, 'STEP_ORDER', names[misplaced] ?? '')];
}

function ruleProblems(rule: StepRule, index: number, steps: readonly StepRule[], path: string): readonly Problem[] {
  const { step, after, floatsWhen, requires, skips } = rule;
  const problems: Problem[] = [];
  const later = new Set(STEPS.slice(index));
  after.forEach((name, at) => {
    if (later.has(name)) problems.push(problem(`${path}.after.${at}`, 'AFTER_LATER', name));
  });
  requires.forEach(({ notBefore }, at) => {
    if (notBefore && later.has(notBefore)) problems.push(problem(`${path}.requires.${at}.notBefore`, 'AFTER_LATER', notBefore));
  });
  if (!requires.some(({ when }) => !when)) problems.push(problem(`${path}.requires`, 'NOTHING_REQUIRED', step));
  if (step === 'RESPOND' && skips.length > 0) problems.push(problem(`${path}.skips`, 'NEVER_SKIPPED', step));
  if (step === 'SOOTHE') return problems;
  if (floatsWhen) problems.push(problem(`${path}.floatsWhen`, 'NEVER_FLOATS', step));
  const missing = notWaitedFor(step, steps);
  if (missing.length > 0) problems.push(problem(`${path}.after`, 'ORDER_BROKEN', missing.join(', ')));
  return problems;
}

/** The earlier steps this one passes by, without those a step it waits for passes by already: that one is at fault. */
function notWaitedFor(step: Step, steps: readonly StepRule[]): readonly Step[] {
  const waitsFor = predecessors(step, steps);
  const toldOf = [...waitsFor].filter((before) => before !== 'SOOTHE').flatMap((before) => notWaitedFor(before, steps));
  return STEPS.slice(0, STEPS.indexOf(step)).filter((earlier) => !waitsFor.has(earlier) && !toldOf.includes(earlier));
}

/** Every step this one waits for, directly or through others. */
function predecessors(step: Step, steps: readonly StepRule[], found = new Set<Step>()): ReadonlySet<Step> {
  for (const name of steps.find((rule) => rule.step === step)?.after ?? []) {
    if (found.has(name)) continue;
    found.add(name);
    predecessors(name, steps, found);
  }
  return found;
}

/** The first cycle, written from its first step round to it again. */
function findCycle(steps: readonly StepRule[]): readonly Step[] | undefined {
  const visit = (step: Step, trail: readonly Step[]): readonly Step[] | undefined => {
    const seen = trail.indexOf(step);
    if (seen >= 0) return [...trail.slice(seen), step];
    for (const before of new Set(steps.find((rule) => rule.step === step)?.after)) {
      const cycle = visit(before, [...trail, step]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  return STEPS.map((step) => visit(step, [])).find((cycle) => cycle);
}
