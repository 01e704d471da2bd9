import { problemsOf } from '../../kernel/problem.js';

/** What speaks against publishing a definition; `{}` is what exactly is wrong there. */
export const definitionProblem = problemsOf({
  TOO_MANY: { en: 'Too many entries; the most allowed is {}.', zh: '条目过多，最多允许 {} 项。' },
  KIND_MISSING: { en: 'This kind of ticket has no process: {}.', zh: '缺少此类工单的流程：{}。' },
  UNKNOWN_STEP: { en: 'There is no such step: {}.', zh: '没有这个步骤：{}。' },
  STEP_MISSING: { en: 'Each kind has all seven steps; missing: {}.', zh: '每类工单须有全部七个步骤，缺少：{}。' },
  STEP_TWICE: { en: 'A step stands once in a process; repeated: {}.', zh: '同一步骤只能出现一次，重复：{}。' },
  STEP_ORDER: { en: 'Steps are listed in their order; out of place: {}.', zh: '步骤须按顺序排列，位置不对：{}。' },
  UNKNOWN_REQUIREMENT: { en: 'There is no such requirement: {}.', zh: '没有这个要求：{}。' },
  NOTHING_REQUIRED: { en: 'A step is done by evidence, so at least one requirement must hold without a condition: {}.', zh: '步骤须以凭据完成，至少要有一项无条件的要求：{}。' },
  HOURS_OUT_OF_RANGE: { en: 'Hours are a whole number from 0 to {}.', zh: '小时数应为整数，范围 0 至 {}。' },
  HOURS_UNUSED: { en: 'This requirement does not wait, so it takes no hours: {}.', zh: '此要求无需等待，不能设置小时数：{}。' },
  UNKNOWN_SKIP_REASON: { en: 'There is no such reason for skipping: {}.', zh: '没有这个跳过理由：{}。' },
  NEVER_SKIPPED: { en: 'This step is never skipped: {}.', zh: '此步骤不可跳过：{}。' },
  NEVER_FLOATS: { en: 'Only SOOTHE may come before its turn, not {}.', zh: '只有 SOOTHE 可以提前，不包括 {}。' },
  CYCLE: { en: 'These steps wait for each other: {}.', zh: '以下步骤相互等待：{}。' },
  ORDER_BROKEN: { en: 'The steps are completed in their order; this one must also come after {}.', zh: '步骤须依次完成，此步骤还须在其之后：{}。' },
  AFTER_LATER: { en: 'A step cannot wait for a later one: {}.', zh: '步骤不能等待其后的步骤：{}。' },
  CANNOT_FINISH: { en: 'A ticket can never complete this step; {}.', zh: '工单永远无法完成此步骤；{}。' },
});
