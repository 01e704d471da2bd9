import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../../kernel/instant.js';
import type { Kind, Severity, WaitingReason } from '../../../kernel/words.js';
import { Connection } from '../../../platform/graphql/connection.js';
import { Node } from '../../../platform/graphql/node.js';
import { Payload } from '../../../platform/graphql/payload.js';
import { DateTimeScalar } from '../../../platform/graphql/scalars.js';
import type { TargetName } from '../../../sla/index.js';
import { TicketKindEnum } from '../../../tenancy/index.js';
import type { Channel, Priority } from '../../domain/ticket.js';
import { ChannelEnum, PriorityEnum, SeverityEnum, WaitingReasonEnum } from '../ticket.enum.js';
import { SlaTargetEnum } from './policy.enum.js';

@ObjectType({ description: 'What was paid for the order: from `atLeast` on, and below `below`.' })
export class PolicyAmount {
  @Field({ description: 'ISO 4217.' })
  currency: string;

  @Field(() => String, { nullable: true, description: 'Inclusive, in units of the currency: `100.00`.' })
  atLeast: string | null;

  @Field(() => String, { nullable: true, description: 'Exclusive.' })
  below: string | null;
}

@ObjectType({ description: 'All that is named must hold; of a list any one value will do. What is null is not asked.' })
export class PolicyConditions {
  @Field(() => [ID], { nullable: true })
  shopIds: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Platforms of shops, as in Shop.platform.' })
  platforms: readonly string[] | null;

  @Field(() => [TicketKindEnum], { nullable: true })
  kinds: readonly Kind[] | null;

  @Field(() => [String], { nullable: true, description: 'LogisticsSubtype, ComplaintType or RequestType.' })
  subtypes: readonly string[] | null;

  @Field(() => [PriorityEnum], { nullable: true })
  priorities: readonly Priority[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  severities: readonly Severity[] | null;

  @Field(() => [String], { nullable: true, description: "The customer's tier, letter for letter as it was imported." })
  customerTiers: readonly string[] | null;

  @Field(() => [ChannelEnum], { nullable: true })
  channels: readonly Channel[] | null;

  @Field(() => [String], { nullable: true })
  tags: readonly string[] | null;

  @Field(() => PolicyAmount, { nullable: true, description: 'Does not hold without an order, nor for one in another currency.' })
  amount: PolicyAmount | null;
}

@ObjectType({ description: 'A warning before the due time; exactly one of the two is set.' })
export class PolicyWarning {
  @Field(() => Float, { nullable: true, description: 'Percent of the target gone by.' })
  percent: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds of working time left.' })
  secondsBefore: number | null;
}

@ObjectType({ description: 'A wait that stops the clock.' })
export class PolicyPause {
  @Field(() => WaitingReasonEnum)
  reason: WaitingReason;

  @Field(() => Int, { nullable: true, description: 'Working seconds it may stop the clock in all; then the clock runs on by itself. null: as long as it takes.' })
  budgetSeconds: number | null;
}

@ObjectType({ description: 'How long something may take.' })
export class PolicyTarget {
  @Field(() => SlaTargetEnum)
  target: TargetName;

  @Field(() => Int, { description: 'Working time of the calendar, or elapsed time without one.' })
  seconds: number;

  @Field(() => ID, { nullable: true, description: 'The calendar whose newest version counts when a clock starts; null: around the clock.' })
  calendarId: string | null;

  @Field({ description: "True: the calendar the policy names for the ticket's shop counts instead, where it names one." })
  shopCalendar: boolean;

  @Field(() => [PolicyWarning], { description: 'The earliest first.' })
  warnings: PolicyWarning[];

  @Field(() => [PolicyPause])
  pauses: PolicyPause[];
}

@ObjectType({ description: 'How long tickets may be on hold for a reason in all, over their whole life.' })
export class PolicyHold {
  @Field(() => WaitingReasonEnum)
  reason: WaitingReason;

  @Field(() => Int, { description: 'Working seconds, as each clock counts them.' })
  budgetSeconds: number;
}

@ObjectType({ description: 'A rule of a policy.' })
export class PolicyRule {
  @Field()
  name: string;

  @Field(() => PolicyConditions, { nullable: true, description: 'null: every ticket.' })
  when: PolicyConditions | null;

  @Field(() => [PolicyTarget])
  targets: PolicyTarget[];

  @Field(() => [PolicyHold], { description: "How long the ticket's holds for a reason may stop its clocks in all; reasons not named here have no limit by this rule." })
  holds: PolicyHold[];
}

@ObjectType({ description: 'By which calendar the tickets of a shop go, where a target says `shopCalendar`.' })
export class ShopCalendar {
  @Field(() => ID, { description: 'Whose tickets.' })
  shopId: string;

  @Field(() => ID, { description: 'Whose newest version counts when a clock starts.' })
  calendarId: string;
}

@ObjectType({ implements: () => [Node], description: 'A published version of the SLA policy. It never changes; tickets keep the version they were opened under.' })
export class SlaPolicy extends Node {
  @Field()
  name: string;

  @Field(() => Int)
  version: number;

  @Field(() => [PolicyRule], { description: 'In order: each target is given by the first rule that matches the ticket and sets it.' })
  rules: PolicyRule[];

  @Field(() => [ShopCalendar], { description: 'As they were published; a shop that is not listed has none.' })
  shopCalendars: ShopCalendar[];

  @Field(() => DateTimeScalar)
  publishedAt: Instant;
}

@ObjectType({ description: 'A page of policies, newest first.' })
export class SlaPolicyConnection extends Connection(SlaPolicy, 'SlaPolicy') {}

@ObjectType({ description: 'The published version; or, with POLICY_INVALID, everything that is wrong with it.' })
export class PublishSlaPolicyPayload extends Payload {
  @Field(() => SlaPolicy, { nullable: true })
  policy: SlaPolicy | null;
}
