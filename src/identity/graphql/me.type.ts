import { Field, ID, ObjectType } from '@nestjs/graphql';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { ApiScopeEnum, type ScopeName } from './identity.enum.js';
import { Grant } from './member.type.js';

export type ActorKind = 'MEMBER' | 'API_KEY';
export const ActorKindEnum = graphqlEnum<ActorKind>('ActorKind', 'What signed in.', {
  MEMBER: 'A member, by a bearer token.',
  API_KEY: 'An integration, by an API key.',
});

@ObjectType({ description: 'Who the request comes from, and what it may do. Read afresh at every request.' })
export class Me {
  @Field(() => ID, { description: 'Id of the member or the API key.' })
  id: string;

  @Field(() => ActorKindEnum)
  kind: ActorKind;

  @Field()
  name: string;

  @Field(() => ID)
  merchantId: string;

  @Field(() => [Grant])
  grants: Grant[];

  @Field(() => [ApiScopeEnum], { description: 'Empty for members.' })
  scopes: ScopeName[];
}
