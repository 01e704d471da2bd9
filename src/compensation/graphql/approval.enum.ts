import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { ApprovalState, DecisionWord } from '../domain/approval.js';
import type { Measure } from '../domain/authority-policy.js';
import { MEASURES } from '../domain/authority-policy.js';
import { DIMENSIONS, type Dimension } from '../queries/reports.query.js';

export const ApprovalStateEnum = graphqlEnum<ApprovalState>('ApprovalState', 'Where a request for approval stands.', {
  PENDING: 'Somebody is asked.', APPROVED: 'The last level agreed.', REJECTED: 'Somebody asked said no.', WITHDRAWN: 'Taken back, or its offer came to nothing.',
  OVERRIDDEN: 'Two admins passed it without its approvers.',
});
export const ApprovalDecisionEnum = graphqlEnum<DecisionWord>('ApprovalDecision', 'An approver’s word.', {
  APPROVE: 'Agrees; the last level must hold the authority.', REJECT: 'Says no, which ends the request.',
});
export const ApprovalPurposeEnum = graphqlEnum<'GOODWILL' | 'REFUSAL'>('ApprovalPurpose', 'What is to be approved.', {
  GOODWILL: 'To give what is not owed.', REFUSAL: 'To refuse what may be owed.',
});
export const AuthorityMeasureEnum = graphqlEnum<Measure | 'REFUSAL'>('AuthorityMeasure', 'What a limit measures.', {
  ...MEASURES, REFUSAL: 'What may be owed is refused; nobody does that alone.',
});
export const CompensationDimensionEnum = graphqlEnum<Dimension>('CompensationDimension', 'By what compensation is summed.', DIMENSIONS);
