import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Grant as ActorGrant, Role } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { ListedMember } from '../queries/people.query.js';
import { RoleEnum } from './identity.enum.js';

@ObjectType({ description: 'A role and where it holds.' })
export class Grant {
  @Field(() => RoleEnum)
  role: Role;

  @Field(() => ID, { nullable: true, description: 'The shop it holds in; null: all shops of the merchant.' })
  shopId: string | null;

  @Field(() => ID, { nullable: true, description: 'The team of that shop it holds in; null: the whole shop.' })
  teamId: string | null;
}

export function grantOf(grant: ActorGrant): Grant {
  return {
    role: grant.role,
    shopId: grant.shopId === null ? null : encodeId('Shop', grant.shopId),
    teamId: grant.teamId === null ? null : encodeId('Team', grant.teamId),
  };
}

@ObjectType({ description: 'An account of somebody who works for the merchant.' })
export class Member {
  /** The row's uuid, for loaders. */
  readonly uuid: string;

  @Field(() => ID)
  id: string;

  @Field()
  name: string;

  @Field({ description: 'False: every request of the member is refused.' })
  enabled: boolean;

  @Field(() => DateTimeScalar)
  createdAt: Instant;

  /** Shown by the resolver to those who administer members. */
  readonly privateEmail: string | null;
  readonly privateSubject: string | null;
}

export function memberOf(row: ListedMember): Member {
  return {
    uuid: row.id, id: encodeId('Member', row.id), name: row.name, enabled: row.disabledAt === null, createdAt: row.createdAt,
    privateEmail: row.email, privateSubject: row.subject,
  };
}

@ObjectType({ description: 'Members, oldest first.' })
export class MemberConnection extends Connection(Member, 'Member') {}
