import { Global, Module, type Type } from '@nestjs/common';
import { REMEDY_GATE, RemediesModule } from '../remedies/index.js';
import { TicketsModule } from '../tickets/index.js';
import { ApprovalsModule } from './approvals.module.js';
import { ApprovalPart } from './approvals/approval-part.js';
import { BudgetPart } from './budgets/budget-part.js';
import { OverrideBudget } from './budgets/override-budget.js';
import { UpsertBudget } from './budgets/upsert-budget.js';
import { CompensationGate } from './compensation-gate.js';
import { GATE_PARTS, type GatePart } from './gate-part.js';
import { BudgetResolver } from './graphql/budget.resolver.js';
import { LedgerResolver } from './graphql/ledger.resolver.js';
import { PayoutSettingResolver } from './graphql/payout-setting.resolver.js';
import { PayoutLoaders } from './graphql/payout.loader.js';
import { PayoutResolver } from './graphql/payout.resolver.js';
import { ReconciliationResolver } from './graphql/reconciliation.resolver.js';
import { ConfirmOutcome } from './payouts/commands/confirm-outcome.js';
import { EnterOutcome } from './payouts/commands/enter-outcome.js';
import { ReportPayout } from './payouts/commands/report-payout.js';
import { RetryPayout } from './payouts/commands/retry-payout.js';
import { SetPaymentReference } from './payouts/commands/set-payment-reference.js';
import { SetRoute } from './payouts/commands/set-route.js';
import { FulfilFromPayout } from './payouts/fulfil-from-payout.js';
import { AlipayReader } from './payouts/notifications/alipay.reader.js';
import { NOTIFICATION_READERS, type NotificationReader } from './payouts/notifications/notification.js';
import { NotificationRoutes } from './payouts/notifications/notification-routes.js';
import { ReceiveNotification } from './payouts/notifications/receive-notification.js';
import { StripeReader } from './payouts/notifications/stripe.reader.js';
import { PayoutLoops } from './payouts/payout-loops.js';
import { PayoutPart } from './payouts/payout-part.js';
import { PayoutWork } from './payouts/payout-work.js';
import { PayoutWorker } from './payouts/payout-worker.js';
import { AlipayProvider } from './payouts/providers/alipay.provider.js';
import { PAYOUT_ADAPTERS, type PayoutProvider } from './payouts/providers/provider.js';
import { PayoutSecrets } from './payouts/providers/secrets.js';
import { StripeProvider } from './payouts/providers/stripe.provider.js';
import { WebhookProvider } from './payouts/providers/webhook.provider.js';
import { ImportStatement } from './reconciliation/import-statement.js';

/** The parts of the gate in the order in which they are asked: approvals, budgets, payouts. */
const PARTS: Type<GatePart>[] = [ApprovalPart, BudgetPart, PayoutPart];
const ADAPTERS = [WebhookProvider, AlipayProvider, StripeProvider];
const READERS = [AlipayReader, StripeReader];
const COMMANDS = [UpsertBudget, OverrideBudget, EnterOutcome, ConfirmOutcome, RetryPayout, ReportPayout, SetRoute, SetPaymentReference, ImportStatement];
const PAYOUTS = [PayoutWork, FulfilFromPayout, PayoutSecrets, PayoutWorker, PayoutLoops, ReceiveNotification, NotificationRoutes];
const RESOLVERS = [BudgetResolver, LedgerResolver, PayoutLoaders, PayoutResolver, PayoutSettingResolver, ReconciliationResolver];

/** Global, because `remedies` stands to the left and asks for the gate without knowing who provides it. */
@Global()
@Module({
  imports: [RemediesModule, TicketsModule, ApprovalsModule],
  providers: [
    BudgetPart, PayoutPart, ...ADAPTERS, ...READERS, ...PAYOUTS, ...COMMANDS, ...RESOLVERS,
    { provide: GATE_PARTS, useFactory: (...parts: GatePart[]) => parts, inject: PARTS },
    { provide: PAYOUT_ADAPTERS, useFactory: (...adapters: PayoutProvider[]) => adapters, inject: ADAPTERS },
    { provide: NOTIFICATION_READERS, useFactory: (...readers: NotificationReader[]) => readers, inject: READERS },
    { provide: REMEDY_GATE, useClass: CompensationGate },
  ],
  exports: [REMEDY_GATE],
})
export class CompensationModule {}
