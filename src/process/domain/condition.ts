import type { Condition } from './definition.js';
import { latestFinding, type Summary } from './summary.js';
import { OUR_FAULTS } from '../../kernel/words.js';

/** What conditions are asked of: the ticket as it is now. `ours` and `misuse` are undefined until there is a finding. */
export interface Context {
  readonly severe: boolean;
  readonly angry: boolean;
  readonly emotionNeutral: boolean;
  readonly anomaly: boolean;
  readonly evidenceWanted: boolean;
  readonly reasonFamily: string | null;
  readonly ours: boolean | undefined;
  readonly misuse: boolean | undefined;
}

export const FLAG_CONDITIONS = ['severe', 'angry', 'emotionNeutral', 'anomaly', 'evidenceWanted', 'ours', 'misuse'] as const;

/**
 * Misuse of sound goods is not ours even though they are our goods: nobody of ours is to blame, so neither feedback nor corrective action is
 * due. A fault we bear towards the customer (our carrier's too) is ours whoever caused it.
 */
export function contextOf(summary: Summary): Context {
  const finding = latestFinding(summary);
  return {
    severe: summary.severity === 'SEVERE',
    angry: summary.emotion === 'ANGRY',
    emotionNeutral: summary.emotion === 'CALM',
    anomaly: summary.anomaly,
    evidenceWanted: summary.evidenceWanted,
    reasonFamily: summary.reasonFamily,
    ours: finding && (OUR_FAULTS.has(finding.fault) || (finding.causedByUs && finding.misuse !== true)),
    misuse: finding && finding.misuse === true,
  };
}

/** An absent condition always holds. What is not known yet (`ours` before a finding) is neither true nor false, so no part naming it holds. */
export function holds(condition: Condition | undefined, context: Context): boolean {
  if (!condition) return true;
  if (condition.reasonFamily !== undefined && condition.reasonFamily !== context.reasonFamily) return false;
  for (const flag of FLAG_CONDITIONS) {
    if (condition[flag] !== undefined && condition[flag] !== context[flag]) return false;
  }
  return !condition.anyOf || condition.anyOf.some((part) => holds(part, context));
}
