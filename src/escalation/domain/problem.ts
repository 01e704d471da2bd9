import { problemsOf, refuseProblems, type Problem } from '../../kernel/problem.js';

/** What speaks against publishing rules or a roster, beyond their form; `{}` is what exactly is wrong there. */
export const problem = problemsOf({
  KEY_TWICE: { en: 'Two rules have this key: {}.', zh: '规则标识重复：{}。' },
  NOT_LATER: { en: 'Each level is later than the one before.', zh: '每一级须晚于上一级。' },
  BOTH_OFFSETS: { en: 'Give either minutes or a percentage.', zh: '分钟与百分比须且只能填写一项。' },
  NEEDS_CLOCK: { en: 'Only a rule about a deadline has this.', zh: '只有与时限相关的规则才能如此设置。' },
  NO_SUCH_CLOCK: { en: 'Only deadlines of kind STEP have steps, and the kinds leave it out: the rule would never fire. Name no kinds, or STEP too.', zh: '只有 STEP 类时限才有步骤，而 kinds 中没有 STEP，该规则永远不会触发。请去掉 kinds 或加入 STEP。' },
  NOT_LAST: { en: 'Only the last level says how long it waits for an acknowledgement; the others wait for the next level.', zh: '只有最后一级可设置确认时限，其他级别等待下一级。' },
  UNKNOWN_ID: { en: 'There is no such object: {}.', zh: '对象不存在：{}。' },
  BAD_AMOUNT: { en: 'Write an amount as digits with the decimals of its currency.', zh: '金额须为数字，小数位数与币种一致。' },
  TRIGGERS_ITSELF: { en: 'The rule would trigger itself for ever: {}.', zh: '该规则会循环触发自身：{}。' },
  NOBODY_TOLD: { en: 'No rule waits for UNASSIGNED: where tickets are given out by themselves, nobody is told that nobody was free. `nobody-free` of defaultEscalationRules does so.', zh: '没有规则响应 UNASSIGNED：开启自动分配后，工单无人可接时不会通知任何人。可参考 defaultEscalationRules 中的 nobody-free。' },
  GAP: { en: 'Nobody is on duty {}.', zh: '无人值班：{}。' },
  MEMBER_TWICE: { en: 'The member stands in this roster twice.', zh: '该成员在排班表中重复出现。' },
});

/** RULE_INVALID with `details.problems`, unless there are none. */
export function refuseRules(problems: readonly Problem[]): void {
  refuseProblems(problems, 'RULE_INVALID', { en: 'This cannot be published; see the problems.', zh: '无法发布，请查看问题列表。' }, 'body');
}
