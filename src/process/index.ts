export { contextOf, holds, type Context } from './domain/condition.js';
export { DEFAULT_DEFINITION } from './domain/default-definition.js';
export type { Condition, KindProcess, ProcessDefinition, Requirement, SkipRule, StepRule } from './domain/definition.js';
export { withPublicEvidence } from './domain/evidence-ids.js';
export { evaluate } from './domain/evaluate.js';
export type { Fact, FactData, FactOf, FactType } from './domain/fact.js';
export { hoursOf, isSettled, unmetNeeds } from './domain/needs.js';
export type { Progress, StepProgress, StepStatus } from './domain/progress.js';
export { parseDefinition, problemsOf, type Problem } from './domain/publish.js';
export type { Need } from './domain/requirement.js';
export { advice, REQUIREMENTS, type RequirementCode } from './domain/requirements.js';
export { isSkipReason, SKIP_REASONS, skipsOf, type SkipReason } from './domain/skips.js';
export { summarize } from './domain/summarize.js';
export {
  acceptedOffer, latestFinding, openLegs, openOffer, statementAwaited,
  type FindingSummary, type GuidanceSummary, type LegSummary, type Mark, type OfferSummary, type StatementSummary, type Summary,
} from './domain/summary.js';
export * from '../kernel/words.js';
export { ProcessLibrary } from './process-library.js';
export { ProcessModule } from './process.module.js';
