import { decodeId, type IdType } from '../../kernel/ids.js';
import { beginsBefore } from './level.js';
import type { Action, Condition, Rule, RuleSet, TriggerKind } from './rule.js';

/** A rule set made ready for use: bare ids, and which triggers it listens to at all. */
export interface RulesInForce {
  readonly id: string;
  readonly rules: readonly Rule[];
  readonly byKey: ReadonlyMap<string, Rule>;
  readonly listensTo: ReadonlySet<TriggerKind>;
  /** Rules whose first level lies before a deadline: their chains are planned when a clock starts. */
  readonly early: readonly Rule[];
}

export function compile(id: string, { rules: published }: RuleSet): RulesInForce {
  const rules = published.map(bare);
  return {
    id, rules,
    byKey: new Map(rules.map((rule) => [rule.key, rule])),
    listensTo: new Set(rules.map(({ trigger }) => trigger.on)),
    early: rules.filter(beginsBefore),
  };
}

export interface Named {
  readonly path: string;
  readonly type: IdType;
  readonly id: string;
}

/** Every object a set names, with the path of its id. */
export function namedIn({ rules }: RuleSet): Named[] {
  return rules.flatMap(({ when, levels }, at): Named[] => [
    ...(when?.shops ?? []).map((id, n): Named => ({ path: `rules.${at}.when.shops.${n}`, type: 'Shop', id })),
    ...(when?.teams ?? []).map((id, n): Named => ({ path: `rules.${at}.when.teams.${n}`, type: 'Team', id })),
    ...levels.flatMap(({ actions }, level) => actions.flatMap((action, n): Named[] => {
      if (action.type !== 'NOTIFY' && action.type !== 'REASSIGN') return [];
      const path = `rules.${at}.levels.${level}.actions.${n}.to`;
      if (action.to.type === 'MEMBER') return [{ path: `${path}.memberId`, type: 'Member', id: action.to.memberId }];
      return action.to.type === 'TEAM' ? [{ path: `${path}.teamId`, type: 'Team', id: action.to.teamId }] : [];
    })),
  ]);
}

function uuid(type: IdType, id: string): string {
  const found = decodeId(type, id);
  if (found === undefined) throw new Error('a rule set is published with ids that exist');
  return found;
}

function bare(rule: Rule): Rule {
  const levels = rule.levels.map((level) => ({ ...level, actions: level.actions.map(bareAction) }));
  return rule.when ? { ...rule, levels, when: bareCondition(rule.when) } : { ...rule, levels };
}

function bareCondition(when: Condition): Condition {
  return {
    ...when,
    ...(when.shops ? { shops: when.shops.map((id) => uuid('Shop', id)) } : {}),
    ...(when.teams ? { teams: when.teams.map((id) => uuid('Team', id)) } : {}),
  };
}

function bareAction(action: Action): Action {
  if (action.type === 'REASSIGN' && action.to.type === 'TEAM') return { ...action, to: { type: 'TEAM', teamId: uuid('Team', action.to.teamId) } };
  if ((action.type === 'NOTIFY' || action.type === 'REASSIGN') && action.to.type === 'MEMBER') {
    return { ...action, to: { type: 'MEMBER', memberId: uuid('Member', action.to.memberId) } };
  }
  return action;
}
