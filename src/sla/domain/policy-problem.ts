import type { Text } from '../../kernel/error.js';

/** Why a policy cannot be published. `path` leads into the input: `rules.2.targets.0.durationMs`. */
export interface PolicyProblem {
  readonly path: string;
  readonly code: PolicyProblemCode;
  readonly text: Text;
}

type Say = (detail: string) => Text;

/** Each problem with the sentence it is told in; `detail` is what exactly is wrong there. */
const PROBLEMS = {
  NAME_MISSING: say('A rule has a name of 1 to 60 characters', '规则须有 1 至 60 个字符的名称'),
  NAME_TWICE: say('Another rule has this name:', '已有同名规则：'),
  TOO_MANY: say('Too many entries; the most allowed is', '条目过多，最多允许'),
  NO_RULES: say('A policy has at least one rule', '策略至少要有一条规则'),
  NO_TARGETS: say('A rule sets at least one target', '规则至少要设置一个时限'),
  EMPTY_CONDITION: say('A condition that names nothing would match nothing; leave it out to ask nothing:', '空条件不会匹配任何工单，如不限制请省略：'),
  VALUE_TWICE: say('This value stands here twice:', '此处有重复的值：'),
  UNKNOWN_VALUE: say('There is no such value here:', '没有这个取值：'),
  UNKNOWN_SHOP: say('The merchant has no such shop', '商家没有这个店铺'),
  UNKNOWN_CALENDAR: say('The merchant has no such calendar', '商家没有这个日历'),
  AMOUNT_INVALID: say('An amount range has a known currency and whole minor units, from one up to a larger one', '金额区间须有有效币种，数值为最小货币单位的整数，且上限大于下限'),
  TARGET_TWICE: say('The rule sets this target twice:', '规则重复设置了此时限：'),
  DURATION_OUT_OF_RANGE: say('A target lasts from one second to', '时限须在一秒至以下范围之内：'),
  WARNING_OUT_OF_RANGE: say('A warning lies above 0 and up to 100 percent, or before the due time and within the target:', '预警须大于 0 且不超过 100%，或在到期前且不超过时限：'),
  WARNING_TWICE: say('Two warnings fall on the same moment:', '两个预警落在同一时刻：'),
  PAUSE_INTERNAL: say('Only waiting for the customer or for the platform stops a clock, not', '仅等待顾客或平台介入可以暂停计时，不包括'),
  PAUSE_TWICE: say('This reason stands here twice:', '此原因重复：'),
  BUDGET_OUT_OF_RANGE: say('A pause budget lasts from one second to', '暂停额度须在一秒至以下范围之内：'),
  UNREACHABLE: say('An earlier rule always gives this target first:', '更靠前的规则总会先给出此时限：'),
  NO_CATCH_ALL: say('Some rule without conditions sets RESOLUTION, so that no ticket is without a deadline', '须有一条无条件的规则设置 RESOLUTION，以免工单没有期限'),
} as const satisfies Record<string, Say>;

export type PolicyProblemCode = keyof typeof PROBLEMS;

function say(en: string, zh: string): Say {
  return (detail) => (detail === '' ? { en: `${en}.`, zh: `${zh}。` } : { en: `${en} ${detail}`, zh: `${zh}${detail}` });
}

export function problem(path: string, code: PolicyProblemCode, detail = ''): PolicyProblem {
  return { path, code, text: PROBLEMS[code](detail) };
}
