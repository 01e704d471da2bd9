import { DomainError, type Text } from '../../kernel/error.js';

/** Why a table cannot be read or published. `path` leads into its body: `rows.2.when.parcel`. */
export interface RuleProblem {
  readonly path: string;
  readonly text: Text;
}

export type Say = (path: string, en: string, zh: string) => void;

/** Everything `look` has to say, in the order said. */
export function problemsOf(look: (say: Say) => void): RuleProblem[] {
  const problems: RuleProblem[] = [];
  look((path, en, zh) => problems.push({ path, text: { en, zh } }));
  return problems;
}

/** RULE_INVALID with `details.problems`, unless there are none. */
export function refuseProblems(problems: readonly RuleProblem[], field: string, text: Text): void {
  if (problems.length > 0) throw new DomainError('RULE_INVALID', text, field, { problems: problems.slice(0, 100) });
}
