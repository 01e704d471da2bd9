import { problemsOf } from '../../kernel/problem.js';

/** What speaks against publishing a policy; `{}` is what exactly is wrong there. */
export const policyProblem = problemsOf({
  NAME_MISSING: { en: 'A rule has a name of 1 to 60 characters.', zh: '规则须有 1 至 60 个字符的名称。' },
  NAME_TWICE: { en: 'Another rule has this name: {}.', zh: '已有同名规则：{}。' },
  TOO_MANY: { en: 'Too many entries; the most allowed is {}.', zh: '条目过多，最多允许 {} 项。' },
  NO_RULES: { en: 'A policy has at least one rule.', zh: '策略至少要有一条规则。' },
  NO_TARGETS: { en: 'A rule sets at least one target.', zh: '规则至少要设置一个时限。' },
  EMPTY_CONDITION: { en: 'A condition that names nothing would match nothing; leave it out to ask nothing.', zh: '空条件不会匹配任何工单，如不限制请省略。' },
  VALUE_TWICE: { en: 'This value stands here twice: {}.', zh: '此处有重复的值：{}。' },
  UNKNOWN_VALUE: { en: 'There is no such value here: {}.', zh: '没有这个取值：{}。' },
  UNKNOWN_SHOP: { en: 'The merchant has no such shop.', zh: '商家没有这个店铺。' },
  UNKNOWN_CALENDAR: { en: 'The merchant has no such calendar.', zh: '商家没有这个日历。' },
  AMOUNT_INVALID: { en: 'An amount range has a known currency and at least one end, in the decimals of the currency; `below` is the larger one.', zh: '金额区间须有有效币种和至少一个界限，小数位数与币种一致，且上限大于下限。' },
  TARGET_TWICE: { en: 'The rule sets this target twice: {}.', zh: '规则重复设置了此时限：{}。' },
  DURATION_OUT_OF_RANGE: { en: 'A target lasts from one second to {} days.', zh: '时限须在 1 秒至 {} 天之间。' },
  WARNING_UNCLEAR: { en: 'A warning has a percent or its seconds before the due time: one of the two.', zh: '预警须填写百分比或到期前秒数，二者择一。' },
  WARNING_OUT_OF_RANGE: { en: 'A warning lies above 0 and up to 100 percent, or before the due time and within the target: {}.', zh: '预警须大于 0 且不超过 100%，或在到期前且不超过时限：{}。' },
  WARNING_TWICE: { en: 'Two warnings fall on the same moment: {}.', zh: '两个预警落在同一时刻：{}。' },
  PAUSE_INTERNAL: { en: 'Only waiting for the customer or for the platform stops a clock, not {}.', zh: '仅等待顾客或平台介入可以暂停计时，不包括 {}。' },
  PAUSE_OF_PROMISE: { en: 'A promise stands still for nothing.', zh: '承诺不因任何原因暂停计时。' },
  PAUSE_TWICE: { en: 'This reason stands here twice: {}.', zh: '此原因重复：{}。' },
  BUDGET_OUT_OF_RANGE: { en: 'A pause budget lasts from one second to {} days.', zh: '暂停额度须在 1 秒至 {} 天之间。' },
  HOLD_STOPS_NOTHING: { en: 'No target of the policy is stopped by {}, so this budget limits nothing.', zh: '没有时限会因 {} 暂停，此额度不起作用。' },
  UNREACHABLE: { en: 'An earlier rule always gives this first: {}.', zh: '前面的规则总会先生效，此项永远不会用到：{}。' },
  NO_CATCH_ALL: { en: 'Some rule without conditions sets RESOLUTION, so that no ticket is without a deadline.', zh: '须有一条无条件的规则设置 RESOLUTION，以免工单没有期限。' },
});
