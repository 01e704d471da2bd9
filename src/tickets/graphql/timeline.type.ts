import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';

@ObjectType({ description: 'A column that changed.' })
export class FieldChange {
  @Field()
  field: string;

  @Field(() => String, { nullable: true, description: 'Before, as JSON.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'After, as JSON.' })
  after: string | null;
}

@ObjectType({ description: 'One thing that happened on a ticket. Entries are never changed or removed.' })
export class TimelineEntry {
  @Field(() => ID)
  id: string;

  @Field({ description: "What happened: 'ticket.opened', 'message.sent', 'step.completed', 'clock.breached'..." })
  type: string;

  @Field(() => DateTimeScalar)
  at: Instant;

  @Field(() => ID, { nullable: true, description: 'Member or API key; null for the system.' })
  actorId: string | null;

  @Field({ description: 'The operation that caused it.' })
  cause: string;

  @Field(() => Int, { description: 'The version of the ticket it belongs to.' })
  version: number;

  @Field(() => GraphQLJSONObject, { description: 'Ids and words of this API, by type; never personal data or texts.' })
  data: Record<string, unknown>;

  @Field(() => [FieldChange], { description: 'What its operation changed on the ticket.' })
  changes: FieldChange[];
}

@ObjectType({ description: 'A page of a timeline, oldest first.' })
export class TimelineConnection extends Connection(TimelineEntry, 'Timeline') {}
