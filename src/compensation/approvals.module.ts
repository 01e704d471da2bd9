import { Module, type OnModuleInit } from '@nestjs/common';
import { DueHandlers, Hindrances, TicketsModule, WordKeepers } from '../tickets/index.js';
import { approvalHindrances, ASKED_BY_ONE } from './approvals/approval-hindrances.js';
import { ApprovalPart } from './approvals/approval-part.js';
import { approvalTimedOut } from './approvals/approval-timeout.js';
import { AuthorityLibrary } from './approvals/authority-library.js';
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
import { ApprovalChangeResolver } from './graphql/approval-change.resolver.js';
import { ApprovalResolver } from './graphql/approval.resolver.js';
import { AuthorityResolver } from './graphql/authority.resolver.js';
import { CompensationReportResolver } from './graphql/report.resolver.js';
import { redactApprovals, redactPayouts } from './redacted-words.js';

const COMMANDS = [DecideApproval, RequestApproval, WithdrawApproval, OverrideApproval, DelegateApprovals, RevokeDelegation, PublishAuthority, DeclarePayee];
const RESOLVERS = [ApprovalResolver, ApprovalChangeResolver, AuthorityResolver, CompensationReportResolver];

/** Authority and approvals: the first part of the gate, and what people do about it. */
@Module({
  imports: [TicketsModule],
  providers: [ApprovalPart, AuthorityLibrary, WeighOffer, RequestFinder, DeciderDesk, Dossier, ...COMMANDS, ...RESOLVERS],
  exports: [ApprovalPart],
})
export class ApprovalsModule implements OnModuleInit {
  constructor(
    private readonly due: DueHandlers,
    private readonly words: WordKeepers,
    private readonly hindrances: Hindrances,
  ) {}

  onModuleInit(): void {
    this.due.register('APPROVAL', (session, clock) => approvalTimedOut(session, clock.subject));
    this.hindrances.register(ASKED_BY_ONE, approvalHindrances);
    this.words.register('APPROVAL', redactApprovals);
    this.words.register('PAYOUT', redactPayouts);
  }
}
