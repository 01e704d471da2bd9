import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { ProcessModule } from '../process/index.js';
import { SlaModule } from '../sla/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { CloseTicket } from './commands/course/close-ticket.js';
import { HoldTicket } from './commands/course/hold-ticket.js';
import { MergeTicket } from './commands/course/merge-ticket.js';
import { OpenTicket } from './commands/course/open-ticket.js';
import { ReopenTicket } from './commands/course/reopen-ticket.js';
import { ResumeTicket } from './commands/course/resume-ticket.js';
import { SkipStep } from './commands/course/skip-step.js';
import { WithdrawTicket } from './commands/course/withdraw-ticket.js';
import { AcknowledgeSeverity } from './commands/judgement/acknowledge-severity.js';
import { ConfirmFinding } from './commands/judgement/confirm-finding.js';
import { DisputeFinding } from './commands/judgement/dispute-finding.js';
import { ExtendReceipt } from './commands/judgement/extend-receipt.js';
import { RecordFinding } from './commands/judgement/record-finding.js';
import { ReportSeverity } from './commands/judgement/report-severity.js';
import { SendFeedback } from './commands/judgement/send-feedback.js';
import { ClassifyTicket } from './commands/labels/classify-ticket.js';
import { ChangeTicketKind } from './commands/labels/change-ticket-kind.js';
import { IdentifyTicket } from './commands/labels/identify-ticket.js';
import { LinkTickets } from './commands/labels/link-tickets.js';
import { TagTicket } from './commands/labels/tag-ticket.js';
import { AssignTicket } from './commands/ownership/assign-ticket.js';
import { TakeTicket } from './commands/ownership/take-ticket.js';
import { TransferTicket } from './commands/ownership/transfer-ticket.js';
import { ReapplyPolicy } from './commands/policy/reapply-policy.js';
import { AdvanceClock } from './due/advance-clock.js';
import { DerivedDeadlines } from './external/derived-deadlines.js';
import { MissedDeadlines } from './external/missed-deadlines.js';
import { ObserveDeadline } from './external/observe-deadline.js';
import { ObserveEvent } from './external/observe-event.js';
import { DueHandlers } from './due/due-handlers.js';
import { DueMetrics } from './due/due-metrics.js';
import { DueSources } from './due/due-sources.js';
import { FallDue } from './due/fall-due.js';
import { TicketLoops } from './due/ticket-loops.js';
import { FaultAdvice } from './seams/fault-advice.js';
import { Hindrances } from './seams/hindrances.js';
import { ClockResolver } from './graphql/clock.resolver.js';
import { CourseResolver } from './graphql/course.resolver.js';
import { TicketFindingsResolver } from './graphql/finding.resolver.js';
import { ExternalDeadlineFieldResolver, ExternalDeadlineResolver } from './graphql/external-deadline.resolver.js';
import { HandlingResolver } from './graphql/handling.resolver.js';
import { JudgementResolver } from './graphql/judgement.resolver.js';
import { OpeningResolver } from './graphql/opening.resolver.js';
import { OwnershipResolver } from './graphql/ownership.resolver.js';
import { DeadlineLoaders } from './graphql/deadline-loaders.js';
import { ClockExplanationResolver, DeadlineResolver } from './graphql/deadline.resolver.js';
import { ForensicsResolver } from './graphql/forensics.resolver.js';
import { HoldReportResolver } from './graphql/hold-report.resolver.js';
import { PolicyResolver } from './graphql/policy/policy.resolver.js';
import { ReapplyResolver } from './graphql/policy/reapply.resolver.js';
import { SimulationResolver } from './graphql/policy/simulation.resolver.js';
import { StatusResolver } from './graphql/status.resolver.js';
import { TicketEdge } from './graphql/ticket-edge.js';
import { TicketFieldResolver } from './graphql/ticket-field.resolver.js';
import { TicketLoaders } from './graphql/ticket-loaders.js';
import { TicketRelationResolver } from './graphql/ticket-relation.resolver.js';
import { TicketResolver } from './graphql/ticket.resolver.js';
import { BreachForensics } from './queries/forensics.query.js';
import { HoldReport } from './queries/hold-report.query.js';
import { PolicyPreview } from './queries/policy-preview.query.js';
import { SimulatePolicy } from './queries/simulate-policy.query.js';
import { FollowTerms } from './terms/follow-terms.js';
import { TicketNumbers } from './ticket-numbers.js';
import { TicketWatchers } from './seams/ticket-watchers.js';
import { TicketWork } from './session/ticket-work.js';
import { WordKeepers } from './seams/word-keepers.js';

const COMMANDS = [
  OpenTicket, TakeTicket, AssignTicket, TransferTicket, HoldTicket, ResumeTicket, SkipStep, WithdrawTicket, MergeTicket, CloseTicket, ReopenTicket,
  ClassifyTicket, IdentifyTicket, ChangeTicketKind, TagTicket, LinkTickets, RecordFinding, ConfirmFinding, DisputeFinding, ReportSeverity, AcknowledgeSeverity, ExtendReceipt, SendFeedback,
  ReapplyPolicy,
  ObserveDeadline,
  ObserveEvent,
];
const RESOLVERS = [
  OpeningResolver, OwnershipResolver, CourseResolver, HandlingResolver, JudgementResolver, TicketResolver, TicketFieldResolver, TicketRelationResolver,
  TicketFindingsResolver, StatusResolver, ClockResolver, PolicyResolver, ReapplyResolver, SimulationResolver, DeadlineResolver, ClockExplanationResolver,
  ForensicsResolver, HoldReportResolver, ExternalDeadlineResolver, ExternalDeadlineFieldResolver,
];

@Module({
  imports: [TenancyModule, OrdersModule, ProcessModule, SlaModule],
  providers: [
    TicketWork, TicketWatchers, TicketNumbers, TicketEdge, TicketLoaders, DeadlineLoaders, PolicyPreview, SimulatePolicy, BreachForensics, HoldReport, DueHandlers,
    DueMetrics, DueSources, FallDue, TicketLoops, AdvanceClock, DerivedDeadlines, MissedDeadlines, FollowTerms, FaultAdvice, Hindrances, WordKeepers, ...COMMANDS, ...RESOLVERS,
  ],
  exports: [TicketWork, TicketWatchers, TicketEdge, DueHandlers, DueSources, DerivedDeadlines, FaultAdvice, Hindrances, WordKeepers],
})
export class TicketsModule {}
