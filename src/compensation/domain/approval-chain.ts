import { applies, goodwillOf, judge, type AuthorityRequest, type Totals } from './authority.js';
import { roleAbove, roleOf, type Approvers, type AuthorityPolicy, type ChainRule, type Level } from './authority-policy.js';

export interface Chain {
  /** The name of the rule that was chosen. */
  readonly rule: string;
  readonly levels: readonly Level[];
}

/**
 * Who is asked, level after level: the first rule of the policy that applies. The last level grants, so where its role does not hold the authority
 * for this request, the roles above it follow until one does, or until there is none above. Named members are taken to hold it; they are measured
 * themselves when they decide.
 */
export function chainFor(policy: AuthorityPolicy, request: AuthorityRequest, totals: Totals): Chain {
  const rule = policy.chains.find((candidate) => ruleApplies(candidate, request));
  if (!rule) throw new Error('the last chain of a policy applies always');
  const levels = [...rule.levels];
  for (let last = levels.at(-1) as Level; !holds(policy, request, totals, last.approvers); last = levels.at(-1) as Level) {
    const above = roleAbove(roleOf(last.approvers));
    if (above === null) break;
    levels.push({ approvers: { role: above }, need: 'ANY', withinMinutes: last.withinMinutes });
  }
  return { rule: rule.name, levels };
}

function ruleApplies({ when, purpose, upTo }: ChainRule, request: AuthorityRequest): boolean {
  const asked: ChainRule['purpose'] = request.refusesEntitlement ? 'REFUSAL' : 'GOODWILL';
  if (purpose !== null && purpose !== asked) return false;
  if (upTo !== null && (upTo.currency !== request.currency || goodwillOf(request) > upTo.minor)) return false;
  return applies(when, request);
}

function holds(policy: AuthorityPolicy, request: AuthorityRequest, totals: Totals, approvers: Approvers): boolean {
  const role = roleOf(approvers);
  return role === null || judge(policy, request, totals, { memberId: '', roles: [role] }, 'APPROVER').within;
}

/** Who is asked now: the level's own approvers, and after each timeout the next role above them as well. */
export function askedNow(level: Level, escalations: number): readonly Approvers[] {
  const asked: Approvers[] = [level.approvers];
  let role = roleOf(level.approvers);
  for (let n = 0; n < escalations; n += 1) {
    role = roleAbove(role);
    if (role === null) break;
    asked.push({ role });
  }
  return asked;
}

/** True when nobody above is left to ask: from then on a timeout only reminds. */
export function askedAll(level: Level, escalations: number): boolean {
  return askedNow(level, escalations + 1).length === askedNow(level, escalations).length;
}

/**
 * Is the level passed, with these persons agreeing? `eligible`: the persons who may decide it, those barred left out. ALL of nobody is not a pass.
 */
export function levelPassed(need: Level['need'], agreed: ReadonlySet<string>, eligible: ReadonlySet<string>): boolean {
  if (need === 'ANY') return agreed.size >= 1;
  if (need === 'ALL') return agreed.size >= 1 && [...eligible].every((person) => agreed.has(person));
  return agreed.size >= need;
}
