import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { encodeId, type IdType } from '../../kernel/ids.js';
import { can, shopsFor } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { Problem, toProblems } from '../../platform/graphql/problem.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { AuthorityLibrary } from '../approvals/authority-library.js';
import { DeclarePayee } from '../approvals/declare-payee.js';
import { DelegateApprovals, holdsAt, RevokeDelegation } from '../approvals/delegate-approvals.js';
import { PublishAuthority } from '../approvals/publish-authority.js';
import { delegationById, delegationPage, type DelegationRow } from '../queries/authority.query.js';
import {
  AuthorityPolicy, AuthorityPolicyConnection, AuthorityPolicyPayload, DeclareCustomerIsMemberInput, DeclareCustomerIsMemberPayload, DelegateApprovalsInput,
  Delegation, DelegationConnection, DelegationPayload, PublishAuthorityPolicyInput, RevokeDelegationInput,
} from './authority.type.js';

const POLICIES = 'authority-policies';
const DELEGATIONS = 'delegations';

/** Who may give how much, and who stands in for whom. */
@Resolver()
export class AuthorityResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly publish: PublishAuthority,
    private readonly library: AuthorityLibrary,
    private readonly delegate: DelegateApprovals,
    private readonly revoke: RevokeDelegation,
    private readonly declare: DeclarePayee,
  ) {}

  onModuleInit(): void {
    this.nodes.register('AuthorityPolicy', async (context, uuid) => (can(actorOf(context), 'authority.read') ? this.policy(context, uuid) : null));
    this.nodes.register('Delegation', async (context, uuid) => (can(actorOf(context), 'approval.read') ? this.delegation(context, uuid) : null));
  }

  @Allow('authority.read')
  @Query(() => AuthorityPolicyConnection, { description: 'Published limits and chains, newest first. The newest is in force; none: no limits are set.' })
  async authorityPolicies(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<AuthorityPolicyConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.page(tx, decodeIdCursor(POLICIES, page.after), page.first));
    return pageOf(rows, page, toPolicy, (row) => encodeIdCursor(POLICIES, row.id));
  }

  @Allow('authority.administer')
  @Query(() => [Problem], { description: 'What would keep these limits and chains from being published; empty: nothing. Nothing is saved.' })
  async checkAuthorityPolicy(
    @Ctx() context: RequestContext,
    @Args('body', { type: () => GraphQLJSONObject }) body: Record<string, unknown>,
  ): Promise<Problem[]> {
    return toProblems(await this.publish.check(actorOf(context), body), context.language);
  }

  @Allow('authority.administer')
  @Mutation(() => AuthorityPolicyPayload, { description: 'Publishes a version. Offers are measured by it from now on; requests that wait keep their levels.' })
  publishAuthorityPolicy(@Ctx() context: RequestContext, @Args('input') input: PublishAuthorityPolicyInput): Promise<AuthorityPolicyPayload> {
    return payload<{ policy: AuthorityPolicy | null }>(
      context, async () => ({ policy: toPolicy(await this.publish.execute(actorOf(context), context, input)) }), () => Promise.resolve({ policy: null }),
    );
  }

  @Allow('approval.read')
  @Query(() => DelegationConnection, { description: 'Delegations, newest first: those of the caller’s shops to an admin of all, one’s own to others.' })
  async delegations(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<DelegationConnection> {
    const actor = actorOf(context);
    const all = can(actor, 'authority.administer') || can(actor, 'audit.read');
    const permission = can(actor, 'authority.administer') ? 'authority.administer' : 'audit.read';
    const filter = { shopIds: all ? shopsFor(actor, permission) : null, memberId: all ? null : actor.id };
    const rows = await this.unit.read(actor.merchantId, (tx) => delegationPage(tx, filter, decodeIdCursor(DELEGATIONS, page.after), page.first));
    return pageOf(rows, page, toDelegation, (row) => encodeIdCursor(DELEGATIONS, row.id));
  }

  @Allow('delegation.manage')
  @Mutation(() => DelegationPayload, { description: 'Lets another approver decide in the caller’s place for a time. It is not passed on, and serves no request of either.' })
  delegateApprovals(@Ctx() context: RequestContext, @Args('input') input: DelegateApprovalsInput): Promise<DelegationPayload> {
    const { endsAt, reason, idempotencyKey = null, startsAt = null } = input;
    return this.delegated(context, () => this.delegate.execute(actorOf(context), context, {
      toMemberId: idArg('Member', input.toMemberId, 'toMemberId'), shopId: optionalIdArg('Shop', input.shopId, 'shopId'), startsAt, endsAt, reason, idempotencyKey,
    }));
  }

  @Allow('delegation.manage')
  @Mutation(() => DelegationPayload, { description: 'Ends a delegation at once: one’s own, or as an admin.' })
  revokeDelegation(@Ctx() context: RequestContext, @Args('input') input: RevokeDelegationInput): Promise<DelegationPayload> {
    return this.delegated(context, () => this.revoke.execute(actorOf(context), context, {
      delegationId: idArg('Delegation', input.delegationId, 'delegationId'), idempotencyKey: input.idempotencyKey ?? null,
    }));
  }

  @Allow('authority.administer')
  @Mutation(() => DeclareCustomerIsMemberPayload, { description: 'Records that a colleague is behind a customer’s account: they approve nothing it is paid.' })
  declareCustomerIsMember(@Ctx() context: RequestContext, @Args('input') input: DeclareCustomerIsMemberInput): Promise<DeclareCustomerIsMemberPayload> {
    return payload<{ customerId: string | null }>(context, async () => {
      const { isSame, idempotencyKey = null } = input;
      const request = { customerId: idArg('Customer', input.customerId, 'customerId'), memberId: idArg('Member', input.memberId, 'memberId'), isSame, idempotencyKey };
      return { customerId: encodeId('Customer', await this.declare.execute(actorOf(context), context, request)) };
    }, () => Promise.resolve({ customerId: null }));
  }

  private delegated(context: RequestContext, work: () => Promise<string>): Promise<DelegationPayload> {
    return payload<{ delegation: Delegation | null }>(
      context, async () => ({ delegation: await this.delegation(context, await work()) }), () => Promise.resolve({ delegation: null }),
    );
  }

  private async policy(context: RequestContext, uuid: string): Promise<AuthorityPolicy | null> {
    const row = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.byId(tx, uuid));
    return row ? toPolicy(row) : null;
  }

  private async delegation(context: RequestContext, uuid: string): Promise<Delegation | null> {
    const actor = actorOf(context);
    const row = await this.unit.read(actor.merchantId, (tx) => delegationById(tx, uuid));
    const visible = row && (row.fromMember === actor.id || row.toMember === actor.id || holdsAt(actor, 'authority.administer', row.shopId) || holdsAt(actor, 'audit.read', row.shopId));
    return row && visible ? toDelegation(row) : null;
  }
}

function toPolicy(row: PublishedRow<Named>): AuthorityPolicy {
  return { ...row, id: encodeId('AuthorityPolicy', row.id), body: withPublicIds(row.body) as Record<string, unknown> };
}

const ID_KEYS: Readonly<Record<string, IdType>> = { memberId: 'Member', memberIds: 'Member', shopIds: 'Shop' };

function withPublicIds(value: unknown, key = ''): unknown {
  const type = ID_KEYS[key];
  if (Array.isArray(value)) return value.map((one) => withPublicIds(one, key));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPublicIds(one, name)]));
  return type && typeof value === 'string' ? encodeId(type, value) : value;
}

function toDelegation({ fromMember, toMember, shopId, ...row }: DelegationRow): Delegation {
  return {
    ...row, id: encodeId('Delegation', row.id), fromMemberId: encodeId('Member', fromMember), toMemberId: encodeId('Member', toMember), shopId: shopId && encodeId('Shop', shopId),
  };
}
