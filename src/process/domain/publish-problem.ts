import type { Text } from '../../kernel/error.js';

/** Why a definition cannot be published. `path` leads into the JSON: `kinds.COMPLAINT.steps.2.requires.0.code`. */
export interface Problem {
  readonly path: string;
  readonly code: keyof typeof PROBLEMS;
  readonly text: Text;
}

type Say = (detail: string) => Text;

/** Each problem with the sentence it is told in; `detail` is what exactly is wrong there. */
const PROBLEMS = {
  WRONG_TYPE: say('This must be', '此处应为'),
  UNKNOWN_KEY: say('There is no such key:', '没有这个字段：'),
  TOO_MANY: say('Too many entries; the most allowed is', '条目过多，最多允许'),
  KIND_MISSING: say('This kind of ticket has no process:', '缺少此类工单的流程：'),
  UNKNOWN_STEP: say('There is no such step:', '没有这个步骤：'),
  STEP_MISSING: say('Each kind has all seven steps; missing:', '每类工单须有全部七个步骤，缺少：'),
  STEP_TWICE: say('A step stands once in a process; repeated:', '同一步骤只能出现一次，重复：'),
  STEP_ORDER: say('Steps are listed in their order; out of place:', '步骤须按顺序排列，位置不对：'),
  UNKNOWN_REQUIREMENT: say('There is no such requirement:', '没有这个要求：'),
  NOTHING_REQUIRED: say('A step is done by evidence, so at least one requirement must hold without a condition:', '步骤须以凭据完成，至少要有一项无条件的要求：'),
  HOURS_OUT_OF_RANGE: say('Hours are a whole number from 0 to', '小时数应为整数，范围 0 至'),
  HOURS_UNUSED: say('This requirement does not wait, so it takes no hours:', '此要求无需等待，不能设置小时数：'),
  UNKNOWN_SKIP_REASON: say('There is no such reason for skipping:', '没有这个跳过理由：'),
  NEVER_SKIPPED: say('This step is never skipped:', '此步骤不可跳过：'),
  NEVER_FLOATS: say('Only SOOTHE may come before its turn, not', '只有 SOOTHE 可以提前，不包括'),
  CYCLE: say('These steps wait for each other:', '以下步骤相互等待：'),
  ORDER_BROKEN: say('The steps are completed in their order; this one must also come after', '步骤须依次完成，此步骤还须在其之后：'),
  AFTER_LATER: say('A step cannot wait for a later one:', '步骤不能等待其后的步骤：'),
  CANNOT_FINISH: say('A ticket can never complete this step;', '工单永远无法完成此步骤；'),
} as const satisfies Record<string, Say>;

function say(en: string, zh: string): Say {
  return (detail) => ({ en: `${en} ${detail}`, zh: `${zh}${detail}` });
}

export function problem(path: string, code: Problem['code'], detail: string): Problem {
  return { path, code, text: PROBLEMS[code](detail) };
}
