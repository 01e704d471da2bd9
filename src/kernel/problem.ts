import { DomainError, type ErrorCode, type Text } from './error.js';

/** Why something cannot be published. Told by the query that checks, and in `details.problems` when publishing is refused. */
export interface Problem<Code extends string = string> {
  /** Dotted path into what was sent: `rules.2.levels.0.actions.1.to.role`. */
  readonly path: string;
  readonly code: Code;
  readonly text: Text;
  /** It may be published all the same; what refuses is no warning. */
  readonly warning?: true;
}

/** More are not told at once; the first ones say it all. */
export const MOST_TOLD = 100;

/** Makes problems out of the sentences a check has for its codes. `{}` in a sentence is where `detail`, what exactly is wrong there, is put. */
export function problemsOf<Code extends string>(sentences: Readonly<Record<Code, Text>>): (path: string, code: Code, detail?: string) => Problem<Code> {
  return (path, code, detail = '') => {
    const { en, zh } = sentences[code];
    return { path, code, text: { en: en.replace('{}', () => detail), zh: zh.replace('{}', () => detail) } };
  };
}

/** Refuses with `details.problems`, unless there are none. */
export function refuseProblems(problems: readonly Problem[], code: ErrorCode, text: Text, field: string | null): void {
  if (problems.length > 0) throw new DomainError(code, text, field, { problems: problems.slice(0, MOST_TOLD) });
}
