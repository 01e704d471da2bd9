import { Inject, Optional, type OnModuleInit } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { decodeId, encodeId } from '../../kernel/ids.js';
import { can, shopsFor } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import type { Actor } from '../../kernel/actor.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { toTicket } from '../../tickets/index.js';
import { Dossier, type DossierRows } from '../approvals/dossier.js';
import { DUTY_DESK, type DutyDesk } from '../approvals/duty-desk.js';
import { personOf } from '../approvals/weigh-offer.js';
import { approvalPage, approvalsById, delegatorsOf, type Mine } from '../queries/approvals.query.js';
import { ApprovalFilterInput } from './approval.input.js';
import { money, toApproval } from './approval.mapper.js';
import { ApprovalConnection, ApprovalDossier, ApprovalRequest } from './approval.type.js';

const LIST = 'approvals';

@Resolver(() => ApprovalRequest)
export class ApprovalResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly dossier: Dossier,
    @Optional() @Inject(DUTY_DESK) private readonly duty?: DutyDesk,
  ) {}

  onModuleInit(): void {
    this.nodes.register('ApprovalRequest', async (context, uuid) => {
      const actor = actorOf(context);
      const [row] = await this.unit.read(actor.merchantId, (tx) => approvalsById(tx, [uuid]));
      return row && can(actor, 'approval.read', { shopId: row.shopId }) ? toApproval(row) : null;
    });
  }

  @Allow('approval.read')
  @Query(() => ApprovalDossier, { nullable: true, description: 'A request with all that its decision needs; null when there is none the caller may see.' })
  async approvalRequest(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<ApprovalDossier | null> {
    const uuid = decodeId('ApprovalRequest', id);
    const rows = uuid === undefined ? undefined : await this.dossier.read(actorOf(context), uuid);
    return rows ? toDossier(rows, context) : null;
  }

  @Allow('approval.read')
  @Query(() => ApprovalConnection, { description: 'Requests for approval in the shops the caller may see, the oldest first; those that wait, unless other states are named.' })
  async approvals(
    @Ctx() context: RequestContext,
    @Args() page: PageArgs,
    @Args('filter', { type: () => ApprovalFilterInput, nullable: true }) filter?: ApprovalFilterInput,
  ): Promise<ApprovalConnection> {
    const actor = actorOf(context);
    const wanted = filter ?? {};
    const rows = await this.unit.read(actor.merchantId, async (tx) => {
      return approvalPage(tx, {
        mine: wanted.mine ? await this.mine(tx, actor) : null, states: wanted.states ?? ['PENDING'], dueBefore: wanted.dueBefore ?? null, visibleShopIds: shopsFor(actor, 'approval.read'),
        shopIds: wanted.shopIds?.map((id, at) => idArg('Shop', id, `filter.shopIds.${at}`)) ?? null,
      }, decodeIdCursor(LIST, page.after), page.first);
    });
    return pageOf(rows, page, toApproval, (row) => encodeIdCursor(LIST, row.id));
  }

  /** What the caller may be asked as: in their own name, by a delegation, or standing in for a leader who is away. */
  private async mine(tx: Tx, actor: Actor): Promise<Mine> {
    const [person, now] = [personOf(actor), await tx.now()];
    const [delegators, leads] = [await delegatorsOf(tx, person, now), (await this.duty?.leadsFor(tx, person, now)) ?? []];
    return {
      person, memberIds: [actor.id, ...delegators.map(({ memberId }) => memberId)],
      grants: [...actor.grants, ...delegators, ...leads.map((shopId) => ({ role: 'LEADER' as const, shopId }))].map(({ role, shopId }) => ({ role, shopId })),
    };
  }
}

function toDossier({ request, ticket, totals, history, budget, similar, refusal }: DossierRows, { language }: RequestContext): ApprovalDossier {
  const { currency } = request;
  return {
    request: toApproval(request), ticket: toTicket(ticket), similar: similar.map(toApproval),
    viewerMayApprove: { allowed: refusal === null, code: refusal?.code ?? null, message: refusal?.text[language] ?? null },
    totals: currency === null ? null : {
      order: money(totals.order, currency), agentDay: money(totals.agentDay, currency), customer90Days: money(totals.customer90Days, currency), shopMonth: money(totals.shopMonth, currency),
    },
    customer: history && currency !== null ? {
      customerId: encodeId('Customer', history.customerId), tickets: history.tickets, offersAccepted: history.offersAccepted,
      accepted: money(history.acceptedMinor, currency), requestsRejected: history.requestsRejected,
    } : null,
    budget: budget ? { limit: money(budget.limitMinor, budget.currency), before: money(budget.beforeMinor, budget.currency), after: money(budget.afterMinor, budget.currency) } : null,
  };
}
