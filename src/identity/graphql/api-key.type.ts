import { Field, ID, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { ApiKeyEntity } from '../api-key.entity.js';
import { ApiScopeEnum, scopeName, type ScopeName } from './identity.enum.js';

@ObjectType({ description: 'What an integration signs in with. The secret is told once, at creation.' })
export class ApiKey {
  @Field(() => ID)
  id: string;

  @Field()
  name: string;

  @Field(() => ID, { nullable: true, description: 'The shop it is good for; null: all shops of the merchant.' })
  shopId: string | null;

  @Field(() => [ApiScopeEnum])
  scopes: ScopeName[];

  @Field(() => DateTimeScalar)
  createdAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute; null: never.' })
  lastUsedAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is refused; null: it is good.' })
  revokedAt: Instant | null;
}

export function apiKeyOf(row: ApiKeyEntity): ApiKey {
  const { name, createdAt, lastUsedAt, revokedAt } = row;
  const shopId = row.shopId === null ? null : encodeId('Shop', row.shopId);
  return { id: encodeId('ApiKey', row.id), name, shopId, scopes: row.scopes.map(scopeName), createdAt, lastUsedAt, revokedAt };
}

@ObjectType({ description: 'API keys, oldest first, the revoked ones too.' })
export class ApiKeyConnection extends Connection(ApiKey, 'ApiKey') {}
