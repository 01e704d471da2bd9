import type { Problem } from '../../kernel/problem.js';
import type { PolicyConditions, SlaPolicy } from './policy.js';
import { policyProblem as problem } from './policy-problem.js';

/** Targets no ticket can ever get from their rule, and tickets that would get no deadline at all. */
export function orderProblems({ rules }: SlaPolicy): Problem[] {
  const found = rules.flatMap((rule, at) => rule.targets.flatMap(({ target }, nth) => {
    const first = rules.slice(0, at).find((earlier) => covers(earlier.when, rule.when) && earlier.targets.some((other) => other.target === target));
    return first ? [problem(`rules.${at}.targets.${nth}`, 'UNREACHABLE', `${target} (${first.name})`)] : [];
  }));
  const everywhere = rules.some(({ when, targets }) => when === null && targets.some(({ target }) => target === 'RESOLUTION'));
  return everywhere ? found : [...found, problem('rules', 'NO_CATCH_ALL')];
}

/** Every ticket the later conditions hold for is one the earlier hold for. What cannot be seen from one earlier rule alone is not looked for. */
export function covers(earlier: PolicyConditions | null, later: PolicyConditions | null): boolean {
  if (earlier === null) return true;
  const { amount, ...lists } = earlier;
  const theirs = later ?? {};
  const listed = Object.entries(lists).every(([name, values]) => {
    const narrower = theirs[name as keyof typeof lists];
    return values === undefined || (narrower !== undefined && narrower.every((value) => (values as readonly string[]).includes(value)));
  });
  return listed && (amount === undefined || coversAmount(amount, theirs.amount));
}

function coversAmount(earlier: NonNullable<PolicyConditions['amount']>, later: PolicyConditions['amount']): boolean {
  if (!later || later.currency !== earlier.currency) return false;
  const from = earlier.atLeast === null || (later.atLeast !== null && BigInt(later.atLeast) >= BigInt(earlier.atLeast));
  const to = earlier.below === null || (later.below !== null && BigInt(later.below) <= BigInt(earlier.below));
  return from && to;
}
