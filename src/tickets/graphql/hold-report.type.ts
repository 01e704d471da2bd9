import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import { Connection, PageArgs } from '../../platform/graphql/connection.js';
import { BigIntScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { ClockKind } from '../../sla/index.js';
import { ClockKindEnum, WaitingReasonEnum } from './ticket.enum.js';

@ObjectType({ description: 'A hold that stopped a clock when a tenth of its target or less was left; of several it stopped, the one with the least share left.' })
export class LateHold {
  @Field(() => ID)
  ticketId: string;

  @Field()
  number: string;

  @Field(() => DateTimeScalar, { description: 'When the ticket was put on hold.' })
  at: Instant;

  @Field(() => WaitingReasonEnum)
  reason: WaitingReason;

  @Field(() => ClockKindEnum, { description: 'Of the clock that was in its last tenth when the ticket was put on hold.' })
  kind: ClockKind;

  @Field({ description: 'As in TicketClock.subject; bare where it names an object.' })
  subject: string;

  @Field(() => BigIntScalar, { description: 'The target that counted then, in milliseconds.' })
  targetMs: Millis;

  @Field(() => BigIntScalar, { description: 'Working milliseconds that were left of it.' })
  remainingMs: Millis;
}

@ObjectType({ description: 'Somebody who put tickets on hold.' })
export class Holder {
  @Field(() => ID, { nullable: true, description: 'The member or key; null: the system.' })
  by: string | null;

  @Field(() => Int, { description: 'Holds that stopped a clock of the policy.' })
  holds: number;

  @Field(() => Int, { description: 'Of these, those in the last tenth of a target.' })
  late: number;

  @Field(() => [LateHold], { description: 'The newest 20 of the late ones, the newest first; a shorter stretch of time shows the others.' })
  lateHolds: LateHold[];
}

@ObjectType({ description: 'A page of those who put tickets on hold, the most late holds first.' })
export class HolderConnection extends Connection(Holder, 'Holder') {}

@ArgsType()
export class HoldReportArgs extends PageArgs {
  @Field(() => DateTimeScalar, { description: 'Inclusive.' })
  from: Instant;

  @Field(() => DateTimeScalar, { description: 'Exclusive; at most 31 days after `from`.' })
  to: Instant;
}
