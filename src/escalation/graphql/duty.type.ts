import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsObject, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';

@ObjectType({ implements: () => [Node], description: 'A published version of who is on duty when. It never changes; the newest of a shop, or of a team, holds.' })
export class DutyRoster extends Node {
  @Field(() => ID)
  shopId: string;

  @Field(() => ID, { nullable: true, description: 'null: everybody of the shop who has no roster of a team.' })
  teamId: string | null;

  @Field(() => Int)
  version: number;

  @Field(() => GraphQLJSONObject, {
    description: '`{ timeZone, shifts: [{ memberId, weekly: [{ day, opens, closes }], dates: [{ date, windows: [{ opens, closes }] }] }], covers: [{ day, opens, closes }] }`: times as in BusinessCalendarInput; up to 200 shifts, each member in one. `covers` is when somebody must be there, left out around the clock.',
  })
  body: Record<string, unknown>;

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@InputType()
export class PublishDutyRosterInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => ID, { nullable: true, description: 'A team of the shop; left out: the shop.' })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => GraphQLJSONObject, { description: 'As in DutyRoster.body.' })
  @IsObject()
  body: Record<string, unknown>;
}

@ObjectType({ description: 'The published version; or, with RULE_INVALID, everything that is wrong with it, gaps included.' })
export class PublishDutyRosterPayload extends Payload {
  @Field(() => DutyRoster, { nullable: true })
  roster: DutyRoster | null;
}

@ObjectType({ implements: () => [Node], description: 'A member is out of office in [startsAt, endsAt).' })
export class Absence extends Node {
  @Field(() => ID)
  memberId: string;

  @Field(() => ID, { nullable: true, description: 'Who is told, and gets the tickets, instead.' })
  delegateId: string | null;

  @Field(() => DateTimeScalar)
  startsAt: Instant;

  @Field(() => DateTimeScalar, { description: 'Back from this instant on.' })
  endsAt: Instant;
}

@ObjectType({ description: 'Absences, newest first.' })
export class AbsenceConnection extends Connection(Absence, 'Absence') {}

@InputType()
export class SetOutOfOfficeInput extends KeyedInput {
  @Field(() => ID, { nullable: true, description: 'Left out: oneself. Whoever administers members names anybody.' })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => DateTimeScalar, { description: 'May lie in the past: away already.' })
  @IsString()
  startsAt: Instant;

  @Field(() => DateTimeScalar, { description: 'After startsAt and now, at most 400 days ahead.' })
  @IsString()
  endsAt: Instant;

  @Field(() => ID, { nullable: true, description: 'Neither away then, nor the member themselves. Left out: whoever is least loaded.' })
  @IsOptional()
  @IsString()
  delegateId?: string | null;
}

@ObjectType()
export class AbsencePayload extends Payload {
  @Field(() => Absence, { nullable: true, description: 'null when refused.' })
  absence: Absence | null;
}
