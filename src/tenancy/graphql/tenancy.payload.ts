import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../platform/graphql/payload.js';
import { Reason, Shop, Team } from './tenancy.type.js';

@ObjectType()
export class ShopPayload extends Payload {
  @Field(() => Shop, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
  shop: Shop | null;
}

@ObjectType()
export class TeamPayload extends Payload {
  @Field(() => Team, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
  team: Team | null;
}

@ObjectType()
export class ReasonPayload extends Payload {
  @Field(() => Reason, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
  reason: Reason | null;
}
