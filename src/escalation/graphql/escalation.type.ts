import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketDecisionInput } from '../../tickets/index.js';
import type { ChainState } from '../chain.repository.js';

export const EscalationStateEnum = graphqlEnum<ChainState>('EscalationState', 'Where an escalation stands.', {
  OPEN: 'A level or an acknowledgement is still to come.', ACKNOWLEDGED: 'Somebody took note of it for good.', SETTLED: 'What it was about was met or is no longer so.',
  EXHAUSTED: 'Its last level fired, and nobody acknowledged it in the time given.', CANCELLED: 'The deadline moved or the ticket was closed.',
});

@ObjectType({ description: 'A level that fired.' })
export class EscalationLevel {
  @Field(() => Int, { description: 'From 1.' })
  level: number;

  @Field(() => DateTimeScalar, { description: 'When it was to fire.' })
  dueAt: Instant;

  @Field(() => DateTimeScalar, { description: 'When it did; never before.' })
  firedAt: Instant;

  @Field(() => [ID], { description: 'The members it told, held notifications included.' })
  notifiedIds: string[];
}

@ObjectType({ description: 'A rule at work on a ticket, level by level.' })
export class Escalation {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Key of the rule.' })
  rule: string;

  @Field(() => ID, { nullable: true, description: 'The clock it is about; null: the ticket as a whole.' })
  clockId: string | null;

  @Field(() => EscalationStateEnum)
  state: ChainState;

  @Field(() => Int, { description: 'The last level that fired; 0: none yet.' })
  level: number;

  @Field(() => Int, { description: 'How often it was put off; at most 3 times.' })
  acknowledgements: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its next level fires, or its last one counts as unanswered; null: never.' })
  nextAt: Instant | null;

  @Field(() => [EscalationLevel], { description: 'The levels that fired, in order.' })
  levels: EscalationLevel[];
}

@InputType()
export class AcknowledgeEscalationInput extends TicketDecisionInput {
  @Field(() => DateTimeScalar, { description: 'By when it will be seen to; from now to 7 days ahead. Until then no further level fires.' })
  @IsString()
  newTime: Instant;
}
