import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';

@ObjectType({ implements: () => [Node], description: 'A published version of who may give how much, and who is asked beyond that. It never changes.' })
export class AuthorityPolicy extends Node {
  @Field()
  name: string;

  @Field(() => Int)
  version: number;

  @Field(() => GraphQLJSONObject, {
    description: '`{ limits: [{ name, role | memberId, measure, amount: { amount, currency } | null, percent, when }], chains: [{ name, purpose, upTo, when, levels: [{ role | memberIds | onDuty, need, withinMinutes }] }] }`; `when`: `{ legTypes, families, kinds, shopIds }`. See docs/approvals.md.',
  })
  body: Record<string, unknown>;

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@ObjectType({ description: 'A page of authority policies, newest first. The newest is in force.' })
export class AuthorityPolicyConnection extends Connection(AuthorityPolicy, 'AuthorityPolicy') {}

@InputType()
export class PublishAuthorityPolicyInput extends KeyedInput {
  @Field({ description: 'Versions are counted per name; up to 60 characters.' })
  @IsString() @MaxLength(200)
  name: string;

  @Field(() => GraphQLJSONObject, { description: 'As in AuthorityPolicy.body.' })
  @IsObject()
  body: Record<string, unknown>;
}

@ObjectType({ description: 'The published version; or, with RULE_INVALID, everything that is wrong with it in `details.problems`.' })
export class AuthorityPolicyPayload extends Payload {
  @Field(() => AuthorityPolicy, { nullable: true })
  policy: AuthorityPolicy | null;
}

@ObjectType({ implements: () => [Node], description: 'One approver decides in another’s place for a time.' })
export class Delegation extends Node {
  @Field(() => ID)
  fromMemberId: string;

  @Field(() => ID)
  toMemberId: string;

  @Field(() => ID, { nullable: true, description: 'null: in every shop in which the delegator decides.' })
  shopId: string | null;

  @Field(() => DateTimeScalar, { description: 'Inclusive.' })
  startsAt: Instant;

  @Field(() => DateTimeScalar, { description: 'Exclusive: at this instant it is over.' })
  endsAt: Instant;

  @Field()
  reason: string;

  @Field(() => DateTimeScalar, { nullable: true })
  revokedAt: Instant | null;
}

@ObjectType({ description: 'A page of delegations, newest first.' })
export class DelegationConnection extends Connection(Delegation, 'Delegation') {}

@InputType()
export class DelegateApprovalsInput extends KeyedInput {
  @Field(() => ID, { description: 'Who decides meanwhile; must hold approval.decide there.' })
  @IsString()
  toMemberId: string;

  @Field(() => ID, { nullable: true, description: 'null: every shop; then both must decide in all of them.' })
  @IsOptional() @IsString()
  shopId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Inclusive; null, or past: at once.' })
  @IsOptional() @IsString()
  startsAt?: Instant | null;

  @Field(() => DateTimeScalar, { description: 'Exclusive, at most 90 days after the start.' })
  @IsString()
  endsAt: Instant;

  @Field({ description: '1 to 500 characters about us, such as a leave. Kept for ever; it belongs to no ticket and no redaction reaches it, so it names no customer.' })
  @IsString() @MaxLength(2000)
  reason: string;
}

@InputType()
export class RevokeDelegationInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  delegationId: string;
}

@ObjectType()
export class DelegationPayload extends Payload {
  @Field(() => Delegation, { nullable: true })
  delegation: Delegation | null;
}

@InputType()
export class DeclareCustomerIsMemberInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  customerId: string;

  @Field(() => ID)
  @IsString()
  memberId: string;

  @Field({ description: 'False: takes the declaration back.' })
  @IsBoolean()
  isSame: boolean;
}

@ObjectType()
export class DeclareCustomerIsMemberPayload extends Payload {
  @Field(() => ID, { nullable: true })
  customerId: string | null;
}
