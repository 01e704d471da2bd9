import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Grant as ActorGrant } from '../../kernel/actor.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { can } from '../domain/permissions.js';
import { grantsOfMembers, JOINED_MEMBER, membersById } from '../queries/people.query.js';
import { memberOf, type Member } from './member.type.js';

const MEMBERS = Symbol('members');
const GRANTS = Symbol('grants of members');

/** Members named by other objects: one statement for all of a request's answer. */
@Injectable()
export class IdentityLoaders {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** null also for who may not know the merchant's people: integrations. */
  member(context: RequestContext, id: string): Promise<Member | null> | null {
    if (!can(actorOf(context), 'member.read')) return null;
    return loaderOf(context, MEMBERS, () => new DataLoader((ids: readonly string[]) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const rows = new Map((await membersById(tx, ids)).map((row) => [row.id, memberOf(row)]));
        return ids.map((one) => rows.get(one) ?? null);
      }))).load(id);
  }

  /** The member of `row` when it was read along with it, else asked for by id; null as above. */
  memberOf(context: RequestContext, row: object, id: string): Member | null | Promise<Member | null> {
    const along = JOINED_MEMBER.within(row, id);
    return along && can(actorOf(context), 'member.read') ? memberOf(along) : this.member(context, id);
  }

  grants(context: RequestContext, memberId: string): Promise<ActorGrant[]> {
    return loaderOf(context, GRANTS, () => new DataLoader((ids: readonly string[]) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const rows = await grantsOfMembers(tx, ids);
        return ids.map((one) => rows.filter((row) => row.memberId === one));
      }))).load(memberId);
  }
}
