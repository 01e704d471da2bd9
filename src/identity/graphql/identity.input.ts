import { Field, ID, InputType } from '@nestjs/graphql';
import type { MemberRole } from '../commands/change-role.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { ApiScopeEnum, MemberRoleEnum, type ScopeName } from './identity.enum.js';

@InputType()
export class CreateMemberInput extends KeyedInput {
  @Field({ description: 'Shown to colleagues; up to 100 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Up to 254 characters; shown to admins only.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'The `sub` by which the identity provider names the member; unique in the merchant. The member id works as `sub` too.' })
  subject?: string | null;

  @Field(() => ID, { nullable: true, description: 'A member who is the same natural person: what asks for two people never takes these two.' })
  samePersonAs?: string | null;
}

@InputType({ description: 'A role of a member and where it holds; together they name the grant.' })
export class RoleInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => MemberRoleEnum)
  role: MemberRole;

  @Field(() => ID, { nullable: true, description: 'Left out: all shops of the merchant.' })
  shopId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A team of that shop. Left out: the whole shop.' })
  teamId?: string | null;
}

@InputType()
export class CreateApiKeyInput extends KeyedInput {
  @Field({ description: 'What the key is for; up to 100 characters.' })
  name: string;

  @Field(() => ID, { nullable: true, description: 'Left out: all shops of the merchant.' })
  shopId?: string | null;

  @Field(() => [ApiScopeEnum], { description: 'At least one.' })
  scopes: ScopeName[];
}
