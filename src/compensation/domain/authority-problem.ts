import { problemsOf } from '../../kernel/problem.js';

/** What speaks against publishing limits and chains, beyond their form; `{}` is what exactly is wrong there. */
export const authorityProblem = problemsOf({
  NAME_TWICE: { en: 'This name is used twice: {}.', zh: '名称重复：{}。' },
  BAD_AMOUNT: { en: 'Give an amount from zero up as text, with its currency.', zh: '请以文本填写不小于零的金额及其币种。' },
  PERCENT_OF_SHARE: { en: 'ORDER_SHARE has a percent, and nothing else has.', zh: '仅 ORDER_SHARE 需要 percent。' },
  AMOUNT_OR_NULL: { en: 'Give an amount, or null for no bound; ORDER_SHARE and TYPE have none.', zh: '请填写金额（null 表示不限）；ORDER_SHARE 与 TYPE 不填金额。' },
  TYPES_MISSING: { en: 'Say which types.', zh: '请指明补救类型。' },
  ONE_HOLDER: { en: 'Name a role or a member, not both.', zh: '请指定角色或成员之一。' },
  ONE_KIND_OF_APPROVERS: { en: 'Name a role, members, or who is on duty: exactly one.', zh: '请且仅请指定角色、成员或值班组长之一。' },
  TOO_MANY_LEVELS: { en: 'Use at most {} levels.', zh: '最多 {} 级审批。' },
  UNKNOWN_ID: { en: 'There is no such object: {}.', zh: '对象不存在：{}。' },
  LAST_IS_BOUND: { en: 'The last chain applies always: leave out purpose, upTo and when.', zh: '最后一条审批链须无条件适用，请省略 purpose、upTo 和 when。' },
});
