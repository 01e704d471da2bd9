import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { AcknowledgeSeverity } from '../commands/judgement/acknowledge-severity.js';
import { ConfirmFinding } from '../commands/judgement/confirm-finding.js';
import { DisputeFinding } from '../commands/judgement/dispute-finding.js';
import { ExtendReceipt } from '../commands/judgement/extend-receipt.js';
import { RecordFinding } from '../commands/judgement/record-finding.js';
import { ReportSeverity } from '../commands/judgement/report-severity.js';
import { SendFeedback } from '../commands/judgement/send-feedback.js';
import { ArbitrateFindingInput, ConfirmFindingInput, DisputeFindingInput, RecordFindingInput, SubmitFindingInput } from './finding.input.js';
import { AcknowledgeSeverityInput, ExtendReceiptInput, ReportSeverityInput, SendFeedbackInput } from './judgement.input.js';
import { TicketEdge } from './ticket-edge.js';
import { FindingPayload, TicketPayload } from './ticket.payload.js';

@Resolver()
export class JudgementResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly record: RecordFinding,
    private readonly confirm: ConfirmFinding,
    private readonly disputes: DisputeFinding,
    private readonly report: ReportSeverity,
    private readonly acknowledge: AcknowledgeSeverity,
    private readonly care: ExtendReceipt,
    private readonly feedback: SendFeedback,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => FindingPayload, { description: "Records who or what was at fault. Provisional from an agent, confirmed from a supervisor. The customer's stated reason stays." })
  recordFinding(@Ctx() context: RequestContext, @Args('input') input: RecordFindingInput): Promise<FindingPayload> {
    return this.edge.change(context, input, (request) => this.record.execute(actorOf(context), {
      ...request, causedByUs: input.causedByUs, misuse: input.misuse ?? null, fault: input.fault, shares: input.shares,
      verifiedReasonCode: input.verifiedReasonCode ?? null, cause: input.cause, correctiveAction: input.correctiveAction ?? null,
      overrideReason: input.overrideReason ?? null, draft: input.draft,
    }), findingIdOf);
  }

  @Allow('ticket.supervise')
  @Mutation(() => FindingPayload, { description: 'A supervisor confirms the finding that holds.' })
  confirmFinding(@Ctx() context: RequestContext, @Args('input') input: ConfirmFindingInput): Promise<FindingPayload> {
    return this.edge.change(context, input, (request) =>
      this.confirm.execute(actorOf(context), { ...request, findingId: idArg('Finding', input.findingId, 'findingId') }), findingIdOf);
  }

  @Allow('ticket.work')
  @Mutation(() => FindingPayload, { description: 'Puts a drafted finding before the supervisor; the steps go by it from here on.' })
  submitFinding(@Ctx() context: RequestContext, @Args('input') input: SubmitFindingInput): Promise<FindingPayload> {
    return this.edge.change(context, input, (request) =>
      this.disputes.submit(actorOf(context), { ...request, findingId: idArg('Finding', input.findingId, 'findingId') }), findingIdOf);
  }

  @Allow('ticket.work')
  @Mutation(() => FindingPayload, { description: 'Records that the side held liable objects to a confirmed finding. The customer’s remedy does not wait for it.' })
  disputeFinding(@Ctx() context: RequestContext, @Args('input') input: DisputeFindingInput): Promise<FindingPayload> {
    return this.edge.change(context, input, (request) => this.disputes.dispute(actorOf(context), {
      ...request, findingId: idArg('Finding', input.findingId, 'findingId'), by: input.by, reason: input.reason,
    }), findingIdOf);
  }

  @Allow('ticket.supervise')
  @Mutation(() => FindingPayload, { description: 'Decides a disputed finding for good: upheld, or another in its place. Not by whoever confirmed it.' })
  arbitrateFinding(@Ctx() context: RequestContext, @Args('input') input: ArbitrateFindingInput): Promise<FindingPayload> {
    const { reason, verdict } = input;
    return this.edge.change(context, input, (request) => this.disputes.arbitrate(actorOf(context), {
      ...request, findingId: idArg('Finding', input.findingId, 'findingId'), reason, verdict: verdict ? { ...verdict, misuse: verdict.misuse ?? null } : null,
    }), findingIdOf);
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, {
    description: 'Tells a supervisor of a severe case. The person comes first: EVIDENCE_MISSING before a person of ours has shown the customer understanding; rules of escalation notify who is on duty at once all the same.',
  })
  reportSeverity(@Ctx() context: RequestContext, @Args('input') input: ReportSeverityInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.report.execute(actorOf(context), {
      ...request, toMemberId: idArg('Member', input.toMemberId, 'toMemberId'), summary: input.summary,
    }));
  }

  @Allow('ticket.supervise')
  @Mutation(() => TicketPayload, { description: 'A supervisor takes note of a severe case that was reported.' })
  acknowledgeSeverity(@Ctx() context: RequestContext, @Args('input') input: AcknowledgeSeverityInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.acknowledge.execute(actorOf(context), request));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: "Records that the platform put off the order's automatic receipt while the matter is looked into." })
  extendReceipt(@Ctx() context: RequestContext, @Args('input') input: ExtendReceiptInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.care.execute(actorOf(context), { ...request, days: input.days, platformRef: input.platformRef }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Passes what was learned to the department whose fault it was.' })
  sendFeedback(@Ctx() context: RequestContext, @Args('input') input: SendFeedbackInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.feedback.execute(actorOf(context), { ...request, department: input.department, text: input.text }));
  }
}

function findingIdOf(value: string | null): { findingId: string | null } {
  return { findingId: value && encodeId('Finding', value) };
}
