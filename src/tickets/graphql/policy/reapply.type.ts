import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../../kernel/instant.js';
import { Connection, PageArgs } from '../../../platform/graphql/connection.js';
import { graphqlEnum } from '../../../platform/graphql/enum.js';
import { DateTimeScalar } from '../../../platform/graphql/scalars.js';
import type { ClockOutlook } from '../../queries/policy-preview.query.js';
import { BulkTicketsInput, TicketChangeInput } from '../ticket.input.js';
import { TicketClock } from '../ticket.type.js';

const POLICY_ID = 'A published version; left out: the newest. Naming the version a ticket follows already brings only newer calendars.';

export const ClockOutlookEnum = graphqlEnum<ClockOutlook>('ClockOutlook', 'What a re-application would do to a clock.', {
  UNCHANGED: 'Nothing; also of every clock that is breached already.', RETARGETED: 'Another target, calendar version or terms; time spent stays spent.',
  CANCELLED: 'No rule of the new version sets it.', STARTED: 'A rule of the new version sets what none did before; it starts now.',
});

@ObjectType({ description: 'A clock as a re-application would leave it.' })
export class PreviewedClock {
  @Field(() => ClockOutlookEnum)
  outlook: ClockOutlook;

  @Field(() => TicketClock, { nullable: true, description: 'As it stands; null when it would start.' })
  before: TicketClock | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'As it stands; null while it is paused, or when it would start.' })
  dueAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'After it; null while it is paused, or when it would be cancelled.' })
  newDueAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'The rule that would set it.' })
  newRule: string | null;
}

@ObjectType({ description: 'A ticket at work as a re-application would leave it.' })
export class PreviewedTicket {
  @Field(() => ID)
  ticketId: string;

  @Field()
  number: string;

  @Field(() => [PreviewedClock])
  clocks: PreviewedClock[];
}

@ObjectType({ description: 'A page of tickets at work, in the order of their ids.' })
export class PreviewedTicketConnection extends Connection(PreviewedTicket, 'PreviewedTicket') {}

@ArgsType()
export class PreviewPolicyArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: POLICY_ID })
  @IsOptional()
  @IsString()
  policyId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Up to 100 of them; left out: all at work in the shops the caller may re-apply in.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  ticketIds?: string[] | null;
}

@InputType()
export class ReapplyPolicyInput extends TicketChangeInput {
  @Field(() => ID, { nullable: true, description: POLICY_ID })
  @IsOptional()
  @IsString()
  policyId?: string | null;
}

@InputType()
export class BulkReapplyPolicyInput extends BulkTicketsInput {
  @Field(() => ID, { nullable: true, description: POLICY_ID })
  @IsOptional()
  @IsString()
  policyId?: string | null;
}
