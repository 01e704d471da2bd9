import type { Language } from '../../kernel/actor.js';
import { careRequirements } from './requirements-care.js';
import { contactRequirements } from './requirements-contact.js';
import { followUpRequirements } from './requirements-follow-up.js';
import { listeningRequirements } from './requirements-listening.js';
import { remedyRequirements } from './requirements-remedy.js';
import type { RequirementRule } from './requirement.js';

const CATALOGUE = {
  ...contactRequirements, ...listeningRequirements, ...careRequirements, ...remedyRequirements, ...followUpRequirements,
};

/** Every requirement a definition may name. Closed: a code is added here with its advice and its evidence, and never removed. */
export type RequirementCode = keyof typeof CATALOGUE;

export const REQUIREMENTS: Readonly<Record<RequirementCode, RequirementRule>> = CATALOGUE;

export const REQUIREMENT_CODES = Object.keys(CATALOGUE) as readonly RequirementCode[];

/** A map, so that neither `toString` nor another inherited name is taken for a code. */
const BY_CODE: ReadonlyMap<string, RequirementRule> = new Map(Object.entries(CATALOGUE));

export function isRequirementCode(code: string): code is RequirementCode {
  return BY_CODE.has(code);
}

/** The rule of a code that stands in a published definition; publishing refused every other. */
export function requirement(code: string): RequirementRule {
  const rule = BY_CODE.get(code);
  if (!rule) throw new Error(`No requirement has the code ${code}`);
  return rule;
}

/** What an agent should do about a missing requirement, `StepProgress.missing`. Throws on a code outside the catalogue. */
export function advice(code: string, language: Language): string {
  return requirement(code).advice[language];
}
