import { problemsOf } from '../../../kernel/problem.js';

/** What speaks against publishing a pack, or saving what a shop chose of packs, beyond their form; `{}` is what exactly is wrong there. */
export const packProblem = problemsOf({
  NOT_A_DAY: { en: 'Write a day as 2026-02-10.', zh: '日期请写作 2026-02-10。' },
  NOT_AN_INSTANT: { en: 'Write an instant as 2026-03-03T16:00:00.000Z.', zh: '时刻请写作 2026-03-03T16:00:00.000Z。' },
  UNKNOWN_ZONE: { en: 'Name an IANA time zone, e.g. Asia/Shanghai.', zh: '请填写 IANA 时区，例如 Asia/Shanghai。' },
  BAD_AMOUNT: { en: 'Write an amount above zero in the decimals of the currency.', zh: '请按币种的小数位数填写大于零的金额。' },
  BACKWARDS: { en: 'It ends before it begins.', zh: '结束时间早于开始时间。' },
  SHARES_OR_FIXED: { en: 'Give either shares or a fixed amount.', zh: '比例与固定金额须二选一。' },
  MOST_BELOW_LEAST: { en: 'The most is not below the least.', zh: '上限不得低于下限。' },
  ID_TWICE: { en: 'This stands here twice: {}.', zh: '此处重复：{}。' },
  LAW_LEFT_OUT: { en: 'A law gives the row {}; it cannot be left out.', zh: '{} 为法定规则，不能删除。' },
  LAW_SWITCHED_OFF: { en: 'A law cannot be switched off.', zh: '法定规则不能关闭。' },
  LESS_THAN_LAW: { en: 'This gives the buyer less than the law does.', zh: '低于法律规定的标准，对消费者不利。' },
  LESS_THAN_ROW: { en: 'This gives the buyer less than the row does.', zh: '低于该规则给予消费者的标准。' },
  UNKNOWN_PACK: { en: 'There is no such pack: {}.', zh: '没有这个规则包：{}。' },
  UNKNOWN_ROW: { en: 'The pack has no such row: {}.', zh: '规则包中没有这一行：{}。' },
  VERIFIED_ALREADY: { en: 'This row has a source and is on.', zh: '该行已有来源，默认启用。' },
  PAYOUT_ONLY: { en: 'Of a payout only the formula (`pays`) can be another, at all times; give no days and no time.', zh: '赔付规则只能更换计算公式（pays），且始终适用，请勿填写日期或时限。' },
  TIME_ONLY: { en: 'Of a deadline or window only the time (`due`) can be another.', zh: '时限类规则只能更换时间（due）。' },
});
