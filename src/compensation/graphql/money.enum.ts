import { graphqlEnum } from '../../platform/graphql/enum.js';
import { BUDGET_PERIODS, type BudgetPeriod } from '../domain/budget.js';
import { ACCOUNTS, MOVEMENT_TYPES, type Account, type MovementType } from '../domain/ledger.js';
import { PAYOUT_PROVIDERS, PAYOUT_STATES, type PayoutProviderName, type PayoutState } from '../domain/payout.js';
import { HUMAN_OUTCOMES, type HumanOutcome } from '../domain/two-people.js';
import { MATCHES, type Match } from '../reconciliation/reconciliation.query.js';
import { ENCODINGS, type StatementEncoding } from '../reconciliation/import-statement.js';

export const BudgetPeriodEnum = graphqlEnum<BudgetPeriod>('BudgetPeriod', 'How long a budget serves, in days of the shop’s calendar.', BUDGET_PERIODS);
export const LedgerAccountEnum = graphqlEnum<Account>('LedgerAccount', 'An account of the ledger; one set per merchant and currency.', ACCOUNTS);
export const MovementTypeEnum = graphqlEnum<MovementType>('MovementType', 'What a movement does: from which account to which.', MOVEMENT_TYPES);
export const PayoutStateEnum = graphqlEnum<PayoutState>('PayoutState', 'Where a payout stands.', PAYOUT_STATES);
export const PayoutProviderEnum = graphqlEnum<PayoutProviderName>('PayoutProvider', 'How a shop pays.', PAYOUT_PROVIDERS);
export const PayoutOutcomeEnum = graphqlEnum<HumanOutcome>('PayoutOutcome', 'What two people may say became of a payout.', HUMAN_OUTCOMES);
export type ReportedOutcome = 'SETTLED' | 'PENDING' | 'FAILED' | 'REVERSED';
export const ReportedOutcomeEnum = graphqlEnum<ReportedOutcome>('ReportedPayoutOutcome', 'What the merchant’s own payer may report.', {
  SETTLED: 'It was paid.', PENDING: 'It is under way.', FAILED: 'It is for sure not paid.', REVERSED: 'It was paid and came back.',
});
export type PaymentProvider = 'WEBHOOK' | 'ALIPAY' | 'STRIPE';
export const PaymentProviderEnum = graphqlEnum<PaymentProvider>('PaymentProvider', 'Who may know an order’s payment by a reference of its own.', {
  WEBHOOK: 'The merchant’s own payer.', ALIPAY: 'Alipay: its trade number.', STRIPE: 'Stripe: a payment intent `pi_` or a charge `ch_`.',
});
export const PayoutActionEnum = graphqlEnum<'SEND' | 'QUERY' | 'REPORT'>('PayoutAction', 'What an attempt was.', {
  SEND: 'The provider was asked to pay.', QUERY: 'It was asked what became of it, under the same key.', REPORT: 'It reported by itself.',
});
export const StatementMatchEnum = graphqlEnum<Match>('StatementMatch', 'How a line of a statement fits a payout.', MATCHES);
export const StatementEncodingEnum = graphqlEnum<StatementEncoding>('StatementEncoding', 'How the text of a statement is written.', ENCODINGS);
export type OutgoingSign = 'PLUS' | 'MINUS';
export const OutgoingSignEnum = graphqlEnum<OutgoingSign>('OutgoingSign', 'The sign that money sent has in a statement.', {
  PLUS: 'Money sent stands without a sign or with +.', MINUS: 'Money sent stands with -.',
});
