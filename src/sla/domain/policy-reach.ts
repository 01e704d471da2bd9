import type { Problem } from '../../kernel/problem.js';
import type { PolicyConditions, PolicyRule, SlaPolicy } from './policy.js';
import { policyProblem as problem } from './policy-problem.js';

/** Targets and budgets no ticket can ever get from their rule, and tickets that would get no deadline at all. */
export function orderProblems({ rules }: SlaPolicy): Problem[] {
  const found = rules.flatMap((rule, at) => {
    const covering = rules.slice(0, at).filter((earlier) => covers(earlier.when, rule.when));
    const taken = (what: string, path: string, first: PolicyRule | undefined): Problem[] => (first ? [problem(path, 'UNREACHABLE', `${what} (${first.name})`)] : []);
    return [
      ...rule.targets.flatMap(({ target }, nth) => taken(target, `rules.${at}.targets.${nth}`, covering.find(({ targets }) => targets.some((other) => other.target === target)))),
      ...(rule.holds ?? []).flatMap(({ reason }, nth) => taken(reason, `rules.${at}.holds.${nth}`, covering.find(({ holds }) => holds?.some((other) => other.reason === reason)))),
    ];
  });
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
