import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Money } from '../../platform/graphql/money.type.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import type { PayoutProviderName, PayoutState } from '../domain/payout.js';
import type { HumanOutcome } from '../domain/two-people.js';
import { PayoutActionEnum, PayoutOutcomeEnum, PayoutProviderEnum, PayoutStateEnum } from './money.enum.js';

@ObjectType({ description: 'One time a provider was asked, or reported by itself.' })
export class PayoutAttempt {
  @Field(() => Int, { description: 'Rises with every time the provider is asked; reports have numbers below zero.' })
  number: number;

  @Field(() => PayoutActionEnum)
  action: 'SEND' | 'QUERY' | 'REPORT';

  @Field(() => DateTimeScalar)
  startedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null: no answer came, or none yet.' })
  answeredAt: Instant | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'What came back, without secrets and personal data.' })
  answer: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: 'What it was taken to mean; null: it was not interpreted.' })
  outcome: string | null;
}

@ObjectType({ description: 'What the first of two people says became of a payout.' })
export class EnteredOutcome {
  @Field(() => PayoutOutcomeEnum)
  outcome: HumanOutcome;

  @Field(() => String, { nullable: true, description: 'Masked but for its end: who confirms reads it off the bank’s paper.' })
  reference: string | null;

  @Field(() => String, { nullable: true })
  reason: string | null;

  @Field(() => ID)
  byMemberId: string;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ implements: () => [Node], description: 'The payment of one accepted leg: one key, for ever, however often the provider is asked.' })
export class Payout extends Node {
  @Field(() => ID)
  ticketId: string;

  @Field(() => ID)
  shopId: string;

  @Field(() => ID)
  orderId: string;

  @Field(() => ID)
  offerId: string;

  @Field(() => ID)
  legId: string;

  @Field({ description: 'Under which the provider is asked: letters and digits.' })
  key: string;

  @Field(() => Money)
  amount: Money;

  @Field(() => PayoutProviderEnum, { description: 'Decided by the shop’s route when the customer accepted.' })
  provider: PayoutProviderName;

  @Field(() => PayoutStateEnum)
  state: PayoutState;

  @Field(() => Int, { description: 'Give it as `expectedVersion`.' })
  version: number;

  @Field(() => String, { nullable: true, description: 'The provider’s or the bank’s; it proves the leg.' })
  reference: string | null;

  @Field(() => String, { nullable: true, description: 'Why it failed or is unknown, in the provider’s word or ours: TIMEOUT, OTHER_AMOUNT, NEVER_ARRIVED...' })
  failure: string | null;

  @Field({ description: 'Whether it waits for goods that come back with its offer: they are not all inspected, or one was rejected. Nobody pays it meanwhile, by any way.' })
  waitsForGoods: boolean;

  @Field(() => Int, { description: 'Times the provider was asked.' })
  attemptCount: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is looked at next; null: not by itself.' })
  nextAt: Instant | null;

  @Field(() => EnteredOutcome, { nullable: true, description: 'Null: nobody has entered one.' })
  entered: EnteredOutcome | null;

  @Field(() => ID, { nullable: true, description: 'The member who confirmed what was entered.' })
  confirmedByMemberId: string | null;

  @Field(() => DateTimeScalar)
  requestedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  sentAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when its outcome is unknown; null: it is not.' })
  unknownAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  settledAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its leg was fulfilled from it.' })
  fulfilledAt: Instant | null;

  @Field(() => [PayoutAttempt], { description: 'The last fifty, oldest first. Empty to who may not read the ledger.' })
  attempts: PayoutAttempt[];
}

@ObjectType()
export class PayoutConnection extends Connection(Payout, 'Payout') {}

@ObjectType()
export class PayoutPayload extends Payload {
  @Field(() => Payout, { nullable: true })
  payout: Payout | null;
}

@ObjectType()
export class PaymentReferencePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The order whose payment reference was set.' })
  orderId: string | null;
}

@ObjectType()
export class ReportPayoutPayload extends Payload {
  @Field(() => PayoutStateEnum, { nullable: true, description: 'Where the payout stands now.' })
  state: PayoutState | null;
}
