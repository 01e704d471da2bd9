import { contextOf, holds } from './condition.js';
import type { ProcessDefinition } from './definition.js';
import type { Progress } from './progress.js';
import type { Need } from './requirement.js';
import { requirement, type RequirementCode } from './requirements.js';
import type { Mark, Summary } from './summary.js';
import type { Kind, Step } from '../../kernel/words.js';

/**
 * What still stands before this evidence may come to be: no offer before the customer was heard and a finding recorded, no decision on an
 * offer not sent. Gates answer it to the agent, publishing walks by it, so that a published order is one the gates let pass.
 */
export function unmetNeeds(code: RequirementCode, summary: Summary, progress: Progress): readonly Need[] {
  const settled = (step: Step): Mark | undefined => {
    const found = progress.steps.find((candidate) => candidate.step === step);
    // Existence is all that is asked of it here, so any seq will do.
    return found && isSettled(found.status) ? { seq: 0, at: found.completedAt ?? summary.opened.at } : undefined;
  };
  const context = contextOf(summary);
  return requirement(code).needs.filter((need) => {
    if ('step' in need) return holds(need.when, context) && !settled(need.step);
    return !requirement(need.evidence).find(summary, { since: 0, hours: 0, settled });
  });
}

export function isSettled(status: Progress['steps'][number]['status']): boolean {
  return status === 'DONE' || status === 'SKIPPED' || status === 'WAIVED';
}

/** The hours a requirement waits in this definition; undefined when the kind does not require it or it does not wait. */
export function hoursOf(definition: ProcessDefinition, kind: Kind, code: RequirementCode): number | undefined {
  const required = definition.kinds[kind].steps.flatMap(({ requires }) => requires).find((candidate) => candidate.code === code);
  return required && (required.hours ?? requirement(code).hours);
}
