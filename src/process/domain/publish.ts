import type { ProcessDefinition } from './definition.js';
import { orderProblems } from './publish-order.js';
import { refuseProblems, type Problem } from '../../kernel/problem.js';
import { definitionProblem as problem } from './publish-problem.js';
import { shapeProblems } from './publish-shape.js';
import { familiesIn, walkProblems } from './publish-walk.js';
import { KINDS } from '../../kernel/words.js';

/** Each family multiplies the tickets the walk plays. */
const MOST_FAMILIES = 8;

/**
 * Everything that speaks against publishing this JSON as a definition; empty when it may be published. Form is asked first, then the order of
 * the steps, then whether a ticket can get through: a later question makes no sense before the earlier ones are answered. It pauses before each
 * ticket it plays.
 */
export function* examine(input: unknown): Generator<void, readonly Problem[]> {
  const { problems, definition } = shapeProblems(input);
  if (!definition) return problems;
  const order = KINDS.flatMap((kind) => [
    ...orderProblems(definition.kinds[kind], `kinds.${kind}`),
    ...(familiesIn(definition.kinds[kind]).size > MOST_FAMILIES ? [problem(`kinds.${kind}`, 'TOO_MANY', `${MOST_FAMILIES} reasonFamily`)] : []),
  ]);
  return order.length > 0 ? order : yield* walkProblems(definition);
}

/** The definition in this JSON once `examine` found these problems in it: DEFINITION_INVALID with `details.problems`, unless there are none. */
export function publishable(input: unknown, problems: readonly Problem[]): ProcessDefinition {
  refuseProblems(problems, 'DEFINITION_INVALID', { en: 'This process cannot be published; see the problems.', zh: '该流程无法发布，请查看问题列表。' }, 'body');
  return input as ProcessDefinition;
}
