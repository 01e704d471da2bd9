import { Global, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { REMEDY_GATE, RemediesModule } from '../remedies/index.js';
import { DueHandlers, TicketsModule } from '../tickets/index.js';
import { ApprovalPart } from './approvals/approval-part.js';
import { AuthorityLibrary } from './approvals/authority-library.js';
import { approvalTimedOut } from './approvals/approval-timeout.js';
import { DecideApproval } from './approvals/decide-approval.js';
import { DeciderDesk } from './approvals/decider-desk.js';
import { DeclarePayee } from './approvals/declare-payee.js';
import { DelegateApprovals, RevokeDelegation } from './approvals/delegate-approvals.js';
import { Dossier } from './approvals/dossier.js';
import { OverrideApproval } from './approvals/override-approval.js';
import { PublishAuthority } from './approvals/publish-authority.js';
import { RequestApproval, WithdrawApproval } from './approvals/request-approval.js';
import { RequestFinder } from './approvals/request-finder.js';
import { WeighOffer } from './approvals/weigh-offer.js';
import { BudgetPart } from './budgets/budget-part.js';
import { CompensationGate } from './compensation-gate.js';
import { GATE_PARTS, type GatePart } from './gate-part.js';
import { ApprovalChangeResolver } from './graphql/approval-change.resolver.js';
import { ApprovalResolver } from './graphql/approval.resolver.js';
import { AuthorityResolver } from './graphql/authority.resolver.js';
import { CompensationReportResolver } from './graphql/report.resolver.js';
import { ConfirmOutcome } from './payouts/commands/confirm-outcome.js';
import { EnterOutcome } from './payouts/commands/enter-outcome.js';
import { ReportPayout } from './payouts/commands/report-payout.js';
import { RetryPayout } from './payouts/commands/retry-payout.js';
import { FulfilFromPayout } from './payouts/fulfil-from-payout.js';
import { PayoutLoops } from './payouts/payout-loops.js';
import { PayoutPart } from './payouts/payout-part.js';
import { PayoutWork } from './payouts/payout-work.js';
import { PayoutWorker } from './payouts/payout-worker.js';
import { AlipayProvider } from './payouts/providers/alipay.provider.js';
import { PAYOUT_ADAPTERS, type PayoutProvider } from './payouts/providers/provider.js';
import { PayoutSecrets } from './payouts/providers/secrets.js';
import { StripeProvider } from './payouts/providers/stripe.provider.js';
import { WebhookProvider } from './payouts/providers/webhook.provider.js';

/** The parts of the gate in the order in which they are asked: approvals, budgets, payouts. */
const PARTS: Type<GatePart>[] = [ApprovalPart, BudgetPart, PayoutPart];
const APPROVALS = [
  AuthorityLibrary, WeighOffer, RequestFinder, DeciderDesk, DecideApproval, RequestApproval, WithdrawApproval, OverrideApproval, DelegateApprovals,
  RevokeDelegation, PublishAuthority, DeclarePayee, Dossier, ApprovalResolver, ApprovalChangeResolver, AuthorityResolver, CompensationReportResolver,
];
const ADAPTERS = [WebhookProvider, AlipayProvider, StripeProvider];
const PAYOUTS = [PayoutWork, EnterOutcome, ConfirmOutcome, RetryPayout, ReportPayout, FulfilFromPayout, PayoutSecrets, PayoutWorker, PayoutLoops];

/** Global, because `remedies` stands to the left and asks for the gate without knowing who provides it. */
@Global()
@Module({
  imports: [RemediesModule, TicketsModule],
  providers: [
    ...PARTS, ...APPROVALS, ...ADAPTERS, ...PAYOUTS,
    { provide: GATE_PARTS, useFactory: (...parts: GatePart[]) => parts, inject: PARTS },
    { provide: PAYOUT_ADAPTERS, useFactory: (...adapters: PayoutProvider[]) => adapters, inject: ADAPTERS },
    { provide: REMEDY_GATE, useClass: CompensationGate },
  ],
  exports: [REMEDY_GATE],
})
export class CompensationModule implements OnModuleInit {
  constructor(private readonly due: DueHandlers) {}

  onModuleInit(): void {
    this.due.register('APPROVAL', (session, clock) => approvalTimedOut(session, clock.subject));
  }
}
