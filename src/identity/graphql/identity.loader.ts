import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Grant as ActorGrant } from '../../kernel/actor.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { KnownRows } from '../../platform/graphql/known-rows.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { can } from '../domain/permissions.js';
import { grantsOfMembers, membersById } from '../queries/people.query.js';
import { memberOf, type Member } from './member.type.js';

const MEMBERS = Symbol('members');
const GRANTS = Symbol('grants of members');

/** Members named by other objects: one statement for all of a request's answer. */
@Injectable()
export class IdentityLoaders {
  private readonly known = new KnownRows<Member>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Reads members in the caller's own transaction, so that their fields need none of their own. */
  async readAhead(context: RequestContext, tx: Tx, ids: readonly string[]): Promise<void> {
    this.known.add(context, (await membersById(tx, ids)).map((row) => [row.id, memberOf(row)] as const));
  }

  /** null also for who may not know the merchant's people: integrations. */
  member(context: RequestContext, id: string): Member | null | Promise<Member | null> {
    if (!can(actorOf(context), 'member.read')) return null;
    return this.known.get(context, id) ?? loaderOf(context, MEMBERS, () => new DataLoader((ids: readonly string[]) =>
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
