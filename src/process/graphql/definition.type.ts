import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';

@ObjectType({ implements: () => [Node], description: 'A published version of the process: which evidence each step needs, per kind. It never changes.' })
export class ProcessDefinition extends Node {
  @Field()
  name: string;

  @Field(() => Int)
  version: number;

  @Field(() => GraphQLJSONObject, {
    description: '`{ kinds: { RETURN_EXCHANGE | LOGISTICS | COMPLAINT: { steps: [{ step, after, floatsWhen, requires: [{ code, when, notBefore, hours }], skips: [{ reason, by, when }] }] } } }`',
  })
  body: Record<string, unknown>;

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@ObjectType({ description: 'A page of process definitions, newest first.' })
export class ProcessDefinitionConnection extends Connection(ProcessDefinition, 'ProcessDefinition') {}

@InputType()
export class PublishProcessDefinitionInput {
  @Field({ description: 'Versions are counted per name; up to 60 characters.' })
  @IsString()
  name: string;

  @Field(() => GraphQLJSONObject, { description: 'As in ProcessDefinition.body.' })
  @IsObject()
  body: Record<string, unknown>;

  @Field(() => String, { nullable: true, description: 'The same key and body again answers the same version. 1 to 255 printable ASCII characters.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The published version; or, with DEFINITION_INVALID, everything that is wrong with it.' })
export class PublishProcessDefinitionPayload extends Payload {
  @Field(() => ProcessDefinition, { nullable: true })
  definition: ProcessDefinition | null;
}
