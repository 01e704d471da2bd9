import { Field, ID, InputType } from '@nestjs/graphql';
import type { MemberRole } from '../commands/change-role.js';
import { ApiScopeEnum, MemberRoleEnum, type ScopeName } from './identity.enum.js';

const KEY = '1 to 255 printable characters. The same key and input answers what the first call made; it goes before the Idempotency-Key header.';

@InputType()
export class CreateMemberInput {
  @Field({ description: 'Shown to colleagues; up to 100 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Up to 254 characters; shown to admins only.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'The `sub` by which the identity provider names the member; unique in the merchant. The member id works as `sub` too.' })
  subject?: string | null;

  @Field(() => ID, { nullable: true, description: 'A member who is the same natural person: what asks for two people never takes these two.' })
  samePersonAs?: string | null;

  @Field(() => String, { nullable: true, description: KEY })
  idempotencyKey?: string | null;
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
export class CreateApiKeyInput {
  @Field({ description: 'What the key is for; up to 100 characters.' })
  name: string;

  @Field(() => ID, { nullable: true, description: 'Left out: all shops of the merchant.' })
  shopId?: string | null;

  @Field(() => [ApiScopeEnum], { description: 'At least one.' })
  scopes: ScopeName[];

  @Field(() => String, { nullable: true, description: `${KEY} A repetition does not tell the secret again.` })
  idempotencyKey?: string | null;
}
