import type { Text } from '../../kernel/error.js';
import { contextOf, holds } from './condition.js';
import type { ProcessDefinition, SkipRule } from './definition.js';
import type { Summary } from './summary.js';
import type { Step } from '../../kernel/words.js';

/** Why a step may be left out. Closed, like the requirements; which reason serves which step, and who may give it, is the definition's. */
export const SKIP_REASONS = {
  ON_ITS_WAY: {
    en: 'The parcel is on its way as it should be; the customer only asked where it is.',
    zh: '包裹运输正常，顾客只是查询进度。',
  },
  PREFERENCE: {
    en: 'The customer changed their mind; nothing went wrong.',
    zh: '顾客因个人喜好退换，并无差错。',
  },
  NOT_CALLED_FOR: {
    en: 'A supervisor judged that this step would do the customer no good here.',
    zh: '主管判断此步骤对该顾客并无必要。',
  },
  APOLOGIZED_IN_SPEECH: {
    en: 'The apology was spoken, on the phone or in person, and a supervisor knows of it.',
    zh: '已通过电话或当面致歉，主管知情。',
  },
  PLATFORM_DECIDED: {
    en: 'The marketplace has decided the dispute; there is nothing left to offer.',
    zh: '平台已作出裁决，无需另提方案。',
  },
} as const satisfies Record<string, Text>;

export type SkipReason = keyof typeof SKIP_REASONS;

export function isSkipReason(reason: string): reason is SkipReason {
  return Object.hasOwn(SKIP_REASONS, reason);
}

/** The skips this step allows on the ticket as it is now; the caller still asks whether the actor is who `by` names. Empty: it may not be skipped. */
export function skipsOf(definition: ProcessDefinition, summary: Summary, step: Step): readonly SkipRule[] {
  const rule = definition.kinds[summary.kind].steps.find((candidate) => candidate.step === step);
  const context = contextOf(summary);
  return rule?.skips.filter(({ when }) => holds(when, context)) ?? [];
}
