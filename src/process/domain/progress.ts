import type { Instant } from '../../kernel/instant.js';
import type { Step } from '../../kernel/words.js';

/** WAITING: an earlier step is not done. CURRENT: work on it now. WAIVED: the customer withdrew before it. */
export type StepStatus = 'WAITING' | 'CURRENT' | 'DONE' | 'SKIPPED' | 'WAIVED';

export interface StepProgress {
  readonly step: Step;
  readonly status: StepStatus;
  /** 1 at first; each reopening to this step or an earlier one begins another round, and so does a change of kind by which it is owed again after it was settled. */
  readonly round: number;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
  /** As `by` of the fact that completed it. */
  readonly completedBy: string | null;
  /** Public-id-free uuids of the messages, statements, findings, offers, legs... that prove it; earlier rounds' evidence stays in front. */
  readonly evidence: readonly string[];
  /** Requirement codes with nothing on record, in the order an agent would work them. Empty once done. */
  readonly missing: readonly string[];
}

/** What the facts of a ticket amount to. Plain JSON: it is kept on the ticket row and equals a replay at any time. */
export interface Progress {
  readonly steps: readonly StepProgress[];
  /** The first step in order that is neither done, skipped nor waived; null when all are. */
  readonly currentStep: Step | null;
}
