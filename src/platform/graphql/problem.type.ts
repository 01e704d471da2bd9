import { Field, ObjectType } from '@nestjs/graphql';
import type { Language } from '../../kernel/actor.js';
import { MOST_TOLD, type Problem as Found } from '../../kernel/problem.js';

@ObjectType({ description: 'Why something cannot be published. A refused publication tells the same in `details.problems`, with `text { en, zh }`.' })
export class Problem {
  @Field({ description: 'Where in what was sent, e.g. `rules.2.levels.0.actions.1.to.role`; empty: all of it.' })
  path: string;

  @Field()
  code: string;

  @Field({ description: 'In the language of Accept-Language.' })
  message: string;

  @Field({ description: 'True: worth a thought, and no reason to refuse. What checks tell is a reason to refuse otherwise.' })
  warning: boolean;
}

export function toProblems(problems: readonly Found[], language: Language): Problem[] {
  return problems.slice(0, MOST_TOLD).map(({ path, code, text, warning = false }) => ({ path, code, message: text[language], warning }));
}
