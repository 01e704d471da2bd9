import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { ChangeRole, type RoleChange } from '../commands/change-role.js';
import { CreateMember } from '../commands/create-member.js';
import { SetMemberAccess } from '../commands/set-member-access.js';
import { can } from '../domain/permissions.js';
import { membersPage } from '../queries/people.query.js';
import { CreateMemberInput, RoleInput } from './identity.input.js';
import { IdentityLoaders } from './identity.loader.js';
import { MemberPayload } from './identity.payload.js';
import { Grant, grantOf, Member, MemberConnection, memberOf } from './member.type.js';

@Resolver(() => Member)
export class MemberResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loaders: IdentityLoaders,
    private readonly createMemberCommand: CreateMember,
    private readonly setMemberAccess: SetMemberAccess,
    private readonly changeRole: ChangeRole,
  ) {}

  @Query(() => MemberConnection, { description: 'All members of the merchant, the disabled ones too.' })
  @Allow('member.read')
  async members(@Ctx() context: RequestContext, @Args() args: PageArgs): Promise<MemberConnection> {
    const page = await this.unitOfWork.read(actorOf(context).merchantId, (tx) => membersPage(tx, args));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: memberOf(node) })) };
  }

  @ResolveField(() => [Grant], { description: 'Roles of the member and where they hold.' })
  async grants(@Parent() member: Member, @Ctx() context: RequestContext): Promise<Grant[]> {
    return (await this.loaders.grants(context, member.uuid)).map(grantOf);
  }

  @ResolveField(() => String, { nullable: true, description: 'Null for those who do not administer members.' })
  email(@Parent() member: Member, @Ctx() context: RequestContext): string | null {
    return can(actorOf(context), 'member.administer') ? member.privateEmail : null;
  }

  @ResolveField(() => String, { nullable: true, description: 'The identity provider\'s name for the member. Null for those who do not administer members.' })
  subject(@Parent() member: Member, @Ctx() context: RequestContext): string | null {
    return can(actorOf(context), 'member.administer') ? member.privateSubject : null;
  }

  @Mutation(() => MemberPayload, { description: 'Creates a member, who may do nothing until a role is granted. DUPLICATE: the subject is taken.' })
  @Allow('member.administer')
  createMember(@Ctx() context: RequestContext, @Args('input') input: CreateMemberInput): Promise<MemberPayload> {
    return payload(context, async () => {
      const member = { ...input, samePersonAs: optionalIdArg('Member', input.samePersonAs, 'samePersonAs') };
      return { member: memberOf(await this.createMemberCommand.execute(actorOf(context), member, context)) };
    });
  }

  @Mutation(() => MemberPayload, { description: 'Refuses the member from the next request on. FORBIDDEN for the last admin of all shops.' })
  @Allow('member.administer')
  disableMember(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<MemberPayload> {
    return this.setAccess(context, id, false);
  }

  @Mutation(() => MemberPayload, { description: 'Lets a disabled member in again, with the roles it had.' })
  @Allow('member.administer')
  enableMember(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<MemberPayload> {
    return this.setAccess(context, id, true);
  }

  @Mutation(() => MemberPayload, { description: 'Grants a role. Granting what is held changes nothing.' })
  @Allow('member.administer')
  grantRole(@Ctx() context: RequestContext, @Args('input') input: RoleInput): Promise<MemberPayload> {
    return payload(context, async () => ({ member: memberOf(await this.changeRole.grant(actorOf(context), changeOf(input), context)) }));
  }

  @Mutation(() => MemberPayload, { description: 'Revokes a role from the next request on. Revoking what is not held changes nothing. FORBIDDEN for the last admin of all shops.' })
  @Allow('member.administer')
  revokeRole(@Ctx() context: RequestContext, @Args('input') input: RoleInput): Promise<MemberPayload> {
    return payload(context, async () => ({ member: memberOf(await this.changeRole.revoke(actorOf(context), changeOf(input), context)) }));
  }

  private setAccess(context: RequestContext, id: string, enabled: boolean): Promise<MemberPayload> {
    return payload(context, async () => {
      const memberId = idArg('Member', id, 'id');
      return { member: memberOf(await this.setMemberAccess.execute(actorOf(context), { memberId, enabled }, context)) };
    });
  }
}

function changeOf(input: RoleInput): RoleChange {
  return {
    memberId: idArg('Member', input.memberId, 'memberId'),
    role: input.role,
    shopId: optionalIdArg('Shop', input.shopId, 'shopId'),
    teamId: optionalIdArg('Team', input.teamId, 'teamId'),
  };
}
