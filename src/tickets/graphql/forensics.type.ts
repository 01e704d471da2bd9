import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { Step } from '../../kernel/words.js';
import { Connection, PageArgs } from '../../platform/graphql/connection.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { BigIntScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Awaited } from '../domain/forensics.js';
import { StepEnum } from './ticket.enum.js';
import { TicketClock } from './ticket.type.js';

export const AwaitedEnum = graphqlEnum<Awaited>('Awaited', 'What a ticket waited for.', {
  US: 'The desk.', CUSTOMER: 'The customer: asked, offered something, or on hold for them.', CARRIER: 'The carrier, or the desk that asks it.',
  APPROVAL: 'A decision inside.', PLATFORM: 'The marketplace.', DEPARTMENT: 'A department that was asked: warehouse, supplier and the like.',
});

@ObjectType({ description: 'Time of a missed target spent at a step.' })
export class StepShare {
  @Field(() => StepEnum, { nullable: true, description: 'null: all steps were over.' })
  step: Step | null;

  @Field(() => BigIntScalar)
  countedMs: Millis;
}

@ObjectType({ description: 'Time of a missed target spent in somebody’s hands.' })
export class OwnerShare {
  @Field(() => ID, { nullable: true, description: 'The member; null: nobody had it.' })
  memberId: string | null;

  @Field(() => BigIntScalar)
  countedMs: Millis;
}

@ObjectType({ description: 'Time of a missed target spent waiting.' })
export class AwaitedShare {
  @Field(() => AwaitedEnum)
  awaited: Awaited;

  @Field(() => BigIntScalar)
  countedMs: Millis;
}

@ObjectType({ description: 'The last instant from which the target could still have been met, and how the ticket stood then.' })
export class LastChance {
  @Field(() => DateTimeScalar)
  at: Instant;

  @Field(() => BigIntScalar, { nullable: true, description: 'The median working time such a clock took, of the newest 200 met in the 90 days before; null: fewer than 3, and `at` is the due time.' })
  typicalMs: Millis | null;

  @Field(() => StepEnum, { nullable: true })
  step: Step | null;

  @Field(() => ID, { nullable: true })
  memberId: string | null;

  @Field(() => AwaitedEnum)
  awaited: Awaited;
}

@ObjectType({ description: 'Where the time of a missed target went. Each list adds up to what was counted; nights, holidays and pauses are in none.' })
export class ClockForensics {
  @Field(() => DateTimeScalar, { description: 'The true due time.' })
  breachedAt: Instant;

  @Field(() => [StepShare])
  byStep: StepShare[];

  @Field(() => [OwnerShare])
  byOwner: OwnerShare[];

  @Field(() => [AwaitedShare])
  byAwaited: AwaitedShare[];

  @Field(() => LastChance, { nullable: true, description: 'null: such things typically take longer than the target, so there was never a chance.' })
  lastChance: LastChance | null;
}

@ObjectType({ description: 'A missed target.' })
export class BreachedClock {
  @Field(() => ID)
  ticketId: string;

  @Field()
  number: string;

  @Field(() => TicketClock)
  clock: TicketClock;

  @Field(() => ClockForensics)
  forensics: ClockForensics;
}

@ObjectType({ description: 'A page of missed targets, the earliest first.' })
export class BreachedClockConnection extends Connection(BreachedClock, 'BreachedClock') {}

@ArgsType()
export class BreachReportArgs extends PageArgs {
  @Field(() => DateTimeScalar, { description: 'Inclusive.' })
  from: Instant;

  @Field(() => DateTimeScalar, { description: 'Exclusive; at most 92 days after `from`.' })
  to: Instant;
}
