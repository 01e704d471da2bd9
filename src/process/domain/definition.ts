import type { Kind, Step } from '../../kernel/words.js';

/**
 * A process definition is data: per kind, the steps with what each must have on record. It is versioned, published (see `publish`),
 * and pinned by every ticket at its opening, so that a later version never changes a ticket's past.
 */
export interface ProcessDefinition {
  readonly kinds: Readonly<Record<Kind, KindProcess>>;
}

export interface KindProcess {
  readonly steps: readonly StepRule[];
}

export interface StepRule {
  readonly step: Step;
  /** Steps that must be done or skipped before this one completes. */
  readonly after: readonly Step[];
  /** Under this condition the step does not wait for `after` (an angry customer is soothed at once). */
  readonly floatsWhen?: Condition;
  readonly requires: readonly Requirement[];
  /** Who may skip the step, and for which reasons; empty: never. */
  readonly skips: readonly SkipRule[];
}

export interface Requirement {
  /** A code of the catalogue in requirements.ts. */
  readonly code: string;
  /** Required only when this holds; always when absent. */
  readonly when?: Condition;
  /** Evidence older than this step's completion does not count (a formal apology comes after listening). */
  readonly notBefore?: Step;
  /** Hours, for the requirements that wait (the restatement's silence, the visit-back). */
  readonly hours?: number;
}

export interface SkipRule {
  readonly reason: string;
  /** AGENT: the assignee may; SUPERVISOR: supervisors and admins only. */
  readonly by: 'AGENT' | 'SUPERVISOR';
  readonly when?: Condition;
}

/** All named parts must hold. */
export interface Condition {
  readonly severe?: boolean;
  readonly angry?: boolean;
  /** Something is wrong with the parcel. */
  readonly anomaly?: boolean;
  /** The finding says it was caused by us, or the fault is one we bear. */
  readonly ours?: boolean;
  readonly misuse?: boolean;
  readonly evidenceWanted?: boolean;
  readonly reasonFamily?: string;
  readonly emotionNeutral?: boolean;
  /** At least one of these must hold, besides the named parts. */
  readonly anyOf?: readonly Condition[];
}
