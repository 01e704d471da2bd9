import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Grant as ActorGrant } from '../../kernel/actor.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { grantsOfMembers, membersById } from '../queries/people.query.js';
import { memberOf, type Member } from './member.type.js';

const MEMBERS = Symbol('members');
const GRANTS = Symbol('grants of members');

/** Members named by other objects: one statement for all of a request's answer. */
@Injectable()
export class IdentityLoaders {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  member(context: RequestContext, id: string): Promise<Member | null> {
    return loaderOf(context, MEMBERS, () => new DataLoader((ids: readonly string[]) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const rows = new Map((await membersById(tx, ids)).map((row) => [row.id, memberOf(row)]));
        return ids.map((one) => rows.get(one) ?? null);
      }))).load(id);
  }

  grants(context: RequestContext, memberId: string): Promise<ActorGrant[]> {
    return loaderOf(context, GRANTS, () => new DataLoader((ids: readonly string[]) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const rows = await grantsOfMembers(tx, ids);
        return ids.map((one) => rows.filter((row) => row.memberId === one));
      }))).load(memberId);
  }
}
