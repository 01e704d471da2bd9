import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { invalid } from '../../kernel/error.js';
import { decodeId, encodeId } from '../../kernel/ids.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { findTicket, TicketEdge, TicketPayload, toTicket, type Ticket } from '../../tickets/index.js';
import { DecideApproval } from '../approvals/decide-approval.js';
import { OverrideApproval } from '../approvals/override-approval.js';
import { RequestApproval, WithdrawApproval } from '../approvals/request-approval.js';
import { approvalsById } from '../queries/approvals.query.js';
import { BulkDecideApprovalsInput, DecideApprovalInput, OverrideApprovalInput, RequestApprovalInput, WithdrawApprovalInput, type ApprovalDecisionInput } from './approval.input.js';
import { toApproval } from './approval.mapper.js';
import { ApprovalPayload, BulkApprovalPayload, OverridePayload, type ApprovalRequest, type BulkApprovalResult } from './approval.type.js';

interface Keyed {
  readonly requestId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** The part of a request for approval's command that every one of them takes. */
interface Asked {
  readonly approvalId: string;
  readonly expectedVersion: number | null;
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  readonly body: object;
}

interface Standing {
  readonly approval: ApprovalRequest | null;
  readonly ticket: Ticket | null;
}
const NOTHING: Standing = { approval: null, ticket: null };

@Resolver()
export class ApprovalChangeResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly edge: TicketEdge,
    private readonly decide: DecideApproval,
    private readonly ask: RequestApproval,
    private readonly withdraw: WithdrawApproval,
    private readonly override: OverrideApproval,
  ) {}

  @Allow('approval.decide')
  @Mutation(() => ApprovalPayload, { description: 'Approves or rejects. Of two at once one wins; the other gets ALREADY_DECIDED or VERSION_CONFLICT, with the request as it stands.' })
  decideApproval(@Ctx() context: RequestContext, @Args('input') input: DecideApprovalInput): Promise<ApprovalPayload> {
    return this.decideOne(context, input, input.idempotencyKey ?? context.idempotencyKey);
  }

  @Allow('approval.decide')
  @Mutation(() => BulkApprovalPayload, { description: 'Decides many, one after the other, each by the rules of one alone.' })
  bulkDecideApprovals(@Ctx() context: RequestContext, @Args('input') input: BulkDecideApprovalsInput): Promise<BulkApprovalPayload> {
    return payload<{ results: BulkApprovalResult[] }>(context, async () => {
      refuseTwice(input.decisions);
      const results: BulkApprovalResult[] = [];
      // One key cannot stand for fifty decisions: a repeated call meets the requests as it left them.
      for (const one of input.decisions) {
        results.push({ requestId: one.requestId, ...(await this.decideOne(context, one, null)) });
      }
      return { results };
    }, () => Promise.resolve({ results: [] }));
  }

  @Allow('offer.make')
  @Mutation(() => TicketPayload, { description: 'Asks anew for a draft whose request was refused or withdrawn, by today’s limits and totals.' })
  requestApproval(@Ctx() context: RequestContext, @Args('input') input: RequestApprovalInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.ask.execute(actorOf(context), { ...request, offerId: idArg('Offer', input.offerId, 'offerId'), note: input.note ?? null }));
  }

  @Allow('offer.make')
  @Mutation(() => ApprovalPayload, { description: 'Takes a request back that nobody has ended. Only who asked may.' })
  withdrawApproval(@Ctx() context: RequestContext, @Args('input') input: WithdrawApprovalInput): Promise<ApprovalPayload> {
    return this.change(context, input, (asked) => this.withdraw.execute(actorOf(context), { ...asked, reason: input.reason }));
  }

  @Allow('approval.override')
  @Mutation(() => OverridePayload, { description: 'Break-glass. Without overrideId: asks to pass the request without its approvers. With it: another admin confirms, within an hour.' })
  async overrideApproval(@Ctx() context: RequestContext, @Args('input') input: OverrideApprovalInput): Promise<OverridePayload> {
    let overrideId: string | null = null;
    const changed = await this.change(context, input, async (asked) => {
      const done = await this.override.execute(actorOf(context), { ...asked, reason: input.reason, overrideId: optionalIdArg('Override', input.overrideId, 'overrideId') });
      overrideId = encodeId('Override', done.value);
    });
    return { ...changed, overrideId };
  }

  private decideOne(context: RequestContext, input: ApprovalDecisionInput, key: string | null): Promise<ApprovalPayload> {
    return this.change(context, { ...input, idempotencyKey: key }, (asked) =>
      this.decide.execute(actorOf(context), { ...asked, body: { ...input }, word: input.decision, reason: input.reason }));
  }

  /** Runs a command; the request is answered as it stands, after a refusal too. */
  private change(context: RequestContext, input: Keyed, command: (asked: Asked) => Promise<unknown>): Promise<ApprovalPayload> {
    return payload<Standing>(context, async () => {
      await command({
        approvalId: idArg('ApprovalRequest', input.requestId, 'requestId'), expectedVersion: input.expectedVersion ?? null,
        idempotencyKey: input.idempotencyKey ?? null, requestId: context.requestId, body: input,
      });
      return this.standing(context, input.requestId);
    }, () => this.standing(context, input.requestId));
  }

  private async standing(context: RequestContext, requestId: string): Promise<Standing> {
    const actor = actorOf(context);
    const uuid = decodeId('ApprovalRequest', requestId);
    if (uuid === undefined) return NOTHING;
    return this.unit.read(actor.merchantId, async (tx) => {
      const [row] = await approvalsById(tx, [uuid]);
      if (!row || !can(actor, 'approval.read', { shopId: row.shopId })) return NOTHING;
      const ticket = await findTicket(tx, row.ticketId);
      return { approval: toApproval(row), ticket: ticket && can(actor, 'ticket.read', { shopId: ticket.shopId }) ? toTicket(ticket) : null };
    });
  }
}

/** Two words on one request may be two different ones; none of them is dropped silently. */
function refuseTwice(decisions: readonly { readonly requestId: string }[]): void {
  const again = decisions.findIndex(({ requestId }, at) => decisions.findIndex((one) => one.requestId === requestId) < at);
  if (again >= 0) throw invalid(`decisions.${again}.requestId`, { en: 'Name each request once.', zh: '每个审批申请只能列出一次。' });
}
