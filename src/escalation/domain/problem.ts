import { DomainError, type Text } from '../../kernel/error.js';

/** Why a rule set or a roster cannot be published. `path` leads into the input: `rules.2.levels.0.actions.1.to.role`. */
export interface Problem {
  readonly path: string;
  readonly code: keyof typeof PROBLEMS;
  readonly text: Text;
}

const say = (en: string, zh: string) => (detail: string): Text => ({ en: `${en}${detail && ` ${detail}`}`, zh: `${zh}${detail}` });

const PROBLEMS = {
  WRONG_TYPE: say('This must be', '此处应为'),
  UNKNOWN_KEY: say('There is no such key:', '没有这个字段：'),
  UNKNOWN_WORD: say('This must be one of', '此处须为以下之一：'),
  OUT_OF_RANGE: say('This must be a whole number from', '此处应为整数，范围'),
  EMPTY: say('An empty list would never hold; leave the part out to ask nothing.', '空列表永远不成立；如无要求请省略该项。'),
  TOO_MANY: say('Too many entries; the most allowed is', '条目过多，最多允许'),
  KEY_TWICE: say('Two rules have this key:', '规则标识重复：'),
  NOT_LATER: say('Each level is later than the one before.', '每一级须晚于上一级。'),
  BOTH_OFFSETS: say('Give either minutes or a percentage.', '分钟与百分比须且只能填写一项。'),
  NEEDS_CLOCK: say('Only a rule about a deadline has this.', '只有与时限相关的规则才能如此设置。'),
  NOT_LAST: say('Only the last level says how long it waits for an acknowledgement; the others wait for the next level.', '只有最后一级可设置确认时限，其他级别等待下一级。'),
  UNKNOWN_ID: say('There is no such object:', '对象不存在：'),
  BAD_AMOUNT: say('Write an amount as digits with the decimals of its currency.', '金额须为数字，小数位数与币种一致。'),
  TRIGGERS_ITSELF: say('The rule would trigger itself for ever:', '该规则会无限触发自身：'),
  GAP: say('Nobody is on duty', '无人值班：'),
  BAD_WINDOW: say('', ''),
  MEMBER_TWICE: say('The member stands in this roster twice.', '该成员在排班表中重复出现。'),
} as const satisfies Record<string, (detail: string) => Text>;

/** Told of at once; whoever wrote more than that wrong begins with these. */
export const MOST_PROBLEMS = 100;

export function problem(path: string, code: Problem['code'], detail: string | Text = ''): Problem {
  return { path, code, text: typeof detail === 'string' ? PROBLEMS[code](detail) : detail };
}

/** RULE_INVALID with `details.problems`, unless there are none. */
export function refuseProblems(problems: readonly Problem[], field: string): void {
  if (problems.length === 0) return;
  throw new DomainError(
    'RULE_INVALID',
    { en: 'This cannot be published; see the problems.', zh: '无法发布，请查看问题列表。' },
    field,
    { problems: problems.slice(0, MOST_PROBLEMS) },
  );
}
