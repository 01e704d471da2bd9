export { contextOf } from './condition.js';
export { DEFAULT_DEFINITION } from './default-definition.js';
export type { Condition, ProcessDefinition, StepRule } from './definition.js';
export { withPublicEvidence } from './evidence-ids.js';
export { evaluate, Evaluation } from './evaluate.js';
export { factAuthor, publicAuthor, type Fact, type FactData, type FactType } from './fact.js';
export { hoursOf, unmetNeeds } from './needs.js';
export type { Progress, StepProgress, StepStatus } from './progress.js';
export { examine } from './publish.js';
export { advice, REQUIREMENTS, type RequirementCode } from './requirements.js';
export { SKIP_REASONS, skipsOf, type SkipReason } from './skips.js';
export { summarize } from './summarize.js';
export { provesSteps } from './summary-folds.js';
export {
  approvalOf, latestFinding, openLegs, openOffer, pendingApproval, statementAwaited, type StatementSummary, type Summary,
} from './summary.js';
export * from '../../kernel/words.js';
