export { contextOf, holds, type Context } from './condition.js';
export { DEFAULT_DEFINITION } from './default-definition.js';
export type { Condition, KindProcess, ProcessDefinition, Requirement, SkipRule, StepRule } from './definition.js';
export { withPublicEvidence } from './evidence-ids.js';
export { evaluate, Evaluation } from './evaluate.js';
export { factAuthor, publicAuthor, type Fact, type FactData, type FactOf, type FactType } from './fact.js';
export { hoursOf, isSettled, unmetNeeds } from './needs.js';
export type { Progress, StepProgress, StepStatus } from './progress.js';
export { examine, problemsOf, publishable } from './publish.js';
export type { Need } from './requirement.js';
export { advice, REQUIREMENTS, type RequirementCode } from './requirements.js';
export { isSkipReason, SKIP_REASONS, skipsOf, type SkipReason } from './skips.js';
export { summarize } from './summarize.js';
export { provesSteps } from './summary-folds.js';
export {
  acceptedOffer, approvalOf, latestFinding, openLegs, openOffer, pendingApproval, statementAwaited,
  type ApprovalSummary, type FindingSummary, type GuidanceSummary, type LegSummary, type Mark, type OfferSummary, type StatementSummary, type Summary,
} from './summary.js';
export * from '../../kernel/words.js';
