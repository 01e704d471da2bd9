import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../platform/graphql/payload.js';
import { ApiKey } from './api-key.type.js';
import { Member } from './member.type.js';

@ObjectType()
export class MemberPayload extends Payload {
  @Field(() => Member, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
  member: Member | null;
}

@ObjectType()
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
  apiKey: ApiKey | null;
}

@ObjectType()
export class CreateApiKeyPayload extends ApiKeyPayload {
  @Field(() => String, { nullable: true, description: 'The whole key, `amk_...`, told this once: null in a repetition. Send it as `Authorization: Bearer` or `X-Api-Key`.' })
  secret: string | null;
}
