import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsObject, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';

@ObjectType({ implements: () => [Node], description: 'A published version of the escalation rules. It never changes; the newest is in force.' })
export class EscalationRules extends Node {
  @Field()
  name: string;

  @Field(() => Int, { description: 'Counted per merchant, from 1.' })
  version: number;

  @Field(() => GraphQLJSONObject, {
    description: '`{ rules: [{ key, title: { en, zh }, trigger: { on, ... }, when, levels: [{ afterMinutes | afterPercent, actions: [{ type, ... }], acknowledgeWithinMinutes }] }] }`; docs/escalation.md lists every trigger and action.',
  })
  body: Record<string, unknown>;

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@ObjectType({ description: 'A page of versions of the escalation rules, newest first.' })
export class EscalationRulesConnection extends Connection(EscalationRules, 'EscalationRules') {}

@InputType()
export class PublishEscalationRulesInput extends KeyedInput {
  @Field({ description: 'Up to 60 characters.' })
  @IsString()
  name: string;

  @Field(() => GraphQLJSONObject, { description: 'As in EscalationRules.body.' })
  @IsObject()
  body: Record<string, unknown>;
}

@ObjectType({ description: 'The published version; or, with RULE_INVALID, everything that is wrong with it.' })
export class PublishEscalationRulesPayload extends Payload {
  @Field(() => EscalationRules, { nullable: true })
  rules: EscalationRules | null;
}
